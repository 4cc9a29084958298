// One session, through either of its doors.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/v1/session.pb.h"
#include "tests/conformance/fixture.h"
#include "tests/conformance/raw_stream.h"
#include "tests/conformance/load/told.h"

namespace ormd::conformance {

// Used by one thread.
class Conversation {
 public:
  using Commands = std::vector<orm::v1::Command>;

  virtual ~Conversation() = default;
  // Sends all of them without waiting, then tells what is answered, one for each.
  virtual std::vector<Told> Ask(Commands commands) = 0;
  // Sends all of them and leaves, with the session, after that time: nothing is answered.
  virtual std::vector<Told> AskAndLeave(Commands commands, std::chrono::microseconds after) = 0;
  // The id of the next command; none where commands cannot be cancelled or bounded by themselves.
  virtual std::optional<uint64_t> next_id() const = 0;
};

// A stream. One that was not left ends in peace.
class StreamConversation : public Conversation {
 public:
  StreamConversation(const Server& server, const Hurry& hurry);
  ~StreamConversation() override;
  std::vector<Told> Ask(Commands commands) override;
  std::vector<Told> AskAndLeave(Commands commands, std::chrono::microseconds after) override;
  std::optional<uint64_t> next_id() const override { return last_id_ + 1; }

 private:
  std::vector<Told> Send(Commands commands);

  const bool hurried_;
  RawStream stream_;
  uint64_t last_id_ = 0;
  bool left_ = false;
};

// A session by its id. As on a stream, nothing is run behind a command that failed, until a Rollback or Clear.
class NamedConversation : public Conversation {
 public:
  explicit NamedConversation(Server& server);
  ~NamedConversation() override;
  std::vector<Told> Ask(Commands commands) override;
  std::vector<Told> AskAndLeave(Commands commands, std::chrono::microseconds after) override;
  std::optional<uint64_t> next_id() const override { return std::nullopt; }

 private:
  Told Run(orm::v1::Command command);
  void Close();

  Server& server_;
  Outcome<std::string> id_;
  UnaryDoor door_;
  bool skipping_ = false;
  bool closed_ = false;
};

}  // namespace ormd::conformance
