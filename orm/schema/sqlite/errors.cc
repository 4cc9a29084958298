#include "orm/schema/sqlite/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

absl::Status Unsupported(std::string message) { return MakeError({Reason::kUnsupported, std::move(message), {}, {}}); }

absl::Status Failed(std::string message) { return MakeError({Reason::kMigrationFailed, std::move(message), {}, {}}); }

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

absl::Status SqliteCannotRenameIn(const View& view, std::string_view name) {
  return Unsupported(StrCat("the view ", view.name.name, " looks into a table or view that goes or is made anew, and ",
                            name, ", which it mentions, gets another name: drop it before, and make it again after"));
}

absl::Status SqliteColumnWouldGo(std::string_view table, std::string_view column) {
  return Failed(StrCat("the table ", table, " has the column ", column,
                       ", which would be lost: the INSERT INTO … SELECT that copies its rows must copy it, or say "
                       "/* drops \"",
                       column, "\" */"));
}

absl::Status SqliteRemarkWouldGo(std::string_view table, std::string_view remark) {
  return Failed(StrCat("the table ", table, " has ", remark,
                       ", which would be lost: the CREATE TABLE that makes it anew must have it too, or the INSERT "
                       "that copies its rows say /* drops \"",
                       remark, "\" */"));
}

absl::Status SqliteWouldBreak(std::string_view type, std::string_view name, std::string_view fault) {
  return Failed(StrCat("the ", type, " ", name, " would be left broken (", fault, "): change or drop it before"));
}

}  // namespace ormd
