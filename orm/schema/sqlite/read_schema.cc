#include "orm/schema/sqlite/read_schema.h"

#include <algorithm>

#include "orm/base/error.h"
#include "orm/schema/sqlite/declared_type.h"
#include "orm/schema/sqlite/schema_builder.h"
#include "orm/schema/sqlite/sql_tokens.h"
#include "orm/sql/platform.h"

namespace ormd {
namespace {

// Tables and views before what belongs to them.
constexpr std::string_view kObjects =
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL "
    "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name NOT LIKE 'ormd\\_%' ESCAPE '\\' AND tbl_name NOT IN "
    "(SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('virtual', 'shadow')) "
    "ORDER BY type NOT IN ('table', 'view'), rowid";

constexpr std::string_view kVirtualTables =
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual' ORDER BY name";

constexpr std::string_view kViewColumns = "SELECT name, type FROM pragma_table_xinfo(?1)";

// SQLite says what a view's column is declared as, without the comment that ormd keeps the type in. A column of the
// same name and storage in a table that the view mentions is most likely where it comes from.
Type TypeOfViewColumn(const DatabaseSchema& schema, const View& view, std::string_view name,
                      std::string_view declared) {
  const Type type = TypeOfDeclaration(declared, "");
  const std::string storage = SqlitePlatform().ColumnType(type);
  for (const Table& table : schema.tables) {
    if (!Mentions(view.definition, {LowerName(table.name.name)})) continue;
    for (const TableColumn& column : table.columns) {
      const bool same = SameName(column.name, name) && SqlitePlatform().ColumnType(column.type) == storage;
      if (same && !table.loose) return column.type;
    }
  }
  return type;
}

// A view that says what the database cannot do (a table that is gone) has no columns.
void ReadViewColumns(const DatabaseSchema& schema, Connection& connection, const Context& context, View& view) {
  const auto result = connection.Execute({std::string(kViewColumns), {view.name.name}}, context);
  if (!result.ok()) return;
  for (size_t row = 0; row < (*result)->rows(); ++row) {
    TableColumn column;
    column.name = std::string((*result)->cell(row, 0).text);
    const std::string_view declared = (*result)->cell(row, 1).text;
    column.type = TypeOfViewColumn(schema, view, column.name, declared);
    column.untyped = declared.empty();
    column.nullable = true;
    view.columns.push_back(std::move(column));
  }
}

}  // namespace

absl::StatusOr<DatabaseSchema> ReadSqliteSchema(Connection& connection, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const auto rows, connection.Execute({std::string(kObjects), {}}, context));
  DatabaseSchema schema;
  for (size_t row = 0; row < rows->rows(); ++row) {
    const SchemaObject object{rows->cell(row, 0).text, std::string(rows->cell(row, 1).text),
                              std::string(rows->cell(row, 2).text), rows->cell(row, 3).text};
    AddObject(object, schema);
  }
  ORMD_ASSIGN_OR_RETURN(const auto others, connection.Execute({std::string(kVirtualTables), {}}, context));
  for (size_t row = 0; row < others->rows(); ++row) {
    schema.others.push_back({{"", std::string(others->cell(row, 0).text)}, "virtual table"});
  }
  ResolveNames(schema);
  for (View& view : schema.views) ReadViewColumns(schema, connection, context, view);
  return schema;
}

}  // namespace ormd
