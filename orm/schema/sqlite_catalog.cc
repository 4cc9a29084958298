#include "absl/strings/ascii.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/catalog_reader.h"

namespace ormd {
namespace {

// A row for each index of each table; a table without indexes has one with nulls. An expression's name is empty.
constexpr std::string_view kTablesAndIndexes =
    "SELECT t.name, CAST(t.type = 'view' AS TEXT), l.name, "
    "(SELECT group_concat(coalesce(name, ''), char(31)) FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY "
    "seqno)), "
    "CAST(l.\"unique\" AS TEXT), CAST(l.partial = 0 AS TEXT) "
    "FROM sqlite_schema AS t LEFT JOIN pragma_index_list(t.name) AS l "
    "WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

void AddIndex(const CatalogRows& rows, size_t row, CatalogTable& table) {
  table.names.insert(absl::AsciiStrToLower(ToAbsl(rows.Text(row, 2))));
  if (!rows.Flag(row, 5)) return;
  table.indexes.insert(rows.Names(row, 3));
  if (rows.Flag(row, 4)) table.uniques.insert(rows.Names(row, 3));
}

}  // namespace

absl::StatusOr<Catalog> ReadSqliteCatalog(Connection& connection, const Context& context) {
  Catalog catalog;
  catalog.has_schemas = false;
  ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, CatalogRows::Read(connection, kTablesAndIndexes, context));
  for (size_t i = 0; i < rows.size(); ++i) {
    CatalogTable& table = catalog.tables[{"", absl::AsciiStrToLower(ToAbsl(rows.Text(i, 0)))}];
    table.is_view = rows.Flag(i, 1);
    if (!rows.Text(i, 2).empty()) AddIndex(rows, i, table);
  }
  return catalog;
}

}  // namespace ormd
