#include "tests/conformance/raw_stream.h"

namespace ormd::conformance {
namespace {

using Clock = std::chrono::system_clock;

// Longer than any deadline of the daemon under test.
constexpr auto kPatience = std::chrono::seconds(40);
// So long may a write wait before somebody has to read.
constexpr auto kBlocked = std::chrono::milliseconds(100);

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToText(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.Valid() || !buffer.DumpToSingleSlice(&slice).ok()) return "";
  return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

}  // namespace

RawStream::RawStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                     std::optional<Millis> deadline)
    : stub_(channel) {
  if (deadline.has_value()) context_.set_deadline(Clock::now() + *deadline);
  call_ = stub_.PrepareCall(&context_, method, &queue_);
  call_->StartCall(Begin(kStart));
}

RawStream::~RawStream() {
  if (!finished_) {
    Cancel();
    Finish();
  }
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
  }
}

void* RawStream::Begin(Operation operation) {
  pending_[operation] = true;
  return reinterpret_cast<void*>(static_cast<uintptr_t>(operation));
}

bool RawStream::TakeEvent(Clock::time_point until) {
  void* tag = nullptr;
  bool ok = false;
  if (queue_.AsyncNext(&tag, &ok, until) != grpc::CompletionQueue::GOT_EVENT) return false;
  const auto operation = static_cast<Operation>(reinterpret_cast<uintptr_t>(tag));
  pending_[operation] = false;
  good_[operation] = ok;
  if (operation == kRead && ok) received_.push_back(ToText(incoming_));
  return true;
}

bool RawStream::Settle(Operation operation) {
  for (const auto end = Clock::now() + kPatience; pending_[operation];) {
    if (TakeEvent(Clock::now() + kBlocked)) continue;
    if (operation == kWrite) BeginRead();
    if (Clock::now() < end || stuck_) continue;
    stuck_ = true;
    Cancel();
  }
  return good_[operation];
}

void RawStream::BeginRead() {
  if (!pending_[kRead] && Settle(kStart)) call_->Read(&incoming_, Begin(kRead));
}

bool RawStream::Write(const std::string& bytes) {
  if (half_closed_ || !Settle(kStart)) return false;
  if (pending_[kWrite] && !Settle(kWrite)) return false;
  call_->Write(ToBuffer(bytes), Begin(kWrite));
  return true;
}

void RawStream::HalfClose() {
  if (half_closed_ || !Settle(kStart)) return;
  if (pending_[kWrite]) Settle(kWrite);
  half_closed_ = true;
  call_->WritesDone(Begin(kWrite));
}

std::optional<std::string> RawStream::Read() {
  while (received_.empty()) {
    if (!pending_[kRead]) BeginRead();
    if (!pending_[kRead] && received_.empty()) return std::nullopt;
    if (!Settle(kRead)) return std::nullopt;
  }
  std::string message = std::move(received_.front());
  received_.pop_front();
  return message;
}

std::optional<grpc::Status> RawStream::Finish() {
  while (Read().has_value()) {
  }
  finished_ = true;
  if (pending_[kWrite]) Settle(kWrite);
  call_->Finish(&status_, Begin(kFinish));
  Settle(kFinish);
  return stuck_ ? std::nullopt : std::optional(status_);
}

RawAnswer RawAsk(const std::shared_ptr<grpc::Channel>& channel, const std::string& method, const std::string& request,
                 std::optional<RawStream::Millis> deadline) {
  RawStream call(channel, method, deadline);
  call.Write(request);
  call.HalfClose();
  RawAnswer answer;
  while (std::optional<std::string> message = call.Read()) answer.messages.push_back(*std::move(message));
  answer.status = call.Finish();
  return answer;
}

}  // namespace ormd::conformance
