#include "orm/driver/postgres/errors.h"

#include <algorithm>
#include <array>

#include "orm/base/strings.h"
#include "orm/driver/errors.h"

namespace ormd {
namespace {

struct Entry {
  std::string_view prefix;  // a whole code or a class, the longer ones first
  Reason reason;
};

constexpr std::array kReasons = std::to_array<Entry>({
    {"23502", Reason::kNotNullViolation},
    {"23505", Reason::kUniqueViolation},
    {"23503", Reason::kForeignKeyViolation},
    {"23001", Reason::kForeignKeyViolation},  // RESTRICT
    {"23514", Reason::kCheckViolation},
    {"23P01", Reason::kExclusionViolation},
    {"40001", Reason::kSerializationFailure},
    {"40P01", Reason::kDeadlock},
    {"55P03", Reason::kLockNotAvailable},
    {"57014", Reason::kStatementCancelled},
    {"57P0", Reason::kDatabaseUnavailable},
    {"25P01", Reason::kNoTransaction},
    {"25P02", Reason::kTransactionAborted},
    {"25006", Reason::kReadOnly},
    {"25P03", Reason::kDatabaseUnavailable},  // idle_in_transaction_session_timeout: the server has hung up
    {"42501", Reason::kNotAllowed},
    {"42P01", Reason::kSchemaOutOfDate},  // undefined table
    {"42703", Reason::kSchemaOutOfDate},  // undefined column
    {"42704", Reason::kSchemaOutOfDate},  // undefined type
    {"42804", Reason::kSchemaOutOfDate},  // a column of another type
    {"42883", Reason::kUnsupported},  // no such operator or function for the types
    {"3F000", Reason::kSchemaOutOfDate},  // undefined schema
    {"3D000", Reason::kDatabaseUnavailable},
    {"44000", Reason::kCheckViolation},  // WITH CHECK OPTION of a view
    {"P0001", Reason::kCheckViolation},  // RAISE EXCEPTION of a trigger
    {"53300", Reason::kPoolExhausted},
    {"53200", Reason::kLimitExceeded},     // out of memory or locks: the statement may be what takes them
    {"53", Reason::kDatabaseUnavailable},  // out of disk
    {"54", Reason::kLimitExceeded},
    {"58", Reason::kDatabaseUnavailable},  // its machine fails
    {"08", Reason::kDatabaseUnavailable},
    {"0A", Reason::kUnsupported},
    {"22", Reason::kBadValue},
    {"28", Reason::kUnauthenticated},
});

std::string Field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? "" : text;
}

// A value for a column that is GENERATED ALWAYS, which the message alone names: where its language has other quotes
// than these, nothing does.
constexpr std::string_view kGeneratedAlways = "428C9";

std::string FirstQuoted(std::string_view message) {
  const size_t open = std::min(message.find('"'), message.size());
  const size_t close = message.find('"', open + 1);
  return close == std::string_view::npos ? "" : std::string(message.substr(open + 1, close - open - 1));
}

bool IsError(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_NONFATAL_ERROR;
}

}  // namespace

Reason ReasonOfSqlState(std::string_view sqlstate) {
  for (const Entry& entry : kReasons) {
    if (sqlstate.starts_with(entry.prefix)) return entry.reason;
  }
  return Reason::kInternal;
}

std::string_view SqlStateOf(const PGresult* result) {
  const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return code == nullptr ? std::string_view() : code;
}

absl::Status StatusOfResult(const PGresult* result) {
  if (!IsError(result)) return absl::OkStatus();
  const std::string_view sqlstate = SqlStateOf(result);
  if (sqlstate.empty()) return LinkLost();
  if (sqlstate == kGeneratedAlways) {
    const std::string column = FirstQuoted(Field(result, PG_DIAG_MESSAGE_PRIMARY));
    return ColumnTakesNoValue({"sqlstate", std::string(sqlstate), "", "", column});
  }
  return StatementFailed(ReasonOfSqlState(sqlstate),
                         {"sqlstate", std::string(sqlstate), Field(result, PG_DIAG_CONSTRAINT_NAME),
                          Field(result, PG_DIAG_TABLE_NAME), Field(result, PG_DIAG_COLUMN_NAME)});
}

bool IsUndone(const absl::Status& status) {
  for (const auto& [name, value] : ErrorOf(status).metadata) {
    if (name == "sqlstate") return value.starts_with("53") || value.starts_with("58");
  }
  return false;
}

bool IsStalePlan(const PGresult* result) {
  const std::string_view sqlstate = SqlStateOf(result);
  if (sqlstate == "26000") return true;
  return sqlstate == "0A000" && Field(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
}

absl::Status LinkLost() { return DatabaseUnavailable("the link to the database is lost"); }

absl::Status CannotReach(std::string_view words) {
  return DatabaseUnavailable(StrCat("the database cannot be reached: ", words));
}

absl::Status NoMoreConnections(std::string_view words) {
  return MakeError({Reason::kPoolExhausted, StrCat("the database takes no more connections: ", words), {}, {}});
}

absl::Status CopyUnsupported() {
  return MakeError({Reason::kUnsupported, "COPY from or to the client is not supported", {}, {}});
}

}  // namespace ormd
