#include "server/rpc/server_call.h"

#include <algorithm>

#include "server/rpc/caught_event.h"
#include "server/rpc/raw_service.h"

namespace ormd {
namespace {

// Calls of one method that are awaited at a time: as many as run, so that a burst is taken as one.
constexpr size_t kMostAwaited = 64;

}  // namespace

Reactor::Reactor(ServerCall* call) : call_(*call) { call->reactor_ = this; }

void ServerCall::Await(RawService& service, Method& method, EventQueue& queue) {
  auto* const call = new ServerCall(service, method, queue);
  service.Request(method, call);
}

ServerCall::ServerCall(RawService& service, Method& method, EventQueue& queue)
    : service_(service), method_(method), queue_(queue) {
  queue_.AddCall();
  method_.awaited.fetch_add(1);
  context_.AsyncNotifyWhenDone(ended_.tag());
}

void ServerCall::Delete() {
  EventQueue& queue = queue_;
  delete this;
  queue.RemoveCall();
}

void ServerCall::OnAccepted(bool ok) {
  method_.awaited.fetch_sub(1);
  if (!ok) return Delete();  // the server has shut down
  const size_t running = method_.running.fetch_add(1, std::memory_order_relaxed) + 1;
  const size_t wanted = std::min(running, kMostAwaited);
  for (size_t awaited = method_.awaited.load(); awaited < wanted; ++awaited) Await(service_, method_, queue_);
  if (!queue_.Keep(&begin_)) Begin(true);
}

void ServerCall::Begin(bool) {
  method_.handler(this);
  if (phase_.exchange(Phase::kRunning) == Phase::kEnded) TellEnd();
}

void ServerCall::Read(grpc::ByteBuffer* message) {
  awaited_.fetch_add(1, std::memory_order_relaxed);
  stream_.Read(message, read_.tag());
}

void ServerCall::OnRead(bool ok) {
  reactor_->OnReadDone(ok);
  Leave();
}

void ServerCall::Write(const grpc::ByteBuffer& message, bool more_soon) {
  awaited_.fetch_add(1, std::memory_order_relaxed);
  grpc::WriteOptions options;
  if (more_soon) options.set_buffer_hint();
  stream_.Write(message, options, written_.tag());
}

void ServerCall::WriteUnlocked(const grpc::ByteBuffer& message, bool more_soon) {
  const CaughtEvent caught(*queue_.get());
  Write(message, more_soon);
}

void ServerCall::OnWritten(bool ok) {
  reactor_->OnWriteDone(ok);
  Leave();
}

void ServerCall::CancelAt(absl::Time time) {
  awaited_.fetch_add(1, std::memory_order_relaxed);
  alarm_.emplace().Set(queue_.get(), absl::ToChronoTime(time), alarmed_.tag());
}

void ServerCall::OnAlarm(bool ok) {
  if (ok) context_.TryCancel();
  Leave();
}

void ServerCall::StopAlarm() {
  if (alarm_.has_value()) alarm_->Cancel();
}

void ServerCall::Finish(const grpc::Status& status) {
  StopAlarm();
  stream_.Finish(status, finished_.tag());
}

void ServerCall::Reply(const grpc::Slice& message) {
  StopAlarm();
  stream_.WriteAndFinish(grpc::ByteBuffer(&message, 1), grpc::WriteOptions(), grpc::Status::OK, finished_.tag());
}

void ServerCall::OnFinished(bool) { Leave(); }

void ServerCall::OnEnded(bool) {
  // While the handler runs, the thread that runs it tells.
  if (phase_.exchange(Phase::kEnded) == Phase::kRunning) TellEnd();
}

void ServerCall::TellEnd() {
  if (context_.IsCancelled()) reactor_->OnCancel();
  Leave();
}

void ServerCall::Leave() {
  if (awaited_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  method_.running.fetch_sub(1, std::memory_order_relaxed);
  reactor_->OnDone();
  Delete();
}

}  // namespace ormd
