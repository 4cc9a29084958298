#include "orm/driver/postgres/postgres_connection.h"

#include <algorithm>
#include <utility>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/driver/errors.h"
#include "orm/driver/postgres/errors.h"
#include "orm/driver/postgres/postgres_result.h"

namespace ormd {
namespace {

constexpr const char* kSessionSetup =
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; SET bytea_output = 'hex'; "
    "SET extra_float_digits = 1; SET standard_conforming_strings = on;";

// In milliseconds; 0: none.
constexpr const char* kAskTimeout = "SELECT setting FROM pg_catalog.pg_settings WHERE name = 'statement_timeout'";

// RESET ALL leaves the first two alone.
constexpr std::string_view kReset = "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL;";

// What the server keeps of a prepared statement grows with its text, and with the square of the tables that it joins:
// megabytes for sixty.
constexpr size_t kLongestKept = 16 << 10;
constexpr size_t kMostJoinsKept = 16;

bool IsToKeep(std::string_view sql) {
  if (sql.size() > kLongestKept) return false;
  constexpr std::string_view kJoin = " JOIN ";
  size_t joins = 0;
  for (size_t at = sql.find(kJoin); at != sql.npos; at = sql.find(kJoin, at + kJoin.size())) ++joins;
  return joins <= kMostJoinsKept;
}

constexpr std::string_view kRelease = "RELEASE ";  // then the command that set the savepoint

constexpr const char* kCursor = "ormd_cursor";
// The planner takes a cursor for one that is not read to its end.
constexpr const char* kPlanForAllRows = "SET LOCAL cursor_tuple_fraction = 1";

void IgnoreNotice(void*, const PGresult*) {}

std::string_view IsolationSql(Isolation isolation) {
  switch (isolation) {
    case Isolation::kDefault:
      return "";
    case Isolation::kReadUncommitted:
      return " ISOLATION LEVEL READ UNCOMMITTED";
    case Isolation::kReadCommitted:
      return " ISOLATION LEVEL READ COMMITTED";
    case Isolation::kRepeatableRead:
      return " ISOLATION LEVEL REPEATABLE READ";
    case Isolation::kSerializable:
      return " ISOLATION LEVEL SERIALIZABLE";
  }
  return "";
}

// A COMMIT of an aborted transaction succeeds as a ROLLBACK.
bool WasRolledBack(const PgResult& result) { return std::string_view(PQcmdStatus(result.get())) == "ROLLBACK"; }

// Whether all columns that a statement's description tells of have a binary form that their reader reads.
bool HasBinaryForms(const PGresult& description, const std::vector<TypeKind>& readers) {
  if (readers.empty() || readers.size() != static_cast<size_t>(PQnfields(&description))) return false;
  for (size_t i = 0; i < readers.size(); ++i) {
    if (!ReadsAs(BinaryFormOf(PQftype(&description, static_cast<int>(i))), readers[i])) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> PostgresConnection::Start(std::unique_ptr<Link> link,
                                                                      const Context& context) {
  std::unique_ptr<PostgresConnection> connection(new PostgresConnection(std::move(link)));
  ORMD_RETURN_IF_ERROR(connection->SetUp(context));
  return connection;
}

PostgresConnection::PostgresConnection(std::unique_ptr<Link> link)
    : link_(std::move(link)), dialogue_(link_->handle()) {
  PQsetNoticeReceiver(handle(), IgnoreNotice, nullptr);
}

absl::Status PostgresConnection::SetUp(const Context& context) {
  ORMD_RETURN_IF_ERROR(Ready(context));
  ORMD_ASSIGN_OR_RETURN(const PgResult result, Ask(StrCat(kSessionSetup, " ", kAskTimeout), context));
  ORMD_RETURN_IF_ERROR(StatusOf(result));
  const char* timeout = PQntuples(result.get()) == 1 ? PQgetvalue(result.get(), 0, 0) : "";
  dialogue_.set_server_timeout(absl::Milliseconds(ParseInteger<int64_t>(timeout).value_or(0)));
  return absl::OkStatus();
}

bool PostgresConnection::broken() const {
  const bool in_another = !in_transaction() && (!idle() || !waiting_.empty());
  return dialogue_.lost() || in_another;
}

absl::Status PostgresConnection::Ping(const Context& context) { return DoScript("SELECT 1", context); }

std::string PostgresConnection::server_version() const {
  const char* version = PQparameterStatus(handle(), "server_version");
  if (version == nullptr) return "";
  const std::string_view text = version;
  return std::string(text.substr(0, text.find(' ')));
}

std::string PostgresConnection::reset_script() const { return StrCat(kReset, " ", kSessionSetup); }

absl::Status PostgresConnection::StatusOf(const PgResult& result) {
  const char* words = PQresultErrorField(result.get(), PG_DIAG_MESSAGE_PRIMARY);
  last_words_ = words == nullptr ? "" : words;
  return dialogue_.StatusOf(result);
}

absl::Status PostgresConnection::Ready(const Context& context) const {
  ORMD_RETURN_IF_ERROR(context.Check());
  if (dialogue_.lost()) return LinkLost();
  // A script has ended the transaction: nothing more runs outside it by accident.
  if (in_transaction() && waiting_.empty() && idle()) return TransactionAborted();
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Result>> PostgresConnection::DoExecute(const Statement& statement,
                                                                      const Context& context) {
  ORMD_ASSIGN_OR_RETURN(PgResult result, RunOrTake(statement, context));
  if (IsStale(statement, result)) {
    ORMD_RETURN_IF_ERROR(Forget(statement.sql, context));
    ORMD_ASSIGN_OR_RETURN(result, Run(statement, context));
  }
  ORMD_RETURN_IF_ERROR(StatusOf(result));
  return std::make_unique<PostgresResult>(std::move(result));
}

// A link that is lost with the statement leaves open whether it stands.
absl::StatusOr<std::unique_ptr<Result>> PostgresConnection::DoExecuteAtomically(const Statement& statement,
                                                                                const Context& context) {
  if (!dialogue_.Listen()) return LinkLost();
  ORMD_RETURN_IF_ERROR(Ready(context));
  ORMD_RETURN_IF_ERROR(Prepare(statement, context).status());
  absl::StatusOr<std::unique_ptr<Result>> result = DoExecute(statement, context);
  if (result.ok() || IsUndone(result.status())) return result;
  if (dialogue_.lost() || ReasonOf(result.status()) == Reason::kDatabaseUnavailable) return CommitUnknown();
  return result;
}

// What would have to be prepared first would be waited for.
bool PostgresConnection::SendAhead(const Statement& statement) {
  if (in_transaction() || prepared_.Find(statement.sql) == nullptr) return false;
  const Context none;
  if (!Ready(none).ok()) return false;
  const absl::StatusOr<Bound> bound = Bind(statement, none);
  if (!bound.ok()) return false;
  sent_ahead_ = SendBound(*bound);
  return true;
}

// The answer to what was sent is taken whatever the context: else the next statement would get it.
absl::StatusOr<PgResult> PostgresConnection::RunOrTake(const Statement& statement, const Context& context) {
  if (const auto sent = std::exchange(sent_ahead_, std::nullopt)) {
    return dialogue_.Finish(*sent, context, statement.max_bytes);
  }
  ORMD_RETURN_IF_ERROR(Ready(context));
  return Run(statement, context);
}

absl::StatusOr<PgResult> PostgresConnection::Run(const Statement& statement, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const Bound bound, Bind(statement, context));
  return Send([&] { return SendBound(bound); }, context, statement.max_bytes);
}

absl::StatusOr<PostgresConnection::Bound> PostgresConnection::Bind(const Statement& statement, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(ParamArrays params, ParamArrays::Of(statement.params));
  ORMD_ASSIGN_OR_RETURN(const Prepared* prepared, Prepare(statement, context));
  if (prepared == nullptr) return Bound{"", statement.sql.c_str(), false, std::move(params)};
  const bool binary = !prepared->binary.empty() && prepared->binary == statement.columns;
  return Bound{prepared->name, nullptr, binary, std::move(params)};
}

int PostgresConnection::SendBound(const Bound& bound) {
  const ParamArrays& params = bound.params;
  if (bound.sql != nullptr) return SendUnprepared(bound.sql, params, false);
  return PQsendQueryPrepared(handle(), bound.name.c_str(), params.size(), params.values(), params.lengths(),
                             params.formats(), bound.binary ? 1 : 0);
}

int PostgresConnection::SendUnprepared(const std::string& sql, bool binary) {
  return SendUnprepared(sql.c_str(), ParamArrays(), binary);
}

int PostgresConnection::SendUnprepared(const char* sql, const ParamArrays& params, bool binary) {
  return PQsendQueryParams(handle(), sql, params.size(), nullptr, params.values(), params.lengths(),
                           params.formats(), binary ? 1 : 0);
}

absl::Status PostgresConnection::DoOpenCursor(const Statement& select, const Context& context) {
  ORMD_RETURN_IF_ERROR(Ready(context));
  ORMD_ASSIGN_OR_RETURN(const ParamArrays params, ParamArrays::Of(select.params));
  const std::string declare = StrCat("DECLARE ", kCursor, " NO SCROLL CURSOR FOR ", select.sql);
  const auto send = [&] {
    const bool sent = SendUnprepared(kPlanForAllRows) == 1 && SendUnprepared(declare.c_str(), params, false) == 1 &&
                      PQsendDescribePortal(handle(), kCursor) == 1;
    return sent ? 1 : 0;
  };
  ORMD_ASSIGN_OR_RETURN(const PgResult description, SendTogether(send, context));
  ORMD_RETURN_IF_ERROR(StatusOf(description));
  binary_cursor_ = HasBinaryForms(*description, select.columns);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Result>> PostgresConnection::DoFetch(size_t rows, const Context& context) {
  ORMD_RETURN_IF_ERROR(Ready(context));
  const std::string fetch = StrCat("FETCH ", rows, " FROM ", kCursor);
  ORMD_ASSIGN_OR_RETURN(PgResult result, Send([&] { return SendUnprepared(fetch, binary_cursor_); }, context,
                                               Dialogue::kNoLimit));
  ORMD_RETURN_IF_ERROR(StatusOf(result));
  return std::make_unique<PostgresResult>(std::move(result));
}

void PostgresConnection::DoPipeline(std::span<const Statement* const> statements, bool commit, const Context& context,
                                    const TakeResult& take) {
  if (absl::Status status = Ready(context); !status.ok()) return take(0, status);
  std::vector<Bound> bound;
  bound.reserve(statements.size());
  for (size_t i = 0; i < statements.size(); ++i) {
    absl::StatusOr<Bound> next = Bind(*statements[i], context);
    if (!next.ok()) return take(i, next.status());
    bound.push_back(*std::move(next));
  }
  RunPipeline(statements, bound, commit, context, take);
}

// What is known to have failed before the COMMIT, or to have ended before it was sent, is no COMMIT_UNKNOWN.
void PostgresConnection::RunPipeline(std::span<const Statement* const> statements, std::span<const Bound> bound,
                                     bool commit, const Context& context, const TakeResult& take) {
  if (commit && !dialogue_.Listen()) return take(0, LinkLost());
  const auto send = [&] {
    return std::all_of(bound.begin(), bound.end(), [this](const Bound& next) { return SendBound(next) == 1; }) &&
           (!commit || SendUnprepared(kCommit) == 1);
  };
  size_t next = 0;
  bool failed = false;
  // The link may be lost behind the last result: then the last statement is told, or the commit.
  const auto at = [&] { return std::min(next, commit ? statements.size() : statements.size() - 1); };
  const auto read = [&](PgResult result) -> absl::StatusOr<std::unique_ptr<Result>> {
    if (at() == statements.size()) {
      ORMD_RETURN_IF_ERROR(StatusOfCommit(result));
      return nullptr;
    }
    // libpq's own words, not the server's.
    if (commit && !StatusOfResult(result.get()).ok() && SqlStateOf(result.get()).empty()) return CommitUnknown();
    return ResultOf(*statements[at()], std::move(result), context);
  };
  const auto tell = [&](absl::StatusOr<std::unique_ptr<Result>> result) {
    failed = !result.ok();
    take(at(), std::move(result));
    ++next;
  };
  const absl::Status status = SendPipeline(send, context, [&](PgResult result) { tell(read(std::move(result))); });
  const bool committed = next > statements.size();
  if (!status.ok() && !failed && !committed) tell(commit ? CommitUnknown() : status);
}

absl::StatusOr<std::unique_ptr<Result>> PostgresConnection::ResultOf(const Statement& statement, PgResult result,
                                                                     const Context& context) {
  if (IsStale(statement, result)) return Forget(statement.sql, context);
  ORMD_RETURN_IF_ERROR(StatusOf(result));
  return std::make_unique<PostgresResult>(std::move(result));
}

template <typename Sender>
absl::StatusOr<PgResult> PostgresConnection::Send(const Sender& send, const Context& context, size_t max_bytes) {
  return waiting_.empty() ? dialogue_.Finish(send(), context, max_bytes) : SendTogether(send, context);
}

template <typename Sender>
absl::StatusOr<PgResult> PostgresConnection::SendTogether(const Sender& send, const Context& context) {
  PgResult last;
  ORMD_RETURN_IF_ERROR(SendPipeline(send, context, [&last](PgResult result) { last = std::move(result); }));
  return last;
}

template <typename Sender>
absl::Status PostgresConnection::SendPipeline(const Sender& send, const Context& context,
                                              const Dialogue::TakeResult& take) {
  size_t unanswered = waiting_.size();  // of the commands in front
  const bool sent = PQenterPipelineMode(handle()) == 1 && SendWaiting() && send() == 1 && PQpipelineSync(handle()) == 1;
  absl::Status status = dialogue_.FinishPipeline(sent, context, [&](PgResult result) {
    if (unanswered > 0 && StatusOfResult(result.get()).ok()) {
      --unanswered;
      return;
    }
    control_failed_ = control_failed_ || unanswered > 0;
    take(std::move(result));
  });
  PQexitPipelineMode(handle());
  return status;
}

bool PostgresConnection::SendWaiting() {
  const std::vector<std::string> commands = std::exchange(waiting_, {});
  return std::all_of(commands.begin(), commands.end(),
                     [this](const std::string& sql) { return SendUnprepared(sql) == 1; });
}

absl::Status PostgresConnection::RunWaiting(const Context& context) {
  for (const std::string& sql : std::exchange(waiting_, {})) {
    const absl::StatusOr<PgResult> result = Ask(sql, context);
    const absl::Status status = result.ok() ? StatusOf(*result) : result.status();
    control_failed_ = control_failed_ || !status.ok();
    ORMD_RETURN_IF_ERROR(status);
  }
  return absl::OkStatus();
}

// In one round trip with the description of its result, where that is of interest.
absl::StatusOr<const PostgresConnection::Prepared*> PostgresConnection::Prepare(const Statement& statement,
                                                                                const Context& context) {
  if (const Prepared* prepared = prepared_.Find(statement.sql)) return prepared;
  if (!IsToKeep(statement.sql)) return nullptr;
  while (prepared_.full()) ORMD_RETURN_IF_ERROR(DropOldest(context));
  Prepared prepared{StrCat("ormd_", next_name_++), {}};
  const char* name = prepared.name.c_str();
  const auto send = [&] {
    const bool sent = PQsendPrepare(handle(), name, statement.sql.c_str(), 0, nullptr) == 1 &&
                      (statement.columns.empty() || PQsendDescribePrepared(handle(), name) == 1);
    return sent ? 1 : 0;
  };
  ORMD_ASSIGN_OR_RETURN(const PgResult description, SendTogether(send, context));
  ORMD_RETURN_IF_ERROR(StatusOf(description));
  if (HasBinaryForms(*description, statement.columns)) prepared.binary = statement.columns;
  return prepared_.Add(statement.sql, std::move(prepared));
}

absl::Status PostgresConnection::DropOldest(const Context& context) {
  ORMD_RETURN_IF_ERROR(DoScript(StrCat("DEALLOCATE ", prepared_.oldest().name), context));
  prepared_.DropOldest();
  return absl::OkStatus();
}

bool PostgresConnection::IsStale(const Statement& statement, const PgResult& result) {
  return IsStalePlan(result.get()) && prepared_.Find(statement.sql) != nullptr;
}

// Inside a transaction the failure has aborted it: it must be tried again as a whole.
absl::Status PostgresConnection::Forget(const std::string& sql, const Context& context) {
  const std::string name = prepared_.Find(sql)->name;
  prepared_.Drop(sql);
  if (in_transaction()) return StatementFailed(Reason::kSerializationFailure, {});
  DoScript(StrCat("DEALLOCATE ", name), context).IgnoreError();
  return absl::OkStatus();
}

absl::StatusOr<PgResult> PostgresConnection::Ask(const std::string& sql, const Context& context) {
  return dialogue_.Finish(PQsendQuery(handle(), sql.c_str()), context);
}

absl::Status PostgresConnection::DoScript(std::string_view sql, const Context& context) {
  ORMD_RETURN_IF_ERROR(Ready(context));
  ORMD_RETURN_IF_ERROR(RunWaiting(context));
  ORMD_ASSIGN_OR_RETURN(const PgResult result, Ask(std::string(sql), context));
  return StatusOf(result);
}

absl::Status PostgresConnection::DoControl(const std::string& sql, const Context& context) {
  ORMD_RETURN_IF_ERROR(Ready(context));
  if (PQtransactionStatus(handle()) == PQTRANS_INERROR) return TransactionAborted();
  const bool releases = sql.starts_with(kRelease);
  const auto unused =
      releases ? std::find(waiting_.begin(), waiting_.end(), sql.substr(kRelease.size())) : waiting_.end();
  if (unused != waiting_.end()) {
    waiting_.erase(unused, waiting_.end());  // nothing has run since: the server need not know it
  } else {
    waiting_.push_back(sql);
  }
  return absl::OkStatus();
}

// A savepoint that the server does not know yet stands where the transaction stands now.
absl::Status PostgresConnection::DoRollbackTo(const std::string& savepoint, const Context& context) {
  const auto unsent = std::find(waiting_.begin(), waiting_.end(), StrCat("SAVEPOINT ", savepoint));
  if (unsent != waiting_.end()) {
    waiting_.erase(unsent + 1, waiting_.end());
    return absl::OkStatus();
  }
  if (control_failed_) return TransactionAborted();
  waiting_.clear();  // inner savepoints go with the rollback
  return DoScript(StrCat("ROLLBACK TO SAVEPOINT ", savepoint), context);
}

std::string PostgresConnection::BeginSql(const TransactionOptions& options) const {
  return StrCat("BEGIN", IsolationSql(options.isolation), options.read_only ? " READ ONLY" : "");
}

// What is known to have ended before COMMIT was sent is no COMMIT_UNKNOWN.
absl::Status PostgresConnection::DoCommit(const Context& context) {
  const bool unsent = !waiting_.empty() && idle();
  waiting_.clear();
  control_failed_ = false;
  if (!dialogue_.Listen()) return LinkLost();
  if (unsent) return absl::OkStatus();
  ORMD_RETURN_IF_ERROR(Ready(context));
  const absl::StatusOr<PgResult> result = Ask(kCommit, context);
  return result.ok() ? StatusOfCommit(*result) : CommitUnknown();
}

absl::Status PostgresConnection::StatusOfCommit(const PgResult& result) {
  const absl::Status status = StatusOf(result);
  if (ReasonOf(status) == Reason::kDatabaseUnavailable) return CommitUnknown();
  if (status.ok() && WasRolledBack(result)) return TransactionAborted();
  return status;
}

absl::Status PostgresConnection::DoRollback(const Context& context) {
  waiting_.clear();
  control_failed_ = false;
  if (dialogue_.lost()) return LinkLost();
  if (idle()) return absl::OkStatus();
  return DoScript("ROLLBACK", context);
}

}  // namespace ormd
