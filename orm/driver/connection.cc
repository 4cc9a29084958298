#include "orm/driver/connection.h"

#include <algorithm>
#include <utility>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/driver/errors.h"

namespace ormd {
namespace {

int64_t RowsOf(const Result& result) {
  return result.columns() > 0 ? static_cast<int64_t>(result.rows()) : result.affected();
}

std::string NameOf(int savepoint) { return StrCat("s", savepoint); }

Context ForUndoing(const Context& context) {
  Context undoing = Connection::UndoContext();
  undoing.deadline = std::max(undoing.deadline, context.deadline);
  return undoing;
}

// The databases' own functions would end there, without a word.
bool HasNul(std::string_view sql) { return sql.find('\0') != std::string_view::npos; }
bool HoldsNul(const Statement* statement) { return HasNul(statement->sql); }

}  // namespace

template <typename Run>
absl::Status Connection::Observed(std::string_view sql, Run run) {
  if (observer_ == nullptr) return run();
  const absl::Time start = absl::Now();
  absl::Status status = run();
  observer_->OnStatement(sql, absl::Now() - start, 0, status);
  return status;
}

template <typename Run>
absl::StatusOr<std::unique_ptr<Result>> Connection::ObservedResult(std::string_view sql, Run run) {
  if (observer_ == nullptr) return run();
  const absl::Time start = absl::Now();
  absl::StatusOr<std::unique_ptr<Result>> result = run();
  TellObserver(sql, start, result);
  return result;
}

void Connection::TellObserver(std::string_view sql, absl::Time start,
                              const absl::StatusOr<std::unique_ptr<Result>>& result) {
  const int64_t rows = result.ok() && *result != nullptr ? RowsOf(**result) : 0;
  observer_->OnStatement(sql, absl::Now() - start, rows, result.status());
}

absl::StatusOr<std::unique_ptr<Result>> Connection::Execute(const Statement& statement, const Context& context) {
  if (HasNul(statement.sql)) return SqlWithNul();
  return ObservedResult(statement.sql, [&] { return DoExecute(statement, context); });
}

absl::StatusOr<std::unique_ptr<Result>> Connection::ExecuteAtomically(const Statement& statement,
                                                                      const Context& context) {
  if (in_transaction_) return TransactionOpenAlready();
  if (HasNul(statement.sql)) return SqlWithNul();
  if (!has_short_transactions()) return ExecuteInTransaction(statement, context);
  return ObservedResult(statement.sql, [&] { return DoExecuteAtomically(statement, context); });
}

absl::StatusOr<std::unique_ptr<Result>> Connection::DoExecuteAtomically(const Statement& statement,
                                                                        const Context& context) {
  return ExecuteInTransaction(statement, context);
}

absl::StatusOr<std::unique_ptr<Result>> Connection::ExecuteInTransaction(const Statement& statement,
                                                                         const Context& context) {
  ORMD_RETURN_IF_ERROR(Begin({}, context));
  absl::StatusOr<std::unique_ptr<Result>> result = Execute(statement, context);
  if (!result.ok()) {
    Rollback(context).IgnoreError();
    return result;
  }
  ORMD_RETURN_IF_ERROR(Commit(context));
  return result;
}

Executed Connection::ExecuteAll(std::span<const Statement* const> statements, const Context& context) {
  return RunAll(statements, false, context);
}

Executed Connection::ExecuteAllAndCommit(std::span<const Statement* const> statements, const Context& context) {
  return RunAll(statements, has_pipeline(), context);
}

// Each statement is told to have taken the time since the one before it had ended.
Executed Connection::RunAll(std::span<const Statement* const> statements, bool commit, const Context& context) {
  Executed executed;
  executed.results.reserve(statements.size());
  absl::Time start = observer_ == nullptr ? absl::Time() : absl::Now();
  const bool pipeline = has_pipeline() && (statements.size() > 1 || commit);
  const auto take = [&](size_t statement, absl::StatusOr<std::unique_ptr<Result>> result) {
    const bool is_commit = statement == statements.size();
    if (pipeline && observer_ != nullptr) {
      TellObserver(is_commit ? kCommit : statements[statement]->sql, start, result);
      start = absl::Now();
    }
    if (is_commit) {
      executed.committed = result.status();
      in_transaction_ = false;
      return;
    }
    if (result.ok()) return executed.results.push_back(*std::move(result));
    executed.status = result.status();
    executed.failed = statement;
  };
  if (absl::Status status = InTransaction(); !status.ok()) {
    take(0, status);
  } else if (const auto nul = std::find_if(statements.begin(), statements.end(), HoldsNul); nul != statements.end()) {
    take(static_cast<size_t>(nul - statements.begin()), SqlWithNul());
  } else {
    pipeline ? DoPipeline(statements, commit, context, take) : RunEach(statements, context, take);
  }
  return executed;
}

void Connection::RunEach(std::span<const Statement* const> statements, const Context& context, const TakeResult& take) {
  for (size_t i = 0; i < statements.size(); ++i) {
    absl::StatusOr<std::unique_ptr<Result>> result = Execute(*statements[i], context);
    const bool ok = result.ok();
    take(i, std::move(result));
    if (!ok) return;
  }
}

absl::Status Connection::OpenCursor(const Statement& select, const Context& context) {
  ORMD_RETURN_IF_ERROR(InTransaction());
  if (HasNul(select.sql)) return SqlWithNul();
  return Observed(select.sql, [&] { return DoOpenCursor(select, context); });
}

absl::StatusOr<std::unique_ptr<Result>> Connection::Fetch(size_t rows, const Context& context) {
  ORMD_RETURN_IF_ERROR(InTransaction());
  return ObservedResult(StrCat("FETCH ", rows), [&] { return DoFetch(rows, context); });
}

absl::Status Connection::ExecuteScript(std::string_view sql, const Context& context) {
  if (HasNul(sql)) return SqlWithNul();
  return Observed(sql, [&] { return DoScript(sql, context); });
}

absl::Status Connection::InTransaction() const { return in_transaction_ ? absl::OkStatus() : NoTransaction(); }

absl::Status Connection::Begin(const TransactionOptions& options, const Context& context) {
  if (in_transaction_) return TransactionOpenAlready();
  const std::string sql = BeginSql(options);
  ORMD_RETURN_IF_ERROR(Control(sql, context));
  in_transaction_ = true;
  read_only_ = options.read_only;
  return absl::OkStatus();
}

absl::Status Connection::Commit(const Context& context) {
  ORMD_RETURN_IF_ERROR(InTransaction());
  if (absl::Status status = context.Check(); !status.ok()) {
    Rollback(context).IgnoreError();
    return status;
  }
  absl::Status status = Observed(kCommit, [&] { return DoCommit(context); });
  in_transaction_ = false;
  return status;
}

absl::Status Connection::Rollback(const Context& context) {
  ORMD_RETURN_IF_ERROR(InTransaction());
  absl::Status status = Observed("ROLLBACK", [&] { return DoRollback(ForUndoing(context)); });
  if (status.ok()) in_transaction_ = false;
  return status;
}

absl::Status Connection::Savepoint(int number, const Context& context) {
  ORMD_RETURN_IF_ERROR(InTransaction());
  return Control(StrCat("SAVEPOINT ", NameOf(number)), context);
}

absl::Status Connection::ReleaseSavepoint(int number, const Context& context) {
  ORMD_RETURN_IF_ERROR(InTransaction());
  return Control(StrCat("RELEASE SAVEPOINT ", NameOf(number)), context);
}

absl::Status Connection::RollbackToSavepoint(int number, const Context& context) {
  ORMD_RETURN_IF_ERROR(InTransaction());
  const std::string name = NameOf(number);
  return Observed(StrCat("ROLLBACK TO SAVEPOINT ", name), [&] { return DoRollbackTo(name, ForUndoing(context)); });
}

absl::Status Connection::DoRollbackTo(const std::string& savepoint, const Context& context) {
  return DoScript(StrCat("ROLLBACK TO SAVEPOINT ", savepoint), context);
}

absl::Status Connection::Control(const std::string& sql, const Context& context) {
  return Observed(sql, [&] { return DoControl(sql, context); });
}

}  // namespace ormd
