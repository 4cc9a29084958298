// Look-ups of many callers in one statement.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "orm/base/context.h"
#include "orm/unit/entity_manager.h"
#include "orm/v1/query.pb.h"
#include "server/merge/answer.h"
#include "server/merge/crowd.h"
#include "server/merge/lookup_shape.h"
#include "server/merge/merge_queue.h"

namespace ormd {

// Takes one-shot FindOne calls by key. Those of one entity type and the same fields that wait at the same time go out
// as one `WHERE key = ANY(…)`. Every caller gets the answer that its call alone would have got: the statement begins
// after the call came; who is cancelled or out of time is answered so, and the others go on; if the statement fails,
// each look-up is done again alone.
//
// Where few come, their statements are sent by the thread that brought them, and only the answers are left to another:
// the database works while that one wakes up.
//
// Where the database is in this process, a look-up that need not wait is answered at once, on the thread that brought
// it: it costs less than to hand it over. Where many come, that thread has enough to do without them: they go the
// common way. Who runs on it cannot be cancelled and keeps others waiting: one that takes kAtOnce (a lock, a cold file)
// goes the common way, and so does a large row; after either all do for kPause.
//
// Thread safe. The environment and the executor outlive it, and it outlives the calls that it has taken.
class LookupMerger {
 public:
  // `max_message`: the most bytes of an answer.
  LookupMerger(const OrmEnvironment& environment, Executor& executor, MergeOptions options, size_t max_message);

  // False, and `answer` is left alone, where the call is none to be merged: it asks for more than a row by its key.
  // `siblings`: look-ups that run at the same time, this one among them.
  bool Take(const orm::v1::FindOne& find, const Context& context, size_t siblings, Answer& answer);

 private:
  // Siblings up to which a look-up is sent ahead. One that is answered counts until the client has the answer.
  static constexpr size_t kFew = 2;
  static constexpr absl::Duration kAtOnce = absl::Microseconds(500);
  static constexpr absl::Duration kPause = absl::Milliseconds(100);

  struct Lookup {
    std::shared_ptr<const LookupShape> shape;
    Key key;
    bool allow_missing;
    Context context;
    Answer answer;
  };

  // A look-up whose statement is under way, where the connection was ready for that.
  struct Sent {
    Sent(Lookup lookup, Statement statement, PooledConnection connection)
        : lookup(std::move(lookup)), statement(std::move(statement)), connection(std::move(connection)) {}

    Lookup lookup;
    const Statement statement;
    PooledConnection connection;
    absl::Notification begun;  // from now on the connection belongs to the thread that answers
  };

  absl::StatusOr<Lookup> Decode(const orm::v1::FindOne& find);
  // False, and the look-up is as it was, where that is not to be had.
  bool AnswerAtOnce(Lookup& lookup);
  // The same.
  bool SendAhead(Lookup& lookup);
  void AnswerSent(Sent& sent);
  void Run(std::vector<Lookup> lookups);
  void RunTogether(std::vector<Lookup>& lookups);
  absl::StatusOr<std::unique_ptr<Result>> ReadAll(std::span<const Lookup> lookups) const;
  absl::Status AnswerFrom(const Result& rows, std::span<Lookup> lookups) const;
  absl::StatusOr<grpc::Slice> Encode(const Lookup& lookup, const Result& rows, std::optional<size_t> row) const;

  const OrmEnvironment& environment_;
  Executor& executor_;
  const bool enabled_;
  const bool in_process_;
  Crowd crowd_;
  std::atomic<int64_t> pause_until_ = 0;  // of answering at once, in nanoseconds since 1970
  const size_t max_message_;
  LookupShapes shapes_;
  MergeQueue<Lookup> queue_;
};

}  // namespace ormd
