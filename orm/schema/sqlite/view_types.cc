#include "orm/schema/sqlite/view_types.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "orm/base/strings.h"
#include "orm/schema/sqlite/table_sql.h"

namespace ormd {
namespace {

using Storages = std::set<std::string>;

std::string StoragesSql(const View& view, const std::vector<TableColumn*>& columns) {
  std::vector<std::string> storages;
  for (const TableColumn* column : columns) storages.push_back(StrCat("typeof(", QuoteSqlite(column->name), ")"));
  return StrCat("SELECT DISTINCT ", StrJoin(storages, ", "), " FROM ", QuoteSqlite(view.name.name));
}

// `text` is the type of texts. nullopt where there is no value, or where no type holds them all.
std::optional<Type> TypeOf(const Storages& storages, const Type& text) {
  if (storages == Storages{"integer"}) return Type{.kind = TypeKind::kBigint};
  if (storages == Storages{"text"}) return text;
  if (storages == Storages{"blob"}) return Type{.kind = TypeKind::kBytes};
  const bool number = storages == Storages{"real"} || storages == Storages{"integer", "real"};
  return number ? std::optional<Type>(Type{.kind = TypeKind::kDouble}) : std::nullopt;
}

}  // namespace

void TypeViewByValues(View& view, Connection& connection, const Context& context) {
  std::vector<TableColumn*> untyped;
  for (TableColumn& column : view.columns) {
    if (column.untyped) untyped.push_back(&column);
  }
  if (untyped.empty()) return;
  const auto result = connection.Execute({StoragesSql(view, untyped), {}}, context);
  if (!result.ok()) return;
  for (size_t i = 0; i < untyped.size(); ++i) {
    Storages storages;
    for (size_t row = 0; row < (*result)->rows(); ++row) storages.emplace((*result)->cell(row, i).text);
    storages.erase("null");
    const std::optional<Type> type = TypeOf(storages, untyped[i]->type);
    if (!type.has_value()) continue;
    untyped[i]->type = *type;
    untyped[i]->untyped = false;
  }
}

}  // namespace ormd
