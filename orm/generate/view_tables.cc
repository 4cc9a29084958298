#include "orm/generate/view_tables.h"

#include <algorithm>

#include "orm/generate/words.h"
#include "orm/metadata/identifier.h"

namespace ormd {
namespace {

bool FitsKey(const TableColumn& column) {
  return column.type.kind != TypeKind::kArray && column.type.kind != TypeKind::kJson;
}

using Columns = std::vector<TableColumn>;

// Those with a type, and with names that properties can have.
Columns UsableColumns(const View& view) {
  Columns columns;
  OwnedNames names;
  for (const TableColumn& column : view.columns) {
    if (column.untyped || !IdentifierFault("column", column.name).empty()) continue;
    if (names.Take("", column.name, column.name).empty()) columns.push_back(column);
  }
  return columns;
}

template <typename Fits>
const TableColumn* Find(const Columns& columns, Fits fits) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const TableColumn& column) {
    return FitsKey(column) && fits(SnakeName(column.name));
  });
  return found == columns.end() ? nullptr : &*found;
}

const TableColumn* KeyOf(const Columns& columns) {
  if (const TableColumn* key = Find(columns, [](const std::string& name) { return name == "id"; })) return key;
  if (const TableColumn* key = Find(columns, [](const std::string& name) { return name.ends_with("_id"); })) return key;
  return Find(columns, [](const std::string&) { return true; });
}

}  // namespace

std::optional<Table> TableOfView(const View& view) {
  Table table;
  table.name = view.name;
  table.comment = view.comment;
  table.columns = UsableColumns(view);
  const TableColumn* key = KeyOf(table.columns);
  if (key == nullptr) return std::nullopt;
  for (TableColumn& column : table.columns) column.nullable = &column != key;
  table.primary_key.columns = {key->name};
  table.indexes = view.indexes;
  return table;
}

}  // namespace ormd
