#include "orm/driver/postgres/dialogue.h"

#include <poll.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <utility>

#include "orm/base/error.h"
#include "orm/driver/errors.h"
#include "orm/driver/postgres/errors.h"

namespace ormd {
namespace {

// A question may have been sent so long before its answer is waited for.
constexpr absl::Duration kAskedBefore = absl::Milliseconds(10);

// What has come to the socket and is not taken in yet.
size_t UnreadBytes(int socket) {
  int bytes = 0;
  return ioctl(socket, FIONREAD, &bytes) == 0 ? static_cast<size_t>(bytes) : 0;
}

// libpq has room for as much whenever it takes something in.
constexpr size_t kTakenAtOnce = 8192;

int PollTimeout(absl::Time until) {
  if (until == absl::InfiniteFuture()) return -1;
  const int64_t left = absl::ToInt64Milliseconds(absl::Ceil(until - absl::Now(), absl::Milliseconds(1)));
  return static_cast<int>(std::clamp<int64_t>(left, 0, std::numeric_limits<int>::max()));
}

bool IsCopy(const PgResult& result) {
  const ExecStatusType status = PQresultStatus(result.get());
  return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

// Of several results the last one, or the first that failed.
class Outcome {
 public:
  void Take(PgResult result) {
    if (failed_) return;
    failed_ = !StatusOfResult(result.get()).ok();
    kept_ = std::move(result);
  }

  absl::StatusOr<PgResult> Get() && {
    if (kept_ == nullptr) return LinkLost();
    return std::move(kept_);
  }

 private:
  PgResult kept_;
  bool failed_ = false;
};

}  // namespace

Dialogue::Dialogue(PGconn* handle) : handle_(handle) { PQsetnonblocking(handle_, 1); }

template <typename Read>
auto Dialogue::Answer(int sent, const Context& context, size_t max_bytes, Read read) {
  using Answered = decltype(read());
  if (sent == 0) {
    lost_ = true;
    return Answered(LinkLost());
  }
  const CancellationWatch watch(context, wake_);
  asked_ = absl::Now();
  until_ = context.deadline;
  ask_again_ = absl::InfiniteFuture();
  cause_ = Cause::kNone;
  bytes_left_ = max_bytes;
  Answered result = read();
  if (!result.ok()) lost_ = true;
  AwaitRequest();
  return result;
}

absl::StatusOr<PgResult> Dialogue::Finish(int sent, const Context& context, size_t max_bytes) {
  return Answer(sent, context, max_bytes, [this] { return ReadAll(); });
}

absl::Status Dialogue::FinishPipeline(int sent, const Context& context, const TakeResult& take) {
  return Answer(sent, context, kNoLimit, [this, &take] { return ReadPipeline(take); });
}

absl::StatusOr<PgResult> Dialogue::ReadAll() {
  Outcome outcome;
  while (true) {
    ORMD_RETURN_IF_ERROR(AwaitResult());
    PgResult next(PQgetResult(handle_));
    if (next == nullptr) break;
    if (IsCopy(next)) return CopyUnsupported();
    outcome.Take(std::move(next));
  }
  return std::move(outcome).Get();
}

// The results of each statement end with a nullptr, those of the pipeline with PGRES_PIPELINE_SYNC. Two of the first in
// a row mean that no more comes: then the link is lost.
absl::Status Dialogue::ReadPipeline(const TakeResult& take) {
  bool failed = false;
  for (int ends = 0; ends < 2;) {
    ORMD_RETURN_IF_ERROR(AwaitResult());
    PgResult next(PQgetResult(handle_));
    ends = next == nullptr ? ends + 1 : 0;
    if (next == nullptr) continue;
    if (PQresultStatus(next.get()) == PGRES_PIPELINE_SYNC) return absl::OkStatus();
    if (IsCopy(next)) return CopyUnsupported();
    if (failed) continue;
    failed = !StatusOfResult(next.get()).ok();
    take(std::move(next));
  }
  lost_ = true;
  return failed ? absl::OkStatus() : LinkLost();
}

absl::Status Dialogue::AwaitResult() {
  while (true) {
    const int flushed = PQflush(handle_);
    // A dead link has no socket to wait for; PQgetResult answers at once what came before, then the error.
    if (PQstatus(handle_) != CONNECTION_OK) return absl::OkStatus();
    if (flushed <= 0 && PQisBusy(handle_) == 0) return absl::OkStatus();
    ORMD_RETURN_IF_ERROR(Wait(flushed > 0 ? POLLIN | POLLOUT : POLLIN));
  }
}

// The context is looked at however fast rows come. poll passes over what is negative: no more rows are taken in while
// they are being cancelled for their number.
absl::Status Dialogue::Wait(short socket_events) {
  const int wake = cause_ == Cause::kNone ? wake_.descriptor() : -1;
  const int request = request_.has_value() ? request_->descriptor() : -1;
  const int socket = cause_ == Cause::kTooLarge && request_.has_value() ? -1 : PQsocket(handle_);
  std::array<pollfd, 3> polled = {{{socket, socket_events, 0}, {wake, POLLIN, 0}, {request, POLLIN, 0}}};
  const int ready = poll(polled.data(), polled.size(), PollTimeout(std::min(until_, ask_again_)));
  if (ready < 0) return errno == EINTR ? absl::OkStatus() : LinkLost();
  if (polled[0].revents != 0) ORMD_RETURN_IF_ERROR(TakeInput());
  if (polled[1].revents != 0) ORMD_RETURN_IF_ERROR(Interrupt(Cause::kCancelled));
  if (polled[2].revents != 0) ORMD_RETURN_IF_ERROR(TakeRequest());
  const absl::Time now = absl::Now();
  if (now >= until_) ORMD_RETURN_IF_ERROR(Interrupt(Cause::kDeadline));
  if (now >= ask_again_) {
    ask_again_ = absl::InfiniteFuture();
    request_.emplace(handle_);
  }
  return absl::OkStatus();
}

absl::Status Dialogue::TakeInput() {
  const bool counts = bytes_left_ != kNoLimit;
  const size_t unread = counts ? UnreadBytes(PQsocket(handle_)) : 0;
  // Of a link that is gone, what came before is read still.
  if (PQconsumeInput(handle_) == 0) return PQstatus(handle_) == CONNECTION_OK ? LinkLost() : absl::OkStatus();
  if (!counts || cause_ != Cause::kNone) return absl::OkStatus();
  size_t taken = unread;
  if (unread > kTakenAtOnce) {
    taken = std::max(kTakenAtOnce, unread - std::min(unread, UnreadBytes(PQsocket(handle_))));
  }
  bytes_left_ -= std::min(taken, bytes_left_);
  return bytes_left_ == 0 ? Interrupt(Cause::kTooLarge) : absl::OkStatus();
}

absl::Status Dialogue::Interrupt(Cause cause) {
  if (cause_ != Cause::kNone) return EndOfContext();
  cause_ = cause;
  until_ = absl::Now() + kCancelGrace;
  request_.emplace(handle_);
  return absl::OkStatus();
}

absl::Status Dialogue::TakeRequest() {
  const bool delivered = request_->delivered();
  request_.reset();
  ask_again_ = absl::Now() + kCancelAgain;
  return delivered ? absl::OkStatus() : EndOfContext();
}

// One that is still on its way might meet the next statement.
void Dialogue::AwaitRequest() {
  while (request_.has_value() && !request_->done() && absl::Now() < until_) {
    pollfd polled = {request_->descriptor(), POLLIN, 0};
    poll(&polled, 1, PollTimeout(until_));
  }
  if (request_.has_value() && !request_->done()) lost_ = true;
  request_.reset();
}

absl::Status Dialogue::EndOfContext() const {
  if (cause_ == Cause::kTooLarge) return AnswerTooLarge();
  return cause_ == Cause::kDeadline ? StatementTimeout() : StatementCancelled();
}

// The server has one code for its own timeout and for whoever cancels the statement by hand; its words tell them apart,
// but in its own language. So the time does.
bool Dialogue::TimedOut() const {
  if (cause_ != Cause::kNone) return cause_ == Cause::kDeadline;
  return server_timeout_ > absl::ZeroDuration() && absl::Now() - asked_ >= server_timeout_ - kAskedBefore;
}

absl::Status Dialogue::StatusOf(const PgResult& result) const {
  const absl::Status status = StatusOfResult(result.get());
  if (ReasonOf(status) != Reason::kStatementCancelled) return status;
  if (cause_ == Cause::kTooLarge) return AnswerTooLarge();
  if (!TimedOut()) return status;
  return StatementFailed(Reason::kStatementTimeout, {"sqlstate", std::string(SqlStateOf(result.get())), "", "", ""});
}

bool Dialogue::Listen() {
  pollfd polled = {PQsocket(handle_), POLLIN, 0};
  while (!lost() && poll(&polled, 1, 0) > 0) {
    if (PQconsumeInput(handle_) == 0) lost_ = true;
    // Parses notices and changed parameters.
    PQisBusy(handle_);
  }
  return !lost();
}

}  // namespace ormd
