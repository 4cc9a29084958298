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
// A view of somebody else's that must be made anew and names what gets another name.
absl::Status SqliteCannotRenameIn(const View& view, std::string_view name);

// MIGRATION_FAILED: a script that makes a table anew has found more than its writer knew.
absl::Status SqliteColumnWouldGo(std::string_view table, std::string_view column);
// `remark`: as in Table::remarks.
absl::Status SqliteRemarkWouldGo(std::string_view table, std::string_view remark);
// MIGRATION_FAILED: the trigger or view worked, and would no more, for what the database says.
absl::Status SqliteWouldBreak(std::string_view type, std::string_view name, std::string_view fault);

}  // namespace ormd
