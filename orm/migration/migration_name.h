// Names of migrations: `20260102030405_add_books`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace ormd {

// 14 digits, `_`, then letters, digits, `_` and `-`.
bool IsMigrationName(std::string_view name);

// "20260102030405" of such a name, and "add_books".
std::string_view TimestampOf(std::string_view name);
std::string_view LabelOf(std::string_view name);

// What people call a migration as a part of a file's name: everything but letters, digits, `_` and `-` becomes one `_`.
// BAD_VALUE where neither letter nor digit is in it.
absl::StatusOr<std::string> MigrationLabel(std::string_view text);

// The time in UTC, or the second after `last` (empty: none) where that is later.
std::string NextTimestamp(absl::Time now, std::string_view last);

// The one of `names` that is meant: the name itself, its label, or the name of one of its files. MIGRATION_CONFLICT
// where there is none, or more than one.
absl::StatusOr<std::string> ResolveMigration(std::string_view name, const std::vector<std::string>& names);

}  // namespace ormd
