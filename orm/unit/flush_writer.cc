#include "orm/unit/flush_writer.h"

#include <optional>
#include <utility>

#include "orm/base/error.h"
#include "orm/unit/errors.h"

namespace ormd {
namespace {

// The end of a flush that came out as `status`.
absl::Status Settle(Persister& persister, absl::Status status) {
  status.ok() ? persister.Apply() : persister.Undo();
  return status;
}

// Whether the transaction has ended with a flush that came out as `status`, or may have.
bool IsOver(const Persister& persister, const absl::Status& status) {
  return persister.committed().has_value() || ReasonOf(status) == Reason::kCommitUnknown;
}

// The commit has gone along with the flush, or was sent at least: Commit is to tell of it, unless the flush does.
absl::Status TakeCommit(Transaction& transaction, const std::optional<absl::Status>& committed, absl::Status flushed) {
  transaction.CommittedBy(committed.value_or(flushed));
  if (flushed.ok()) return flushed;
  transaction.Commit(1, {}).IgnoreError();
  return committed.has_value() && committed->ok() ? unit_error::CommittedAllTheSame(flushed) : flushed;
}

}  // namespace

absl::Status FlushWriter::Write(const FlushPlan& plan, bool commits) {
  if (plan.empty()) return absl::OkStatus();
  if (transaction_.read_only()) return unit_error::ReadOnlyTransaction();
  if (transaction_.open()) return WriteIn(transaction_, plan, commits && transaction_.depth() == 1);
  if (plan.atomic()) return WriteAtomically(plan);
  Transaction own(pool_);
  return WriteIn(own, plan, true);
}

absl::Status FlushWriter::WriteIn(Transaction& transaction, const FlushPlan& plan, bool commits) {
  const bool own = &transaction != &transaction_;
  ORMD_ASSIGN_OR_RETURN(const int depth, transaction.Begin({}, context_));
  Persister persister(platform_, *transaction.connection(), context_);
  const uint32_t locked = own || plan.removes() ? 0 : transaction.number();
  absl::Status status = commits ? persister.RunAndCommit(plan, locked) : persister.Run(plan);
  if (plan.removes()) transaction.ForgetLocks();
  if (commits && IsOver(persister, status)) {
    status = TakeCommit(transaction, persister.committed(), std::move(status));
    if (own && status.ok()) status = transaction.Commit(depth, context_);
    return Settle(persister, std::move(status));
  }
  status = Finish(persister, transaction, depth, std::move(status));
  return persister.guard_failed() ? WriteIn(transaction, plan, false) : status;
}

absl::Status FlushWriter::WriteAtomically(const FlushPlan& plan) {
  ORMD_ASSIGN_OR_RETURN(const PooledConnection connection, pool_.Acquire(Access::kWrite, context_));
  Persister persister(platform_, *connection, context_);
  return Settle(persister, persister.RunAtomically(plan));
}

absl::Status FlushWriter::Finish(Persister& persister, Transaction& transaction, int depth, absl::Status status) {
  if (status.ok()) status = transaction.Commit(depth, context_);
  // Also where the context ended behind the last statement: what nobody is told of must not stand. The first error
  // counts.
  if (!status.ok() && transaction.depth() >= depth) {
    transaction.Rollback(depth, Connection::UndoContext()).IgnoreError();
  }
  return Settle(persister, std::move(status));
}

}  // namespace ormd
