#include "orm/migration/migration_run.h"

#include <utility>

#include "orm/base/error.h"

namespace ormd {

absl::StatusOr<MigrationSet> MigrationRun::Open(std::vector<MigrationFile> files, const Context& context) {
  ORMD_RETURN_IF_ERROR(lock_.Acquire(context));
  MigrationSet set = {std::move(files), {}};
  ORMD_RETURN_IF_ERROR(InTransaction(context, [&] { return Prepare(set, context); }));
  return set;
}

absl::Status MigrationRun::Prepare(MigrationSet& set, const Context& context) {
  ORMD_RETURN_IF_ERROR(log_.Prepare(connection_, context));
  ORMD_ASSIGN_OR_RETURN(set.executed, log_.Read(connection_, context));
  const Adoption adoption = AdoptionOf(set);
  for (const std::string& name : adoption.removed) ORMD_RETURN_IF_ERROR(log_.Remove(connection_, name, context));
  for (const ExecutedMigration& added : adoption.added) ORMD_RETURN_IF_ERROR(log_.Add(connection_, added, context));
  Adopt(adoption, set.executed);
  return absl::OkStatus();
}

}  // namespace ormd
