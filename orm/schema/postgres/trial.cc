#include "orm/schema/postgres/trial.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd::postgres {
namespace {

// Beyond those that a caller counts.
constexpr int kOuter = 1'000'000;
constexpr int kInner = 1'000'001;

// An error that says nothing about the statement.
bool IsEnd(Reason reason) {
  return reason == Reason::kStatementCancelled || reason == Reason::kStatementTimeout ||
         reason == Reason::kDatabaseUnavailable || reason == Reason::kTransactionAborted;
}

}  // namespace

Trial::~Trial() {
  if (open_) End().IgnoreError();
}

absl::Status Trial::Begin() {
  nested_ = connection_.in_transaction();
  ORMD_RETURN_IF_ERROR(nested_ ? connection_.Savepoint(kOuter, context_) : connection_.Begin({}, context_));
  open_ = true;
  return absl::OkStatus();
}

absl::Status Trial::Run(const std::vector<std::string>& statements) {
  if (statements.empty()) return absl::OkStatus();
  bool works = false;
  ORMD_RETURN_IF_ERROR(Try(StrJoin(statements, "; "), works));
  if (works || statements.size() == 1) return absl::OkStatus();
  for (const std::string& statement : statements) ORMD_RETURN_IF_ERROR(Try(statement, works));
  return absl::OkStatus();
}

absl::Status Trial::Try(const std::string& script, bool& works) {
  ORMD_RETURN_IF_ERROR(connection_.Savepoint(kInner, context_));
  const absl::Status status = connection_.ExecuteScript(script, context_);
  works = status.ok();
  if (works) return connection_.ReleaseSavepoint(kInner, context_);
  if (connection_.broken() || IsEnd(ReasonOf(status))) return status;
  return UndoTo(kInner);
}

absl::Status Trial::UndoTo(int savepoint) {
  ORMD_RETURN_IF_ERROR(connection_.RollbackToSavepoint(savepoint, context_));
  return connection_.ReleaseSavepoint(savepoint, context_);
}

absl::Status Trial::End() {
  open_ = false;
  return nested_ ? UndoTo(kOuter) : connection_.Rollback(context_);
}

}  // namespace ormd::postgres
