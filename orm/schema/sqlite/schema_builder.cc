#include "orm/schema/sqlite/schema_builder.h"

#include <algorithm>
#include <optional>

#include "orm/base/strings.h"
#include "orm/schema/sqlite/create_index.h"
#include "orm/schema/sqlite/create_table.h"
#include "orm/schema/sqlite/named_parts.h"
#include "orm/schema/sqlite/sql_tokens.h"
#include "orm/schema/sqlite/table_remarks.h"

namespace ormd {
namespace {

using Names = std::vector<std::string>;

void AddUnreadable(const std::string& name, std::string_view kind, DatabaseSchema& schema) {
  schema.others.push_back({{"", name}, kind, true});
}

void AddTable(const SchemaObject& object, DatabaseSchema& schema) {
  std::optional<Table> table = ParseCreateTable(object.name, object.sql);
  if (!table.has_value()) return AddUnreadable(object.name, "unreadable table", schema);
  table->remarks = TableRemarks(object.sql);
  schema.tables.push_back(*std::move(table));
}

void AddView(const SchemaObject& object, DatabaseSchema& schema) {
  std::optional<std::string> definition = ParseCreateView(object.name, object.sql);
  if (!definition.has_value()) return AddUnreadable(object.name, "unreadable view", schema);
  View view;
  view.name.name = object.name;
  view.definition = *std::move(definition);
  schema.views.push_back(std::move(view));
}

// A table is not understood without all of its indexes.
void AddIndex(const SchemaObject& object, Table& table, DatabaseSchema& schema) {
  std::optional<TableIndex> index = ParseCreateIndex(object.name, object.sql);
  if (!index.has_value()) {
    AddUnreadable(table.name.name, "unreadable table", schema);
    std::erase_if(schema.tables, [&](const Table& other) { return &other == &table; });
    return;
  }
  TidyKeys(table, *index);
  if (std::optional<UniqueConstraint> unique = AsUnique(*index); unique.has_value()) {
    table.uniques.push_back(*std::move(unique));
  } else {
    table.indexes.push_back(*std::move(index));
  }
}

bool IsInteger(const Type& type) {
  return type.kind == TypeKind::kSmallint || type.kind == TypeKind::kInteger || type.kind == TypeKind::kBigint;
}

// Whether a column of a table that is not STRICT holds values of the key that it refers to: without a type it holds
// any, and any integer type holds any integer.
bool HoldsKeyOf(const TableColumn& column, const Type& key) {
  return column.untyped || (IsInteger(column.type) && IsInteger(key));
}

// Such a column has the key's type. Whether one has another type now.
bool AdoptTypes(const Table& target, const ForeignKey& key, Table& table) {
  bool adopted = false;
  for (TableColumn& column : table.columns) {
    const auto place = std::find(key.columns.begin(), key.columns.end(), column.name) - key.columns.begin();
    if (static_cast<size_t>(place) >= std::min(key.columns.size(), key.target_columns.size())) continue;
    const TableColumn* wanted = target.FindColumn(key.target_columns[static_cast<size_t>(place)]);
    if (wanted == nullptr || !HoldsKeyOf(column, wanted->type) || column.type == wanted->type) continue;
    column.type = wanted->type;
    adopted = true;
  }
  return adopted;
}

bool AdoptAllTypes(DatabaseSchema& schema) {
  bool adopted = false;
  for (Table& table : schema.tables) {
    for (const ForeignKey& key : table.foreign_keys) {
      const Table* target = table.loose ? FindNamed(schema.tables, key.target.name) : nullptr;
      if (target != nullptr) adopted |= AdoptTypes(*target, key, table);
    }
  }
  return adopted;
}

void ResolveForeignKey(Table& table, DatabaseSchema& schema, ForeignKey& key) {
  Respell(table.columns, key.columns);
  const Table* target = FindNamed(schema.tables, key.target.name);
  if (target == nullptr) return;
  key.target = target->name;
  if (key.target_columns.empty()) key.target_columns = target->primary_key.columns;
  Respell(target->columns, key.target_columns);
}

// Uniques of the statement for which SQLite makes no index.
void DropIdleUniques(Table& table) {
  std::vector<UniqueConstraint> kept;
  for (UniqueConstraint& unique : table.uniques) {
    Respell(table.columns, unique.columns);
    const auto same = [&](const UniqueConstraint& other) { return other.columns == unique.columns; };
    const bool idle = unique.columns == table.primary_key.columns || std::any_of(kept.begin(), kept.end(), same);
    if (!unique.name.empty() || !idle) kept.push_back(std::move(unique));
  }
  table.uniques = std::move(kept);
}

// `"state" IN ('OPEN', 'PAID')`: the texts, where the check is about this column.
std::optional<Names> LabelsOf(const std::string& column, std::string_view expression) {
  const std::vector<SqliteToken> tokens = Tokenize(expression);
  const bool is_list = tokens.size() > 4 && tokens[0].IsName() && SameName(NameOf(tokens[0]), column) &&
                       tokens[1].IsWord("IN") && tokens[2].IsSymbol("(") && tokens.back().IsSymbol(")");
  if (!is_list) return std::nullopt;
  Names labels;
  for (size_t i = 3; i + 1 < tokens.size(); ++i) {
    const bool label = i % 2 == 1;
    if (label ? tokens[i].kind != SqliteToken::Kind::kText : !tokens[i].IsSymbol(",")) return std::nullopt;
    if (label) labels.push_back(NameOf(tokens[i]));
  }
  return labels;
}

void FindLabels(Table& table) {
  for (TableColumn& column : table.columns) {
    if (column.type.kind != TypeKind::kEnum) continue;
    for (const TableCheck& check : table.checks) {
      std::optional<Names> labels = LabelsOf(column.name, check.expression);
      if (labels.has_value()) column.type.labels = *std::move(labels);
    }
  }
}

}  // namespace

void AddObject(const SchemaObject& object, DatabaseSchema& schema) {
  if (object.type == "table") return AddTable(object, schema);
  if (object.type == "view") return AddView(object, schema);
  Table* table = FindNamed(schema.tables, object.table);
  if (object.type == "index" && table != nullptr) return AddIndex(object, *table, schema);
  if (object.type != "trigger") return;
  const std::string remark = StrCat("the trigger ", object.name);
  if (table != nullptr) table->remarks.push_back(remark);
  View* view = FindNamed(schema.views, object.table);
  if (view != nullptr) view->remarks.push_back(remark);
}

void ResolveNames(DatabaseSchema& schema) {
  for (Table& table : schema.tables) Respell(table.columns, table.primary_key.columns);
  for (Table& table : schema.tables) {
    DropIdleUniques(table);
    FindLabels(table);
    for (ForeignKey& key : table.foreign_keys) ResolveForeignKey(table, schema, key);
  }
  // A key may itself have the type of another; keys may refer to each other in a circle.
  for (size_t step = 0; step < schema.tables.size() && AdoptAllTypes(schema); ++step) continue;
}

}  // namespace ormd
