// A migration that is about to run, one way or the other.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/migration/errors.h"
#include "orm/migration/migration_files.h"
#include "orm/sql/platform.h"
#include "orm/sql/script.h"

namespace ormd {

struct MigrationStep {
  std::string name;
  std::string checksum;
  bool down = false;
  bool transactional = true;
  std::vector<ScriptStatement> statements;

  // Of a statement, by its index; without one, of the whole.
  StatementPlace Place() const;
  StatementPlace Place(size_t index) const;
};

// MIGRATION_CONFLICT where there is no down, or where a statement would end the transaction.
absl::StatusOr<MigrationStep> MakeStep(const Platform& platform, const MigrationFile& file, bool down);
absl::StatusOr<std::vector<MigrationStep>> MakeSteps(const Platform& platform,
                                                     const std::vector<const MigrationFile*>& files, bool down);

}  // namespace ormd
