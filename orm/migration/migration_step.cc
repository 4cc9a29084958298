#include "orm/migration/migration_step.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

absl::Status RefuseTransactionCommands(const Platform& platform, const MigrationStep& step) {
  for (size_t i = 0; i < step.statements.size(); ++i) {
    const std::string command = TransactionCommand(platform, step.statements[i].sql);
    if (!command.empty()) return EndsTransaction(step.Place(i), command);
  }
  return absl::OkStatus();
}

}  // namespace

StatementPlace MigrationStep::Place() const {
  return {name, StrCat(name, down ? ".down.sql" : ".up.sql"), 0, 0, transactional};
}

StatementPlace MigrationStep::Place(size_t index) const {
  StatementPlace place = Place();
  place.statement = index + 1;
  place.line = statements[index].line;
  return place;
}

absl::StatusOr<MigrationStep> MakeStep(const Platform& platform, const MigrationFile& file, bool down) {
  if (down && !file.down.has_value()) return NoDownFile(file.name);
  const std::string& script = down ? *file.down : file.up;
  MigrationStep step = {file.name, file.checksum, down, true, SplitScript(platform, script)};
  ORMD_ASSIGN_OR_RETURN(const MigrationHeader header, ReadMigrationHeader(script, step.Place().file));
  step.transactional = header.transactional;
  if (step.transactional) ORMD_RETURN_IF_ERROR(RefuseTransactionCommands(platform, step));
  return step;
}

absl::StatusOr<std::vector<MigrationStep>> MakeSteps(const Platform& platform,
                                                     const std::vector<const MigrationFile*>& files, bool down) {
  std::vector<MigrationStep> steps;
  for (const MigrationFile* file : files) {
    ORMD_ASSIGN_OR_RETURN(MigrationStep step, MakeStep(platform, *file, down));
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace ormd
