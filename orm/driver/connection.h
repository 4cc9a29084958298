// A database connection and its results, the same for every database.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "orm/base/context.h"
#include "orm/sql/statement.h"
#include "orm/value/type.h"

namespace ormd {

// The rows of one statement, all in memory. Cells' views live as long as the result.
class Result {
 public:
  virtual ~Result() = default;
  virtual size_t rows() const = 0;
  virtual size_t columns() const = 0;
  virtual Cell cell(size_t row, size_t column) const = 0;
  // Rows written by INSERT, UPDATE or DELETE.
  virtual int64_t affected() const = 0;
};

// What became of several statements: results of the first ones, as far as they have run, and the fault of one of the
// others, behind which none has run.
struct Executed {
  std::vector<std::unique_ptr<Result>> results;
  absl::Status status;
  size_t failed = 0;  // which one, where the status is not ok
  // Of the commit that went with them; none: the transaction is open still.
  std::optional<absl::Status> committed;
};

enum class Isolation { kDefault, kReadUncommitted, kReadCommitted, kRepeatableRead, kSerializable };

struct TransactionOptions {
  Isolation isolation = Isolation::kDefault;
  bool read_only = false;
};

// Is told of every statement, transaction statements too, when it has ended. Thread safe. `parameters` are never shown
// to it.
class StatementObserver {
 public:
  virtual ~StatementObserver() = default;
  virtual void OnStatement(std::string_view sql, absl::Duration duration, int64_t rows, const absl::Status& status) = 0;
};

// One connection, used by one thread at a time. Errors carry reasons by the database's own codes, with SQLSTATE (or
// SQLite's extended result code) and, where known, constraint, table and column in their metadata.
//
// A statement is bounded by its context: at the deadline it ends with STATEMENT_TIMEOUT, on cancellation with
// STATEMENT_CANCELLED; in both cases the connection is usable afterwards, or broken() and then never used again. A
// statement that fails leaves a PostgreSQL transaction aborted (TRANSACTION_ABORTED until a rollback), an SQLite
// transaction usually not: callers roll back, or back to a savepoint, in either case. A transaction that SQLite itself
// rolled back (disk full, an interrupted write) answers TRANSACTION_ABORTED until Rollback too, so nothing runs outside
// it by accident.
class Connection {
 public:
  virtual ~Connection() = default;

  absl::StatusOr<std::unique_ptr<Result>> Execute(const Statement& statement, const Context& context);
  // The same as a transaction of its own, in as few round trips as the database allows; not inside another. It stands
  // when this returns ok, and is undone otherwise; COMMIT_UNKNOWN where the link broke after it was sent.
  absl::StatusOr<std::unique_ptr<Result>> ExecuteAtomically(const Statement& statement, const Context& context);
  // Inside a transaction: statements none of which needs another's result, in order, in one round trip where the
  // database allows.
  Executed ExecuteAll(std::span<const Statement* const> statements, const Context& context);
  // The same, and a Commit in the same round trip where the database allows; else the transaction stays open, for
  // Commit. COMMIT_UNKNOWN instead of what a statement came to where the link broke: the commit had been sent.
  Executed ExecuteAllAndCommit(std::span<const Statement* const> statements, const Context& context);
  // Sends a statement for the Execute of the same that must follow, perhaps on another thread: the database works
  // meanwhile. Waits for nothing; false, and nothing was sent, where that cannot be, as in a transaction. The observer
  // is told the time from Execute on.
  virtual bool SendAhead(const Statement& /*statement*/) { return false; }
  // Inside a transaction: reads the rows of a select in windows, of which only the last is in memory. OpenCursor runs
  // it; each Fetch answers the next rows, fewer than `rows` only at the end, after which there is none. Other
  // statements may run between them. One cursor at a time, which ends with the transaction.
  absl::Status OpenCursor(const Statement& select, const Context& context);
  absl::StatusOr<std::unique_ptr<Result>> Fetch(size_t rows, const Context& context);
  // Several statements without parameters or results (DDL), separated by semicolons. BAD_VALUE where a NUL is in it.
  absl::Status ExecuteScript(std::string_view sql, const Context& context);

