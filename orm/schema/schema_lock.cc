#include "orm/schema/schema_lock.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/errors.h"

namespace ormd {
namespace {

constexpr int64_t kKey = 0x6F726D642D6D6967;  // "ormd-mig"
constexpr absl::Duration kPollInterval = absl::Milliseconds(50);
constexpr absl::Duration kUnlockTime = absl::Seconds(5);

}  // namespace

SchemaLock::SchemaLock(const Platform& platform, Connection& connection, Scope scope)
    : advisory_(platform.name() == "postgresql"), scope_(scope), connection_(connection) {}

SchemaLock::~SchemaLock() {
  if (!held_ || !advisory_ || of_transaction() || connection_.broken()) return;
  const Statement unlock = {StrCat("SELECT pg_advisory_unlock(", kKey, ")"), {}};
  connection_.Execute(unlock, {absl::Now() + kUnlockTime, nullptr}).IgnoreError();
}

// Asks again and again: a statement that waits in the server has a snapshot, for whose end another one's CREATE INDEX
// CONCURRENTLY would wait in turn.
absl::Status SchemaLock::Acquire(absl::Time until, const Context& context) {
  while (!held_) {
    ORMD_ASSIGN_OR_RETURN(held_, TryAcquire(context));
    if (held_) break;
    if (absl::Now() >= until) return SchemaLocked();
    ORMD_RETURN_IF_ERROR(context.Check());
    absl::SleepFor(std::min({kPollInterval, until - absl::Now(), context.remaining()}));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> SchemaLock::TryAcquire(const Context& context) {
  return advisory_ ? TryAdvisory(context) : TryFile(context);
}

absl::StatusOr<bool> SchemaLock::TryAdvisory(const Context& context) {
  const std::string_view function = of_transaction() ? "pg_try_advisory_xact_lock" : "pg_try_advisory_lock";
  const Statement lock = {StrCat("SELECT ", function, "(", kKey, ")"), {}};
  ORMD_ASSIGN_OR_RETURN(const auto result, connection_.Execute(lock, context));
  ORMD_ASSIGN_OR_RETURN(const Value held, DecodeCell(Type{.kind = TypeKind::kBool}, result->cell(0, 0)));
  return held.as<bool>();
}

absl::StatusOr<bool> SchemaLock::TryFile(const Context& context) {
  if (!file_.has_value()) {
    const Statement where = {"SELECT file FROM pragma_database_list WHERE name = 'main'", {}};
    ORMD_ASSIGN_OR_RETURN(const auto result, connection_.Execute(where, context));
    const std::string database = result->rows() == 0 ? "" : std::string(result->cell(0, 0).text);
    if (database.empty()) return true;
    file_.emplace(database + "-ormd-lock");
  }
  return file_->TryAcquire();
}

}  // namespace ormd
