#include "orm/driver/errors.h"

#include "orm/base/strings.h"

namespace ormd {
namespace {

std::string Quoted(std::string_view what, std::string_view name) {
  return name.empty() ? std::string(what) : StrCat(what, " ", name);
}

std::string Place(const DatabaseError& error) {
  if (error.column.empty()) return Quoted("table", error.table);
  return error.table.empty() ? Quoted("column", error.column) : StrCat("column ", error.table, ".", error.column);
}

std::string Violated(std::string_view kind, const DatabaseError& error) {
  const std::string on = error.table.empty() ? "" : StrCat(" of table ", error.table);
  return StrCat(Quoted(kind, error.constraint), on, " is violated");
}

std::string MessageOf(Reason reason, const DatabaseError& error) {
  switch (reason) {
    case Reason::kUniqueViolation:
      return Violated("unique constraint", error);
    case Reason::kForeignKeyViolation:
      return Violated("foreign key", error);
    case Reason::kCheckViolation:
      return Violated("check", error);
    case Reason::kExclusionViolation:
      return Violated("exclusion constraint", error);
    case Reason::kNotNullViolation:
      return StrCat(Place(error), " must not be null");
    case Reason::kBadValue:
      return "the database refused a value: out of its range or malformed";
    case Reason::kLimitExceeded:
      return "the statement exceeds a limit of the database";
    case Reason::kSerializationFailure:
      return "the transaction conflicts with another one; try it again";
    case Reason::kDeadlock:
      return "the transaction was the victim of a deadlock; try it again";
    case Reason::kLockNotAvailable:
      return "a lock is held by another transaction";
    case Reason::kSchemaOutOfDate:
      return "the database's schema does not fit the entities: a table or column is missing or has another type";
    case Reason::kReadOnly:
      return "the transaction or database is read-only";
    case Reason::kTransactionAborted:
      return "the transaction has failed and can only be rolled back";
    case Reason::kNoTransaction:
      return "no transaction is open";
    case Reason::kStatementCancelled:
      return "the statement was cancelled";
    case Reason::kStatementTimeout:
      return "the statement ran out of time";
    case Reason::kDatabaseUnavailable:
      return "the database is not available";
    case Reason::kPoolExhausted:
      return "the database takes no more connections";
    case Reason::kUnauthenticated:
      return "the database refused the daemon's credentials";
    case Reason::kNotAllowed:
      return "the database user is not allowed to do this";
    case Reason::kUnsupported:
      return "this database does not support the statement";
    default:
      return StrCat("the database refused the statement (", error.code, ")");
  }
}

void AddFact(std::string_view name, std::string_view value, Error& error) {
  if (!value.empty()) error.metadata.emplace_back(name, value);
}

absl::Status Failed(Reason reason, std::string message, const DatabaseError& error) {
  Error result = {reason, std::move(message), {}, {}};
  AddFact(error.code_name, error.code, result);
  AddFact("constraint", error.constraint, result);
  AddFact("table", error.table, result);
  AddFact("column", error.column, result);
  return MakeError(std::move(result));
}

}  // namespace

absl::Status BadDatabaseUrl(std::string_view why) {
  return MakeError({Reason::kBadValue, StrCat("bad database URL: ", why), {}, {}});
}

absl::Status PoolExhausted(size_t open, size_t size) {
  const std::string_view why = open < size ? ", and the database takes no more" : "";
  return MakeError({Reason::kPoolExhausted,
                    StrCat("no database connection came free in time; all ", open, " are in use", why),
                    {{"limit", StrCat(open)}},
                    {}});
}

absl::Status TransactionOpenAlready() {
  return MakeError({Reason::kInternal, "a transaction is open already on this connection", {}, {}});
}

absl::Status NoTransaction() { return StatementFailed(Reason::kNoTransaction, {}); }
absl::Status TransactionAborted() { return StatementFailed(Reason::kTransactionAborted, {}); }
absl::Status StatementTimeout() { return StatementFailed(Reason::kStatementTimeout, {}); }
absl::Status StatementCancelled() { return StatementFailed(Reason::kStatementCancelled, {}); }
absl::Status ReadOnly() { return StatementFailed(Reason::kReadOnly, {}); }

absl::Status DatabaseUnavailable(std::string_view detail) {
  return MakeError({Reason::kDatabaseUnavailable, std::string(detail), {}, {}});
}

absl::Status CommitUnknown() {
  return MakeError({Reason::kCommitUnknown,
                    "the link to the database broke during COMMIT: the transaction may be committed or not",
                    {},
                    {}});
}

absl::Status TextWithNul() { return MakeError({Reason::kBadValue, "a text must not hold the character NUL", {}, {}}); }

absl::Status SqlWithNul() { return MakeError({Reason::kBadValue, "SQL must not hold the character NUL", {}, {}}); }

absl::Status AnswerTooLarge() {
  return MakeError({Reason::kLimitExceeded,
                    "the answer is larger than one message may be: read in pages (limit, offset) or as a stream",
                    {{"limit", "max_message"}},
                    {}});
}

absl::Status KeysUsedUp(const DatabaseError& error) {
  return Failed(Reason::kBadValue,
                StrCat("the keys of table ", error.table, " are used up: column ", error.column,
                       " has counted to the end of its type"),
                error);
}

absl::Status ColumnTakesNoValue(const DatabaseError& error) {
  return Failed(Reason::kBadValue,
                StrCat(Quoted("the column", error.column), " takes no value: the database makes its values"), error);
}

std::string CodeOfDatabase(const absl::Status& status) {
  for (const auto& [name, value] : ErrorOf(status).metadata) {
    if (name == "sqlstate" || name == "sqlite_code") return value;
  }
  return "";
}

absl::Status StatementFailed(Reason reason, const DatabaseError& error) {
  return Failed(reason, MessageOf(reason, error), error);
}

}  // namespace ormd