  // Begin may be called outside a transaction, the others inside one (else NO_TRANSACTION). What is wrong with the
  // database may show only at the next statement, for savepoints too.
  absl::Status Begin(const TransactionOptions& options, const Context& context);
  // COMMIT_UNKNOWN where the link broke after COMMIT was sent. The transaction is over whatever the status: where the
  // context has ended before COMMIT was sent, it is rolled back.
  absl::Status Commit(const Context& context);
  // Undoing must not fail because the call that wants it is over: it takes no notice of cancellation, and has at least
  // kUndoTime whatever the deadline.
  absl::Status Rollback(const Context& context);
  // Savepoint `number` (1, 2 ...) of this transaction.
  absl::Status Savepoint(int number, const Context& context);
  absl::Status ReleaseSavepoint(int number, const Context& context);
  // As Rollback.
  absl::Status RollbackToSavepoint(int number, const Context& context);
  static constexpr absl::Duration kUndoTime = absl::Seconds(5);
  // For whatever else has to be undone although the call that wants it is over.
  static Context UndoContext() { return {absl::Now() + kUndoTime, nullptr}; }

  bool in_transaction() const { return in_transaction_; }
  // The link is gone, or its state unknown.
  virtual bool broken() const = 0;
  // Whether the connection may be handed out: looks for a hang-up of the server without asking it (no round trip).
  virtual bool usable() { return !broken(); }
  // What the database said of the statement that failed last, in its own words; empty where it said nothing. Asked
  // before the next statement. May hold SQL text and values: it is for whoever wrote the statement.
  virtual std::string last_words() const { return ""; }
  // Undoes what scripts may have set for the session, roles too; "" where there is nothing to undo.
  virtual std::string reset_script() const { return ""; }
  // Asks the server whether it is there.
  virtual absl::Status Ping(const Context& context) = 0;
  // Version of the database, such as "15.18".
  virtual std::string server_version() const = 0;

  // Must outlive the connection; nullptr turns it off.
  void set_observer(StatementObserver* observer) { observer_ = observer; }

 protected:
  virtual absl::StatusOr<std::unique_ptr<Result>> DoExecute(const Statement& statement, const Context& context) = 0;
  // Both overridden where the driver has a way that is shorter than Begin, Execute and Commit.
  virtual bool has_short_transactions() const { return false; }
  virtual absl::StatusOr<std::unique_ptr<Result>> DoExecuteAtomically(const Statement& statement,
                                                                      const Context& context);
  // Is called for one statement after the other, and for the commit behind the last; not again after a fault.
  using TakeResult = std::function<void(size_t statement, absl::StatusOr<std::unique_ptr<Result>> result)>;
  // Overridden, with the next, where the driver has a way that is shorter than one Execute after the other, and then,
  // with `commit`, a Commit. Where it has none, DoPipeline is not called.
  virtual bool has_pipeline() const { return false; }
  virtual void DoPipeline(std::span<const Statement* const> /*statements*/, bool /*commit*/, const Context& /*context*/,
                          const TakeResult& /*take*/) {}
  virtual absl::Status DoOpenCursor(const Statement& select, const Context& context) = 0;
  virtual absl::StatusOr<std::unique_ptr<Result>> DoFetch(size_t rows, const Context& context) = 0;
  virtual absl::Status DoScript(std::string_view sql, const Context& context) = 0;
  virtual std::string BeginSql(const TransactionOptions& options) const = 0;
  // BEGIN, SAVEPOINT and RELEASE: overridden, with the next, where they may wait for the next statement.
  virtual absl::Status DoControl(const std::string& sql, const Context& context) { return DoScript(sql, context); }
  virtual absl::Status DoRollbackTo(const std::string& savepoint, const Context& context);
  static constexpr const char* kCommit = "COMMIT";
  // COMMIT and ROLLBACK need words of their own: because of COMMIT_UNKNOWN, and because a transaction may be over
  // already.
  virtual absl::Status DoCommit(const Context& context) = 0;
  virtual absl::Status DoRollback(const Context& context) = 0;

  bool in_read_only_transaction() const { return in_transaction_ && read_only_; }

 private:
  // Runs `run` and tells the observer of it as `sql`.
  template <typename Run>
  absl::Status Observed(std::string_view sql, Run run);
  template <typename Run>
  absl::StatusOr<std::unique_ptr<Result>> ObservedResult(std::string_view sql, Run run);
  absl::StatusOr<std::unique_ptr<Result>> ExecuteInTransaction(const Statement& statement, const Context& context);
  Executed RunAll(std::span<const Statement* const> statements, bool commit, const Context& context);
  void RunEach(std::span<const Statement* const> statements, const Context& context, const TakeResult& take);
  void TellObserver(std::string_view sql, absl::Time start, const absl::StatusOr<std::unique_ptr<Result>>& result);
  absl::Status Control(const std::string& sql, const Context& context);
  absl::Status InTransaction() const;

  bool in_transaction_ = false;
  bool read_only_ = false;
  StatementObserver* observer_ = nullptr;
};

}  // namespace ormd
