// Plays the lines of `ormctl session`: commands in, replies out, in the same order.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <future>
#include <iosfwd>
#include <mutex>
#include <string>

#include "client/cli/door.h"
#include "client/cli/exit_code.h"
#include "client/cli/session_command.h"

namespace ormd::cli {

// One run; the door, catalog and streams must outlive it.
class SessionRunner {
 public:
  SessionRunner(Door& door, const Catalog& catalog, std::string address, std::ostream& out);

  // Reads until the end of `in`; a reply is printed as soon as it comes. Answers kOk, or the code of the first error.
  ExitCode Run(std::istream& in);

 private:
  struct Sent {
    SessionCommand command;
    std::future<orm::v1::Reply> reply;
  };

  void Play(const std::string& line, size_t number);
  void Push(Sent sent);
  void PrintReplies();
  Json AwaitReply(Sent& sent);
  Json Failure(const client::Error& error, ExitCode code);

  Door& door_;
  const Catalog& catalog_;
  const std::string address_;
  std::ostream& out_;
  ExitCode first_error_ = kOk;  // of the printing thread until it is joined

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Sent> sent_;  // guarded by mutex_
  bool ended_ = false;     // guarded by mutex_
};

}  // namespace ormd::cli
