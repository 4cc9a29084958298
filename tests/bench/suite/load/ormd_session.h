// A session of orm.v1 on a stream of its own.
#pragma once

#include <google/protobuf/message_lite.h>

#include <memory>
#include <string>

#include "orm/v1/session.pb.h"
#include "tests/bench/suite/load/transport.h"

namespace ormd::bench {

// How a command is named: by its method at the unary door, by its field in orm.v1.Command at the stream.
struct Verb {
  std::string method;
  int field;
};

extern const Verb kFind;
extern const Verb kFindOne;
extern const Verb kCreate;
extern const Verb kFlush;
extern const Verb kBegin;
extern const Verb kCommit;

class OrmdSession {
 public:
  explicit OrmdSession(Link& link);

  // `command` is what the field of the verb holds. `answer` gets the bytes of orm.v1.Reply, or the error that the reply
  // holds.
  void Send(const Verb& verb, const google::protobuf::MessageLite& command, StreamAnswer* answer,
            bool followed = false);
  // Forgets every entity, and goes on after an error. Nobody waits for it.
  void Clear();
  // Ends the transaction without a trace, after an error in it.
  void Rollback();

 private:
  uint64_t next_id_ = 1;
  const std::unique_ptr<Stream> stream_;
};

}  // namespace ormd::bench
