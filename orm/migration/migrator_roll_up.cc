#include <utility>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/migration/errors.h"
#include "orm/migration/migration_name.h"
#include "orm/migration/migration_run.h"
#include "orm/migration/migration_step.h"
#include "orm/migration/migrator.h"
#include "orm/migration/script_joiner.h"

namespace ormd {
namespace {

std::string UpOf(ScriptJoiner joiner, const std::vector<MigrationFile>& files) {
  for (const MigrationFile& file : files) joiner.Add(file.name, file.up);
  return joiner.text();
}

// nullopt where one cannot be undone.
std::optional<std::string> DownOf(ScriptJoiner joiner, const std::vector<MigrationFile>& files) {
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    if (!file->down.has_value()) return std::nullopt;
    joiner.Add(file->name, *file->down);
  }
  return joiner.text();
}

absl::Status MayRollUp(const Platform& platform, const MigrationSet& set) {
  const std::vector<MigrationState> states = StatesOf(set);
  ORMD_RETURN_IF_ERROR(CheckStates(states));
  const std::vector<std::string> pending = NamesOf(states, MigrationState::Kind::kPending);
  if (!pending.empty()) return StillPending(pending);
  if (set.files.empty()) return NothingToRollUp();
  for (const MigrationFile& file : set.files) {
    ORMD_ASSIGN_OR_RETURN(const MigrationStep up, MakeStep(platform, file, false));
    if (!up.transactional) return CannotRollUp(file.name);
    if (!file.down.has_value()) continue;
    ORMD_ASSIGN_OR_RETURN(const MigrationStep down, MakeStep(platform, file, true));
    if (!down.transactional) return CannotRollUp(file.name);
  }
  return absl::OkStatus();
}

// A roll-up of one file is that file, unless it shall have another name.
absl::StatusOr<bool> IsRolledUp(const MigrationSet& set, std::string_view name) {
  if (set.files.size() != 1 || name.empty()) return set.files.size() == 1;
  ORMD_ASSIGN_OR_RETURN(const std::string label, MigrationLabel(name));
  return label == LabelOf(set.files.front().name);
}

}  // namespace

// The files first: a log that does not yet know of them follows with the next run on this or any other database. Both
// locks are held throughout, so that nobody changes, runs or rolls up what was read.
absl::StatusOr<std::string> Migrator::RollUp(Connection& connection, std::string_view name,
                                             const Context& context) const {
  const Platform& platform = dialect_.platform();
  MigrationRun run(platform, connection, RunMigrations().lock_timeout);
  ORMD_RETURN_IF_ERROR(run.lock().Acquire(context));
  ORMD_ASSIGN_OR_RETURN(const MigrationDirectory directory, directory_.Locked());
  ORMD_ASSIGN_OR_RETURN(std::vector<MigrationFile> files, directory.Read());
  ORMD_ASSIGN_OR_RETURN(const MigrationSet set, run.Open(std::move(files), context));
  ORMD_RETURN_IF_ERROR(MayRollUp(platform, set));
  ORMD_ASSIGN_OR_RETURN(const bool done, IsRolledUp(set, name));
  if (done) return set.files.front().name;
  const ScriptJoiner nothing(platform, connection.reset_script());
  ORMD_ASSIGN_OR_RETURN(std::string full, directory.RollUp(set.files, name, UpOf(nothing, set.files),
                                                           DownOf(nothing, set.files)));
  ORMD_ASSIGN_OR_RETURN(files, directory.Read());
  ORMD_RETURN_IF_ERROR(run.Open(std::move(files), context).status());
  return full;
}

}  // namespace ormd
