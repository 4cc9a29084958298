// Runs the plan of a flush on a connection.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "orm/driver/connection.h"
#include "orm/sql/write.h"
#include "orm/unit/flush_plan.h"

namespace ormd {

// Keys that the database makes are known to the entities at once, because later rows need them; everything else that
// comes back is kept apart until the transaction has succeeded. Exactly one of Apply and Undo follows Run.
class Persister {
 public:
  Persister(const Platform& platform, Connection& connection, const Context& context)
      : platform_(platform), connection_(connection), context_(context) {}

  // Inside a transaction of the connection. Errors of the database name entity and property, and the place in the
  // request where it is one row's.
  absl::Status Run(const FlushPlan& plan);
  // The same where the transaction is committed next: the last statements take the commit along, where what they answer
  // cannot speak against it. Rows that this transaction has made or locked (Entity::locked_in; 0: none) are there, but
  // for triggers that leave them out; the others are guarded: their statements fail where one is missing.
  absl::Status RunAndCommit(const FlushPlan& plan, uint32_t transaction);
  // A guard has ended the flush, or something that looks like one: it is to be run anew, by Run, which knows the row.
  bool guard_failed() const { return guard_failed_; }
  // What came of the commit; none where the transaction is open still, or COMMIT_UNKNOWN was answered.
  const std::optional<absl::Status>& committed() const { return committed_; }
  // The same as a transaction of its own, which is over whatever the status: COMMIT_UNKNOWN where it stands although
  // what came back cannot be read. The plan must be atomic.
  absl::Status RunAtomically(const FlushPlan& plan);
  // Stores what the database and ormd made in the entities.
  void Apply();
  // Takes back the keys.
  void Undo();

 private:
  struct Made {
    Entity* entity;
    const PropertyMetadata* property;
    Value value;
  };

  // A statement of a step.
  struct Sent {
    const FlushStep* step;
    BatchStatement batch;
    bool guarded = false;
  };
  using Steps = std::span<const FlushStep>;

  // Sends the first steps, as many as need no key that one of them makes, together. Takes them off `steps`.
  absl::Status RunRound(Steps& steps, const FlushPlan& plan);
  absl::Status RunTogether(std::span<Sent> round, bool is_last);
  bool MayCommitWith(std::span<const Sent> round) const;
  bool CannotBeContradicted(const Sent& sent) const;
  bool NeedsGuard(const FlushStep& step) const;
  void GuardAll(std::span<Sent> round) const;
  Executed Execute(std::span<const Statement* const> statements, bool commit);
  Executed ExecuteAtomically(const Statement& statement);
  absl::Status CheckResult(const Sent& sent, const Result& result);
  absl::Status ReadInserted(const FlushStep& step, const BatchStatement& batch, const Result& result);
  absl::Status ReadRow(const FlushStep& step, Entity* entity, const Result& result, size_t row, size_t first_column);
  // Whether an update or removal met all its rows: by the keys that it answers, or by their number.
  absl::Status CheckKeys(const FlushStep& step, const BatchStatement& batch, const Result& result);
  absl::Status CheckCount(const FlushStep& step, const BatchStatement& batch, const Result& result);
  // What to tell of an update from which `count` of several rows are missing.
  absl::Status Missing(const FlushStep& step, const BatchStatement& batch, size_t count);
  void CompleteKey(Entity* entity);
  void KeepFlushValues(const FlushStep& step, const FlushPlan& plan);

  const Platform& platform_;
  Connection& connection_;
  const Context& context_;
  bool atomically_ = false;
  bool commits_ = false;
  uint32_t transaction_ = 0;  // its number, where it may have made or locked rows
  bool guard_failed_ = false;
  std::optional<absl::Status> committed_;
  std::vector<Made> made_;
  std::vector<Entity*> keyed_;
};

}  // namespace ormd
