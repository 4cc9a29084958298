#include "orm/generate/view_tables.h"

#include <algorithm>

#include "orm/generate/words.h"

namespace ormd {
namespace {

bool FitsKey(const TableColumn& column) {
  return column.type.kind != TypeKind::kArray && column.type.kind != TypeKind::kJson;
}

template <typename Fits>
const TableColumn* Find(const View& view, Fits fits) {
  const auto found = std::find_if(view.columns.begin(), view.columns.end(), [&](const TableColumn& column) {
    return FitsKey(column) && fits(SnakeName(column.name));
  });
  return found == view.columns.end() ? nullptr : &*found;
}

const TableColumn* KeyOf(const View& view) {
  if (const TableColumn* key = Find(view, [](const std::string& name) { return name == "id"; })) return key;
  if (const TableColumn* key = Find(view, [](const std::string& name) { return name.ends_with("_id"); })) return key;
  return Find(view, [](const std::string&) { return true; });
}

}  // namespace

std::optional<Table> TableOfView(const View& view) {
  const TableColumn* key = KeyOf(view);
  if (key == nullptr) return std::nullopt;
  Table table;
  table.name = view.name;
  table.comment = view.comment;
  table.columns = view.columns;
  for (TableColumn& column : table.columns) column.nullable = column.name != key->name;
  table.primary_key.columns = {key->name};
  table.indexes = view.indexes;
  return table;
}

}  // namespace ormd
