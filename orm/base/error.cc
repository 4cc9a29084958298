#include "orm/base/error.h"

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/cord.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

constexpr std::string_view kPayload = "ormd.error";

struct ReasonEntry {
  std::string_view name;
  absl::StatusCode code;
};

using absl::StatusCode;
constexpr std::array<ReasonEntry, static_cast<size_t>(Reason::kInternal) + 1> kReasons = {{
    {"REASON_UNSPECIFIED", StatusCode::kOk},
    {"UNKNOWN_ENTITY", StatusCode::kInvalidArgument},
    {"UNKNOWN_PROPERTY", StatusCode::kInvalidArgument},
    {"BAD_OPERATOR", StatusCode::kInvalidArgument},
    {"BAD_VALUE", StatusCode::kInvalidArgument},
    {"BAD_REQUEST", StatusCode::kInvalidArgument},
    {"REQUIRED", StatusCode::kInvalidArgument},
    {"NOT_NULL_VIOLATION", StatusCode::kInvalidArgument},
    {"LIMIT_EXCEEDED", StatusCode::kInvalidArgument},
    {"ENTITY_NOT_FOUND", StatusCode::kNotFound},
    {"SESSION_NOT_FOUND", StatusCode::kNotFound},
    {"UNIQUE_VIOLATION", StatusCode::kAlreadyExists},
    {"FOREIGN_KEY_VIOLATION", StatusCode::kFailedPrecondition},
    {"CHECK_VIOLATION", StatusCode::kFailedPrecondition},
    {"EXCLUSION_VIOLATION", StatusCode::kFailedPrecondition},
    {"NO_TRANSACTION", StatusCode::kFailedPrecondition},
    {"SCHEMA_OUT_OF_DATE", StatusCode::kFailedPrecondition},
    {"READ_ONLY", StatusCode::kFailedPrecondition},
    {"TRANSACTION_ABORTED", StatusCode::kFailedPrecondition},
    {"MIGRATION_CONFLICT", StatusCode::kFailedPrecondition},
    {"MIGRATION_FAILED", StatusCode::kFailedPrecondition},
    {"OPTIMISTIC_LOCK", StatusCode::kAborted},
    {"SERIALIZATION_FAILURE", StatusCode::kAborted},
    {"DEADLOCK", StatusCode::kAborted},
    {"LOCK_NOT_AVAILABLE", StatusCode::kAborted},
    {"SKIPPED", StatusCode::kAborted},
    {"STATEMENT_CANCELLED", StatusCode::kCancelled},
    {"STATEMENT_TIMEOUT", StatusCode::kDeadlineExceeded},
    {"DATABASE_UNAVAILABLE", StatusCode::kUnavailable},
    {"SERVER_DRAINING", StatusCode::kUnavailable},
    {"COMMIT_UNKNOWN", StatusCode::kUnknown},
    {"POOL_EXHAUSTED", StatusCode::kResourceExhausted},
    {"TOO_MANY_SESSIONS", StatusCode::kResourceExhausted},
    {"SERVER_BUSY", StatusCode::kResourceExhausted},
    {"UNAUTHENTICATED", StatusCode::kUnauthenticated},
    {"NOT_ALLOWED", StatusCode::kPermissionDenied},
    {"UNSUPPORTED", StatusCode::kUnimplemented},
    {"INTERNAL", StatusCode::kInternal},
}};

const ReasonEntry& EntryOf(Reason reason) { return kReasons[static_cast<size_t>(reason)]; }

void AppendText(std::string_view text, std::string& out) { StrAppend(&out, text.size(), ":", text); }

// Length-prefixed texts: reason, facts, then violations.
std::string Pack(const Error& error) {
  std::string out;
  AppendText(StrCat(static_cast<int>(error.reason)), out);
  AppendText(StrCat(error.metadata.size()), out);
  for (const auto& [name, value] : error.metadata) {
    AppendText(name, out);
    AppendText(value, out);
  }
  AppendText(StrCat(error.violations.size()), out);
  for (const FieldViolation& violation : error.violations) {
    AppendText(violation.field, out);
    AppendText(violation.description, out);
  }
  return out;
}

class Unpacker {
 public:
  explicit Unpacker(std::string_view packed) : rest_(packed) {}

  std::string Text() {
    const size_t colon = rest_.find(':');
    const std::optional<size_t> length = ParseInteger<size_t>(rest_.substr(0, colon));
    if (colon == std::string_view::npos || !length.has_value()) return "";
    std::string text(rest_.substr(colon + 1, *length));
    rest_.remove_prefix(std::min(rest_.size(), colon + 1 + *length));
    return text;
  }

  size_t Number() { return ParseInteger<size_t>(Text()).value_or(0); }

 private:
  std::string_view rest_;
};

Error Unpack(std::string_view packed) {
  Unpacker in(packed);
  Error error;
  error.reason = static_cast<Reason>(in.Number());
  for (size_t left = in.Number(); left > 0; --left) {
    std::string name = in.Text();
    error.metadata.emplace_back(std::move(name), in.Text());
  }
  for (size_t left = in.Number(); left > 0; --left) {
    std::string field = in.Text();
    error.violations.push_back({std::move(field), in.Text()});
  }
  return error;
}

Reason ReasonByCode(StatusCode code) {
  switch (code) {
    case StatusCode::kOk:
      return Reason::kUnspecified;
    case StatusCode::kCancelled:
      return Reason::kStatementCancelled;
    case StatusCode::kDeadlineExceeded:
      return Reason::kStatementTimeout;
    case StatusCode::kUnavailable:
      return Reason::kDatabaseUnavailable;
    default:
      return Reason::kInternal;
  }
}

bool BlamesRequest(Reason reason) { return CodeOf(reason) == StatusCode::kInvalidArgument; }

}  // namespace

std::string_view ReasonName(Reason reason) { return EntryOf(reason).name; }

absl::StatusCode CodeOf(Reason reason) { return EntryOf(reason).code; }

absl::Status MakeError(Error error) {
  absl::Status status(CodeOf(error.reason), error.message);
  status.SetPayload(ToAbsl(kPayload), absl::Cord(Pack(error)));
  return status;
}

absl::Status MakeFieldError(Reason reason, std::string field, std::string message,
                            std::vector<std::pair<std::string, std::string>> metadata) {
  std::vector<FieldViolation> violations = {{std::move(field), message}};
  return MakeError({reason, std::move(message), std::move(metadata), std::move(violations)});
}

Error ErrorOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(ToAbsl(kPayload));
  Error error;
  if (payload.has_value()) {
    error = Unpack(std::string(*payload));
  } else {
    error.reason = ReasonByCode(status.code());
  }
  error.message = std::string(status.message());
  return error;
}

Reason ReasonOf(const absl::Status& status) { return ErrorOf(status).reason; }

absl::Status UnderField(const absl::Status& status, std::string_view prefix) {
  if (status.ok()) return status;
  Error error = ErrorOf(status);
  for (FieldViolation& violation : error.violations) violation.field = JoinField(prefix, violation.field);
  if (error.violations.empty() && BlamesRequest(error.reason)) {
    error.violations.push_back({std::string(prefix), error.message});
  }
  return MakeError(std::move(error));
}

std::string JoinField(std::string_view prefix, std::string_view field) {
  if (prefix.empty()) return std::string(field);
  if (field.empty()) return std::string(prefix);
  return field.front() == '[' ? StrCat(prefix, field) : StrCat(prefix, ".", field);
}

}  // namespace ormd
