#include <utility>

#include "orm/base/error.h"
#include "orm/migration/errors.h"
#include "orm/migration/migration_set.h"
#include "orm/migration/migrator.h"
#include "orm/migration/snapshot_schema.h"
#include "orm/schema/schema_manager.h"

namespace ormd {
namespace {

absl::StatusOr<std::vector<Operation>> Missing(const Dialect& dialect, const DatabaseSchema& before,
                                               const DatabaseSchema& wanted, const CompareOptions& options) {
  const SchemaDiff diff = Compare(before, wanted, options);
  if (diff.empty()) return std::vector<Operation>();
  return dialect.Plan(diff);
}

}  // namespace

absl::StatusOr<std::vector<MigrationState>> Migrator::List(Connection& connection, const Context& context) const {
  MigrationSet set;
  ORMD_ASSIGN_OR_RETURN(set.files, directory_.Read());
  ORMD_ASSIGN_OR_RETURN(set.executed, MigrationLog(dialect_.platform()).Read(connection, context));
  Adopt(AdoptionOf(set), set.executed);
  return StatesOf(set);
}

absl::StatusOr<MigrationCheck> Migrator::Check(Connection* connection, const CompareOptions& options,
                                               const Context& context) const {
  MigrationCheck check;
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema wanted, DesiredSchema(schema_, dialect_));
  if (connection == nullptr) {
    ORMD_ASSIGN_OR_RETURN(const std::optional<DatabaseSchema> snapshot, SnapshotSchema(directory_));
    if (!snapshot.has_value()) return NoSnapshot(directory_.SnapshotPath());
    // Whatever a snapshot has was the entities'.
    const CompareOptions known = {true, options.safe, options.ignore};
    ORMD_ASSIGN_OR_RETURN(check.operations, Missing(dialect_, *snapshot, wanted, known));
    return check;
  }
  ORMD_ASSIGN_OR_RETURN(const std::vector<MigrationState> states, List(*connection, context));
  check.pending = NamesOf(states, MigrationState::Kind::kPending);
  check.changed = NamesOf(states, MigrationState::Kind::kChanged);
  check.missing = NamesOf(states, MigrationState::Kind::kMissing);
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema standing, dialect_.Read(*connection, context));
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema normal, dialect_.Normalize(wanted, standing, *connection, context));
  ORMD_ASSIGN_OR_RETURN(check.operations, Missing(dialect_, standing, normal, options));
  return check;
}

}  // namespace ormd
