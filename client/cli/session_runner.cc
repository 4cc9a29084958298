#include "client/cli/session_runner.h"

#include <istream>
#include <ostream>
#include <thread>
#include <utility>

#include "client/cli/errors.h"

namespace ormd::cli {
namespace {

// Commands that may wait for their answers; beyond that reading waits.
constexpr size_t kMostAwaited = 1000;

std::future<orm::v1::Reply> Failed(std::exception_ptr error) {
  std::promise<orm::v1::Reply> promise;
  promise.set_exception(std::move(error));
  return promise.get_future();
}

}  // namespace

SessionRunner::SessionRunner(Door& door, const Catalog& catalog, std::string address, std::ostream& out)
    : door_(door), catalog_(catalog), address_(std::move(address)), out_(out) {}

ExitCode SessionRunner::Run(std::istream& in) {
  std::thread printer([this] { PrintReplies(); });
  std::string line;
  for (size_t number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") != std::string::npos) Play(line, number);
  }
  {
    std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  printer.join();
  return first_error_;
}

void SessionRunner::Play(const std::string& line, size_t number) {
  Sent sent;
  try {
    sent.command = EncodeCommand(catalog_, ParseJson(line, "line " + std::to_string(number)));
    sent.reply = door_.Send(sent.command.command);
  } catch (const std::exception&) {
    door_.Fail();
    sent.reply = Failed(std::current_exception());
  }
  Push(std::move(sent));
}

void SessionRunner::Push(Sent sent) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return sent_.size() < kMostAwaited; });
  sent_.push_back(std::move(sent));
  changed_.notify_all();
}

void SessionRunner::PrintReplies() {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || !sent_.empty(); });
    if (sent_.empty()) return;
    Sent sent = std::move(sent_.front());
    sent_.pop_front();
    changed_.notify_all();
    lock.unlock();
    out_ << WriteJson(AwaitReply(sent)) << std::endl;
  }
}

Json SessionRunner::AwaitReply(Sent& sent) {
  try {
    return ReplyJson(catalog_, sent.command, sent.reply.get());
  } catch (const UsageError& error) {
    return Failure(client::Error(grpc::StatusCode::INVALID_ARGUMENT, "BAD_REQUEST", error.what()), kUsage);
  } catch (const client::Error& error) {
    return Failure(error, ExitCodeOf(error));
  }
}

Json SessionRunner::Failure(const client::Error& error, ExitCode code) {
  if (first_error_ == kOk) first_error_ = code;
  return Json::Object({{"error", ErrorJson(error, address_)}});
}

}  // namespace ormd::cli
