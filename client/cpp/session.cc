#include "client/cpp/session.h"

#include <google/protobuf/util/time_util.h>

#include <utility>

#include "client/cpp/graph.h"

namespace ormd::client {
namespace {

// How much longer than expected the daemon may take to answer a command, or to end the stream, before the call is
// cancelled.
constexpr std::chrono::seconds kFarewell{5};

void Join(orm::v1::Reply part, orm::v1::Reply* whole) {
  if (whole->has_find() && part.has_find()) {
    AppendGraph(part.find().graph(), whole->mutable_find()->mutable_graph());
  } else {
    *whole = std::move(part);
  }
}

}  // namespace

Session::Session(std::shared_ptr<grpc::Channel> channel, Timeout timeout)
    : timeout_(timeout),
      stub_(orm::v1::EntityManager::NewStub(std::move(channel))),
      stream_(stub_->Session(&context_)),
      reader_([this] { ReadReplies(); }) {}

Session::~Session() {
  {
    std::lock_guard lock(write_mutex_);
    stream_->WritesDone();
  }
  {
    std::unique_lock lock(mutex_);
    if (!ended_changed_.wait_for(lock, kFarewell, [this] { return ended_.has_value(); })) context_.TryCancel();
  }
  reader_.join();
}

orm::v1::Reply Session::Execute(orm::v1::Command command) {
  std::future<orm::v1::Reply> reply = Send(std::move(command));
  // The daemon ends a command by itself, unless it hangs.
  if (reply.wait_for(timeout_ + kFarewell) == std::future_status::timeout) {
    FailAll(Error(grpc::StatusCode::DEADLINE_EXCEEDED, "", "the daemon does not answer"));
    context_.TryCancel();
  }
  return reply.get();
}

std::future<orm::v1::Reply> Session::Send(orm::v1::Command command) {
  const auto promise = std::make_shared<std::promise<orm::v1::Reply>>();
  Send(std::move(command), [promise](orm::v1::Reply reply, const Error* error) {
    if (error != nullptr) {
      promise->set_exception(std::make_exception_ptr(*error));
    } else {
      promise->set_value(std::move(reply));
    }
  });
  return promise->get_future();
}

void Session::Send(orm::v1::Command command, Callback done) {
  if (!command.has_timeout()) {
    *command.mutable_timeout() = google::protobuf::util::TimeUtil::MillisecondsToDuration(timeout_.count());
  }
  std::unique_lock write_lock(write_mutex_);
  command.set_id(next_id_++);
  std::unique_lock lock(mutex_);
  if (ended_.has_value()) {
    const Error error = *ended_;
    lock.unlock();
    write_lock.unlock();
    return done({}, &error);
  }
  pending_.emplace(command.id(), Pending{{}, std::move(done)});
  lock.unlock();
  // A failed write means that the stream has ended: the reader answers every pending command with the reason.
  stream_->Write(command);
}

void Session::Sync() {
  orm::v1::Command command;
  command.mutable_sync();
  Execute(std::move(command));
}

void Session::ReadReplies() {
  orm::v1::Reply reply;
  while (stream_->Read(&reply)) Take(std::move(reply));
  const grpc::Status status = stream_->Finish();
  FailAll(status.ok() ? Error(grpc::StatusCode::UNAVAILABLE, "", "the session has ended") : ErrorOf(status));
}

void Session::Take(orm::v1::Reply reply) {
  std::unique_lock lock(mutex_);
  const auto found = pending_.find(reply.id());
  if (found == pending_.end()) {
    lock.unlock();
    // An error that belongs to no command: whose answer is missing cannot be known.
    if (reply.has_error()) FailAll(ErrorOf(reply.error()));
    if (reply.has_error()) context_.TryCancel();
    return;
  }
  const bool more = reply.more();
  Join(std::move(reply), &found->second.reply);
  if (more) return;
  Pending pending = std::move(found->second);
  pending_.erase(found);
  lock.unlock();
  if (pending.reply.has_error()) {
    const Error error = ErrorOf(pending.reply.error());
    pending.done({}, &error);
  } else {
    pending.done(std::move(pending.reply), nullptr);
  }
}

void Session::FailAll(const Error& error) {
  std::map<uint64_t, Pending> pending;
  {
    std::lock_guard lock(mutex_);
    if (!ended_.has_value()) ended_ = error;
    pending.swap(pending_);
  }
  for (auto& [id, command] : pending) command.done({}, &error);
  ended_changed_.notify_all();
}

}  // namespace ormd::client
