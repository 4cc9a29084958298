#include "orm/driver/sqlite/sqlite_connection.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/driver/errors.h"
#include "orm/driver/sqlite/errors.h"
#include "orm/driver/sqlite/functions.h"
#include "orm/driver/sqlite/sqlite_result.h"

namespace ormd {
namespace {

constexpr absl::Duration kSetupPause = absl::Milliseconds(5);

// Lets go of the statement's locks and of the views into its parameters.
class ResetAtEnd {
 public:
  explicit ResetAtEnd(sqlite3_stmt* statement) : statement_(statement) {}
  ~ResetAtEnd() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  ResetAtEnd(const ResetAtEnd&) = delete;
  ResetAtEnd& operator=(const ResetAtEnd&) = delete;

 private:
  sqlite3_stmt* const statement_;
};

// Views into `param`, which outlives the run.
int BindParam(sqlite3_stmt* statement, int number, const Param& param) {
  if (const auto* integer = std::get_if<int64_t>(&param)) return sqlite3_bind_int64(statement, number, *integer);
  if (const auto* real = std::get_if<double>(&param)) return sqlite3_bind_double(statement, number, *real);
  if (const auto* text = std::get_if<std::string>(&param)) {
    return sqlite3_bind_text64(statement, number, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  if (const auto* bytes = std::get_if<Bytes>(&param)) {
    return sqlite3_bind_blob64(statement, number, bytes->data.data(), bytes->data.size(), SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, number);
}

bool IsBlank(std::string_view sql) {
  return std::all_of(sql.begin(), sql.end(), [](unsigned char c) { return std::isspace(c) != 0 || c == ';'; });
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> SqliteConnection::Open(const std::string& file, Access access,
                                                                   absl::Duration busy_timeout,
                                                                   const Context& context) {
  ORMD_ASSIGN_OR_RETURN(Database database, OpenDatabase(file));
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(std::move(database), file, access, busy_timeout));
  if (const int code = RegisterFunctions(connection->database_.get(), connection->limits_); code != SQLITE_OK) {
    return StatusOfSqlite(code, sqlite3_errmsg(connection->database_.get()), file);
  }
  ORMD_RETURN_IF_ERROR(connection->SetUp(busy_timeout, context));
  return connection;
}

// Several that open a new file at once all want to change its journal, for which SQLite does not wait by itself.
absl::Status SqliteConnection::SetUp(absl::Duration busy_timeout, const Context& context) {
  const absl::Time until = std::min(absl::Now() + busy_timeout, context.deadline);
  absl::Status status = DoScript(SetupScript(access_), context);
  while (ReasonOf(status) == Reason::kLockNotAvailable && absl::Now() < until) {
    absl::SleepFor(kSetupPause);
    status = DoScript(SetupScript(access_), context);
  }
  return status;
}

SqliteConnection::SqliteConnection(Database database, std::string file, Access access, absl::Duration busy_timeout)
    : file_(std::move(file)),
      access_(access),
      database_(std::move(database)),
      limits_(database_.get(), busy_timeout),
      last_keys_(database_.get()) {}

absl::Status SqliteConnection::Ping(const Context& context) {
  return DoScript("SELECT count(*) FROM sqlite_schema", context);
}

std::string SqliteConnection::last_words() const {
  const bool failed = sqlite3_errcode(database_.get()) != SQLITE_OK;
  return failed ? sqlite3_errmsg(database_.get()) : "";
}

absl::Status SqliteConnection::Ready(const Context& context) const {
  ORMD_RETURN_IF_ERROR(context.Check());
  // SQLite rolls back by itself after some errors: nothing more runs outside the transaction by accident.
  return in_transaction() && autocommit() ? TransactionAborted() : absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Result>> SqliteConnection::DoExecute(const Statement& statement,
                                                                    const Context& context) {
  ORMD_RETURN_IF_ERROR(Ready(context));
  const Limits::Scope scope(limits_, context);
  ORMD_ASSIGN_OR_RETURN(sqlite3_stmt * prepared, Prepare(statement.sql));
  const ResetAtEnd reset(prepared);
  ORMD_RETURN_IF_ERROR(MayRun(prepared));
  ORMD_RETURN_IF_ERROR(Bind(prepared, statement.params));
  return Run(prepared, statement.max_bytes);
}

absl::StatusOr<sqlite3_stmt*> SqliteConnection::Prepare(const std::string& sql) {
  if (const Prepared* found = prepared_.Find(sql)) return found->get();
  ORMD_ASSIGN_OR_RETURN(Prepared compiled, CompileOne(sql, SQLITE_PREPARE_PERSISTENT));
  while (prepared_.full()) prepared_.DropOldest();
  return prepared_.Add(sql, std::move(compiled))->get();
}

absl::StatusOr<SqliteConnection::Prepared> SqliteConnection::CompileOne(std::string_view sql, unsigned flags) {
  ORMD_ASSIGN_OR_RETURN(Prepared compiled, Compile(sql, flags));
  if (compiled == nullptr || !IsBlank(sql)) return SeveralStatements();
  return compiled;
}

absl::StatusOr<SqliteConnection::Prepared> SqliteConnection::Compile(std::string_view& sql, unsigned flags) {
  sqlite3_stmt* compiled = nullptr;
  const char* tail = nullptr;
  const int code =
      sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()), flags, &compiled, &tail);
  if (code != SQLITE_OK) return StatusOf(code);
  sql.remove_prefix(static_cast<size_t>(tail - sql.data()));
  return Prepared(compiled);
}

absl::Status SqliteConnection::Bind(sqlite3_stmt* statement, const std::vector<Param>& params) {
  if (static_cast<size_t>(sqlite3_bind_parameter_count(statement)) < params.size()) return TooManyParameters();
  for (size_t i = 0; i < params.size(); ++i) {
    const auto* text = std::get_if<std::string>(&params[i]);
    if (text != nullptr && text->find('\0') != std::string::npos) return TextWithNul();
    const int code = BindParam(statement, static_cast<int>(i + 1), params[i]);
    if (code != SQLITE_OK) return StatusOf(code);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Result>> SqliteConnection::Run(sqlite3_stmt* statement, size_t max_bytes) {
  const int64_t changes_before = sqlite3_total_changes64(database_.get());
  int code = sqlite3_step(statement);
  // Only now: the first step compiles anew where the schema has changed.
  auto result = std::make_unique<SqliteResult>(static_cast<size_t>(sqlite3_column_count(statement)));
  for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
    result->AddRow(statement);
    if (result->bytes() > max_bytes) return AnswerTooLarge();
  }
  if (code != SQLITE_DONE) return StatusOf(code, statement);
  // The number of changes is that of the last statement that made any.
  if (sqlite3_total_changes64(database_.get()) != changes_before)
    result->set_affected(sqlite3_changes64(database_.get()));
  return result;
}

absl::Status SqliteConnection::DoOpenCursor(const Statement& select, const Context& context) {
  ORMD_RETURN_IF_ERROR(Ready(context));
  const Limits::Scope scope(limits_, context);
  ORMD_ASSIGN_OR_RETURN(cursor_, CompileOne(select.sql, 0));
  ORMD_RETURN_IF_ERROR(MayRun(cursor_.get()));
  cursor_params_ = select.params;
  return Bind(cursor_.get(), cursor_params_);
}

// Behind its last row it would begin anew.
absl::StatusOr<std::unique_ptr<Result>> SqliteConnection::DoFetch(size_t rows, const Context& context) {
  ORMD_RETURN_IF_ERROR(Ready(context));
  const Limits::Scope scope(limits_, context);
  auto result = std::make_unique<SqliteResult>(static_cast<size_t>(sqlite3_column_count(cursor_.get())));
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW && result->rows() < rows) {
    code = sqlite3_step(cursor_.get());
    if (code == SQLITE_ROW) result->AddRow(cursor_.get());
  }
  if (code == SQLITE_ROW) return result;
  const absl::Status status = code == SQLITE_DONE ? absl::OkStatus() : StatusOf(code);
  cursor_.reset();
  ORMD_RETURN_IF_ERROR(status);
  return result;
}

absl::Status SqliteConnection::MayRun(sqlite3_stmt* statement) const {
  if (sqlite3_stmt_readonly(statement) != 0) return absl::OkStatus();
  return in_read_only_transaction() || access_ == Access::kRead ? ReadOnly() : absl::OkStatus();
}

absl::Status SqliteConnection::StatusOf(int code) const {
  const int primary = code & 0xFF;
  // A lock may not have come because the context ended.
  if (primary == SQLITE_INTERRUPT || primary == SQLITE_BUSY) ORMD_RETURN_IF_ERROR(limits_.Check());
  if (primary == SQLITE_READONLY && access_ == Access::kRead) return ReadOnly();
  return StatusOfSqlite(sqlite3_extended_errcode(database_.get()), sqlite3_errmsg(database_.get()), file_);
}

absl::Status SqliteConnection::StatusOf(int code, sqlite3_stmt* statement) const {
  absl::Status status = StatusOf(code);
  if ((code & 0xFF) != SQLITE_FULL) return status;
  const std::optional<DatabaseError> used_up = last_keys_.UsedUpBy(sqlite3_sql(statement));
  return used_up.has_value() ? KeysUsedUp(*used_up) : status;
}

absl::Status SqliteConnection::DoScript(std::string_view sql, const Context& context) {
  ORMD_RETURN_IF_ERROR(Ready(context));
  const Limits::Scope scope(limits_, context);
  while (!IsBlank(sql)) {
    ORMD_RETURN_IF_ERROR(context.Check());
    const size_t left = sql.size();
    ORMD_ASSIGN_OR_RETURN(const Prepared compiled, Compile(sql, 0));
    if (sql.size() == left) break;
    if (compiled == nullptr) continue;
    if (in_read_only_transaction()) ORMD_RETURN_IF_ERROR(MayRun(compiled.get()));
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = sqlite3_step(compiled.get());
    if (code != SQLITE_DONE) return StatusOf(code);
  }
  return absl::OkStatus();
}

// Only one transaction writes at a time, so it takes its lock when it begins: taken later, it could only fail.
std::string SqliteConnection::BeginSql(const TransactionOptions& options) const {
  return options.read_only || access_ == Access::kRead ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE";
}

absl::Status SqliteConnection::DoCommit(const Context& context) {
  cursor_.reset();
  absl::Status status = DoScript(kCommit, context);
  if (!status.ok()) DoRollback({}).IgnoreError();
  last_keys_.Forget();
  return status;
}

absl::Status SqliteConnection::DoRollback(const Context& context) {
  cursor_.reset();
  last_keys_.Forget();
  if (autocommit()) return absl::OkStatus();
  return DoScript("ROLLBACK", context);
}

}  // namespace ormd
