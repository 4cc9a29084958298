// One question and its answer on a PGconn, bounded by a context.
#pragma once

#include <libpq-fe.h>

#include <functional>
#include <limits>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "orm/base/context.h"
#include "orm/driver/postgres/cancel_request.h"
#include "orm/driver/postgres/interrupt.h"

namespace ormd {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, ClearResult>;

// Waits on the socket itself rather than in libpq, so that it can end: at the deadline or on cancellation it sends a
// cancel request and takes what the server then answers, an error as a rule, a result where the statement was done
// already. The request has reached the server before Finish returns, so it never hits a later statement. A server that
// does not answer within kCancelGrace, or cannot be reached, is given up.
//
// No thread of its own but for a cancel request, no round trip more. Used by one thread at a time; the PGconn outlives
// it.
class Dialogue {
 public:
  static constexpr absl::Duration kCancelGrace = absl::Seconds(5);
  // A request that meets the server between two statements, or still reading ours, is void: it is made again.
  static constexpr absl::Duration kCancelAgain = absl::Milliseconds(100);
  static constexpr size_t kNoLimit = std::numeric_limits<size_t>::max();

  explicit Dialogue(PGconn* handle);

  // The session's own statement_timeout; zero: none.
  void set_server_timeout(absl::Duration timeout) { server_timeout_ = timeout; }

  // To be called after a PQsend... that answered `sent`: all results of it are read, the last or the first failed one
  // is kept. A failed one is answered with its result: look at StatusOf. Not ok where there is no result: the link is
  // lost, or the context over.
  //
  // Where much more than `max_bytes` come, the statement is cancelled: StatusOf says LIMIT_EXCEEDED then. libpq does
  // not tell how much it has taken in; counted is what it has taken at least, half of it as a rule.
  absl::StatusOr<PgResult> Finish(int sent, const Context& context, size_t max_bytes = kNoLimit);

  // The same for a pipeline, after the PQpipelineSync that answered `sent`: gives each result to `take` as it comes, up
  // to the first failed one. Ok where all came, or one failed.
  using TakeResult = std::function<void(PgResult result)>;
  absl::Status FinishPipeline(int sent, const Context& context, const TakeResult& take);

  // The status of a result: the reason for which we had it cancelled, where we had; STATEMENT_TIMEOUT where it was the
  // server's own timeout. To be called when the result comes.
  absl::Status StatusOf(const PgResult& result) const;

  // The link is gone, or in a state that we do not know.
  bool lost() const { return lost_ || PQstatus(handle_) != CONNECTION_OK; }
  // Reads what came unasked; false where the server has hung up.
  bool Listen();

 private:
  enum class Cause { kNone, kDeadline, kCancelled, kTooLarge };

  // Whether the question was sent; begins the wait for its answer, which `read` reads.
  template <typename Read>
  auto Answer(int sent, const Context& context, size_t max_bytes, Read read);
  absl::StatusOr<PgResult> ReadAll();
  absl::Status ReadPipeline(const TakeResult& take);
  // Until a result can be taken without waiting.
  absl::Status AwaitResult();
  // Until something happens that may be of use.
  absl::Status Wait(short socket_events);
  // Takes in what the server has sent, and counts it.
  absl::Status TakeInput();
  absl::Status Interrupt(Cause cause);
  // What came of the cancel request that is under way, if any.
  absl::Status TakeRequest();
  void AwaitRequest();
  absl::Status EndOfContext() const;
  bool TimedOut() const;

  PGconn* const handle_;
  WakeUp wake_;
  bool lost_ = false;
  absl::Duration server_timeout_;
  // Of the current question.
  absl::Time asked_;
  absl::Time until_;
  absl::Time ask_again_;  // when the next cancel request is due
  std::optional<CancelRequest> request_;  // under way
  Cause cause_ = Cause::kNone;
  size_t bytes_left_ = kNoLimit;
};

}  // namespace ormd
