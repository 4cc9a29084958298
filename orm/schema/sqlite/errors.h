// What SQLite cannot keep.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "orm/schema/database_schema.h"

namespace ormd {

// UNSUPPORTED, naming what they are about.
absl::Status SqliteHasNoMaterializedView(const View& view);
absl::Status SqliteHasNoCollation(const Table& table, const TableColumn& column);
absl::Status SqliteCountsOnlyWholeKeys(const Table& table, const TableColumn& column);
// Two that differ in nothing but case.
absl::Status SqliteTakesNamesForOne(std::string_view what, std::string_view name);
absl::Status SqliteWantsColumns(const Table& table);

// INTERNAL: the text that SQLite keeps of it is none that it could have made.
absl::Status UnreadableSqliteObject(std::string_view name);

}  // namespace ormd
