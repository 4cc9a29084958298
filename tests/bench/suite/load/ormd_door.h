// The two doors of ormd: one-shot calls, and a session on a stream.
#pragma once

#include <google/protobuf/message_lite.h>

#include "tests/bench/suite/load/ormd_session.h"
#include "tests/bench/suite/load/task.h"

namespace ormd::bench {

class OrmdDoor {
 public:
  virtual ~OrmdDoor() = default;

  // Each command stands alone: the session of the stream forgets what it read. `verb` and `command` outlive the task.
  virtual Task<Answer> Call(const Verb& verb, const google::protobuf::MessageLite& command) = 0;
  // One part of an answer to `verb`, as the reply of a session.
  virtual bool Read(const Verb& verb, const std::string& part, orm::v1::Reply* reply) const = 0;
  // Whether Create only stages.
  virtual bool stages() const = 0;
};

class UnaryDoor final : public OrmdDoor {
 public:
  explicit UnaryDoor(Link& link) : link_(link) {}

  Task<Answer> Call(const Verb& verb, const google::protobuf::MessageLite& command) override;
  bool Read(const Verb& verb, const std::string& part, orm::v1::Reply* reply) const override;
  bool stages() const override { return false; }

 private:
  Link& link_;
};

// Several callers may share it.
class StreamDoor final : public OrmdDoor {
 public:
  explicit StreamDoor(Link& link) : session_(link) {}

  Task<Answer> Call(const Verb& verb, const google::protobuf::MessageLite& command) override;
  bool Read(const Verb& verb, const std::string& part, orm::v1::Reply* reply) const override;
  bool stages() const override { return true; }
  OrmdSession& session() { return session_; }

 private:
  // Whether the session is to forget what it holds after this command: after some look-ups, which load one entity each,
  // and after anything else.
  bool ForgetAfter(const Verb& verb);

  OrmdSession session_;
  int look_ups_ = 0;
};

}  // namespace ormd::bench
