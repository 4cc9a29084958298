#include "orm/schema/sqlite/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

absl::Status Unsupported(std::string message) { return MakeError({Reason::kUnsupported, std::move(message), {}, {}}); }

}  // namespace

absl::Status SqliteHasNoMaterializedView(const View& view) {
  return Unsupported(StrCat("SQLite has no materialized views: ", view.name.name));
}

absl::Status SqliteHasNoCollation(const Table& table, const TableColumn& column) {
  return Unsupported(StrCat("SQLite has no collation \"", column.collation, "\", which ", table.name.name, ".",
                            column.name, " asks for"));
}

absl::Status SqliteCountsOnlyWholeKeys(const Table& table, const TableColumn& column) {
  return Unsupported(StrCat("SQLite cannot count ", table.name.name, ".", column.name,
                            ": it counts an integer that is the whole primary key"));
}

absl::Status SqliteTakesNamesForOne(std::string_view what, std::string_view name) {
  return Unsupported(StrCat("SQLite knows no case of names: ", what, " ", name, " stands twice"));
}

absl::Status SqliteWantsColumns(const Table& table) {
  return Unsupported(StrCat("SQLite has no tables without columns: ", table.name.name));
}

absl::Status UnreadableSqliteObject(std::string_view name) {
  return MakeError({Reason::kInternal, StrCat("the schema of the database says nothing sound about ", name), {}, {}});
}

}  // namespace ormd
