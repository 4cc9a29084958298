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
  // The same where the transaction of this number (Transaction::number) is committed next: the last statements take the
  // commit along, where what they answer cannot speak against it. The plan removes nothing.
  absl::Status RunAndCommit(const FlushPlan& plan, uint32_t transaction);
  // What came of that commit; none where the transaction is open still, or COMMIT_UNKNOWN was answered.
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
  };
  using Steps = std::span<const FlushStep>;

  // Sends the first steps, as many as need no key that one of them makes, together. Takes them off `steps`.
  absl::Status RunRound(Steps& steps, const FlushPlan& plan);
  absl::Status RunTogether(std::span<const Sent> round, bool is_last);
  bool MayCommitWith(std::span<const Sent> round) const;
  Executed Execute(std::span<const Statement* const> statements, bool commit);
  Executed ExecuteAtomically(const Statement& statement);
  absl::Status CheckResult(const FlushStep& step, const BatchStatement& batch, const Result& result);
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
  std::optional<uint32_t> commits_;  // the number of the transaction
  std::optional<absl::Status> committed_;
  std::vector<Made> made_;
  std::vector<Entity*> keyed_;
};

}  // namespace ormd
