// Errors as every floor makes and reads them: an absl::Status that carries a public reason, facts and field paths.
//
// Each floor keeps its messages as named functions in one `errors.h` of its own, built on MakeError. The server turns them into
// google.rpc.Status with ErrorInfo and BadRequest. Messages hold neither SQL text nor values.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace ormd {

// The public reasons; ReasonName gives the name of the same entry in orm.v1.Reason (a test holds them equal).
enum class Reason {
  kUnspecified,
  kUnknownEntity,
  kUnknownProperty,
  kBadOperator,
  kBadValue,
  kBadRequest,
  kRequired,
  kNotNullViolation,
  kLimitExceeded,
  kEntityNotFound,
  kSessionNotFound,
  kUniqueViolation,
  kForeignKeyViolation,
  kCheckViolation,
  kExclusionViolation,
  kNoTransaction,
  kSchemaOutOfDate,
  kReadOnly,
  kTransactionAborted,
  kMigrationConflict,  // files, database and request do not fit together; nothing ran
  kMigrationFailed,    // a statement of a migration failed; it was rolled back
  kOptimisticLock,
  kSerializationFailure,
  kDeadlock,
  kLockNotAvailable,
  kSkipped,
  kStatementCancelled,
  kStatementTimeout,
  kDatabaseUnavailable,
  kServerDraining,
  kCommitUnknown,
  kPoolExhausted,
  kTooManySessions,
  kServerBusy,
  kUnauthenticated,
  kNotAllowed,
  kUnsupported,
  kInternal,
};

// UPPER_SNAKE name, such as "UNIQUE_VIOLATION".
std::string_view ReasonName(Reason reason);

// The status code that belongs to a reason (design: table of errors).
absl::StatusCode CodeOf(Reason reason);

// One thing wrong in a request: `field` is a path such as "where.orders.total" or "changes[3].data.email".
struct FieldViolation {
  std::string field;
  std::string description;

  bool operator==(const FieldViolation&) const = default;
};

struct Error {
  Reason reason = Reason::kUnspecified;
  std::string message;
  // Facts for programs: entity, property, constraint, limit.
  std::vector<std::pair<std::string, std::string>> metadata;
  std::vector<FieldViolation> violations;
};

// A status with the reason's code that carries the whole error.
absl::Status MakeError(Error error);

// A status about one field of the request; the message is also the violation's description.
absl::Status MakeFieldError(Reason reason, std::string field, std::string message,
                            std::vector<std::pair<std::string, std::string>> metadata = {});

// What a status carries; for one that MakeError did not make: reason kInternal (or by its code) and its message.
Error ErrorOf(const absl::Status& status);

// kUnspecified for an ok status.
Reason ReasonOf(const absl::Status& status);

// The same error with every field path put under `prefix`: "total" under "where" is "where.total", "[2]" under "changes" is
// "changes[2]". An error without violations, whose reason blames the request, gets one at `prefix`. Ok stays ok.
absl::Status UnderField(const absl::Status& status, std::string_view prefix);

// Joins two field paths as UnderField does.
std::string JoinField(std::string_view prefix, std::string_view field);

}  // namespace ormd

// Returns from the function where `expr` is not ok.
#define ORMD_RETURN_IF_ERROR(expr)                        \
  do {                                                    \
    if (absl::Status ormd_status_ = (expr); !ormd_status_.ok()) return ormd_status_; \
  } while (false)

// ORMD_ASSIGN_OR_RETURN(auto value, MakeValue()): declares or assigns, or returns the status.
#define ORMD_CONCAT_INNER(a, b) a##b
#define ORMD_CONCAT(a, b) ORMD_CONCAT_INNER(a, b)
#define ORMD_ASSIGN_OR_RETURN(lhs, expr) ORMD_ASSIGN_OR_RETURN_IMPL(ORMD_CONCAT(ormd_statusor_, __LINE__), lhs, expr)
#define ORMD_ASSIGN_OR_RETURN_IMPL(temp, lhs, expr) \
  auto temp = (expr);                               \
  if (!temp.ok()) return temp.status();             \
  lhs = *std::move(temp)
