#include <utility>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/migration/errors.h"
#include "orm/migration/migration_name.h"
#include "orm/migration/migration_run.h"
#include "orm/migration/migrator.h"

namespace ormd {
namespace {

std::vector<std::string> NamesOfStates(const MigrationSet& set) {
  std::vector<std::string> names;
  for (const MigrationState& state : StatesOf(set)) names.push_back(state.name);
  return names;
}

}  // namespace

absl::Status Migrator::Log(Connection& connection, std::string_view name, const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(std::vector<MigrationFile> files, directory_.Read());
  MigrationRun run(dialect_.platform(), connection, RunMigrations().lock_timeout);
  ORMD_ASSIGN_OR_RETURN(const MigrationSet set, run.Open(std::move(files), context));
  std::vector<std::string> names;
  for (const MigrationFile& file : set.files) names.push_back(file.name);
  ORMD_ASSIGN_OR_RETURN(const std::string full, ResolveMigration(name, names));
  const std::string& checksum = FindFile(set.files, full)->checksum;
  return run.InTransaction(context, [&]() -> absl::Status {
    ORMD_RETURN_IF_ERROR(run.log().Remove(connection, full, context));
    return run.log().Add(connection, {full, checksum, absl::Now(), absl::ZeroDuration()}, context);
  });
}

absl::Status Migrator::Unlog(Connection& connection, std::string_view name, const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(std::vector<MigrationFile> files, directory_.Read());
  MigrationRun run(dialect_.platform(), connection, RunMigrations().lock_timeout);
  ORMD_ASSIGN_OR_RETURN(const MigrationSet set, run.Open(std::move(files), context));
  ORMD_ASSIGN_OR_RETURN(const std::string full, ResolveMigration(name, NamesOfStates(set)));
  if (FindExecuted(set.executed, full) == nullptr) return NotExecuted(full);
  return run.InTransaction(context, [&] { return run.log().Remove(connection, full, context); });
}

}  // namespace ormd
