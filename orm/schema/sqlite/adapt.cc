#include "orm/schema/sqlite/adapt.h"

#include <algorithm>
#include <array>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/enum_check.h"
#include "orm/schema/sqlite/create_index.h"
#include "orm/schema/sqlite/errors.h"
#include "orm/schema/sqlite/sql_tokens.h"

namespace ormd {
namespace {

void JoinName(const std::string& schema, std::string& name) {
  if (!schema.empty() && !name.empty()) name = StrCat(schema, ".", name);
}

TableName Joined(TableName name) {
  JoinName(name.schema, name.name);
  name.schema.clear();
  return name;
}

// Unless there is one already.
void AddEnumCheck(const TableColumn& column, Table& table) {
  TableCheck check = EnumCheck(table, column);
  const auto says_so = [&](const TableCheck& other) { return SqlKey(other.expression) == SqlKey(check.expression); };
  if (std::none_of(table.checks.begin(), table.checks.end(), says_so)) table.checks.push_back(std::move(check));
}

void AdaptType(Type& type) {
  std::vector<std::string> labels = std::move(type.labels);
  type = ParseTypeName(TypeName(type)).value_or(Type{});
  type.labels = std::move(labels);
}

bool IsKnownCollation(std::string_view collation) {
  static constexpr std::array<std::string_view, 5> kKnown = {"", "BINARY", "NOCASE", "RTRIM", "ormd_decimal"};
  return std::any_of(kKnown.begin(), kKnown.end(), [&](std::string_view known) { return SameName(known, collation); });
}

absl::Status AdaptColumn(const Table& table, TableColumn& column) {
  AdaptType(column.type);
  column.comment.clear();
  if (!IsKnownCollation(column.collation)) return SqliteHasNoCollation(table, column);
  if (SameName(column.collation, "BINARY")) column.collation.clear();
  const std::vector<std::string>& key = table.primary_key.columns;
  if (column.identity && (key.size() != 1 || key.front() != column.name)) {
    return SqliteCountsOnlyWholeKeys(table, column);
  }
  if (column.identity) column.default_sql.reset();
  if (column.default_sql.has_value()) column.default_sql = OneLine(*column.default_sql);
  if (column.default_sql.has_value() && SameName(*column.default_sql, "NULL")) column.default_sql.reset();
  if (column.generated.has_value()) column.generated = OneLine(WithoutTable(*column.generated, table.name.name));
  return absl::OkStatus();
}

void AdaptIndexes(const std::string& schema, Table& table) {
  for (UniqueConstraint& unique : table.uniques) {
    JoinName(schema, unique.name);
    unique.deferrable = Deferrable::kNot;
  }
  std::vector<TableIndex> indexes = std::move(table.indexes);
  table.indexes.clear();
  for (TableIndex& index : indexes) {
    JoinName(schema, index.name);
    index.include.clear();
    index.method.clear();
    TidyKeys(table, index);
    if (std::optional<UniqueConstraint> unique = AsUnique(index); unique.has_value()) {
      table.uniques.push_back(*std::move(unique));
    } else {
      table.indexes.push_back(std::move(index));
    }
  }
}

void AdaptForeignKey(ForeignKey& key) {
  key.target = Joined(key.target);
  if (key.on_delete == ReferentialAction::kNoAction) key.on_delete = ReferentialAction::kDefault;
  if (key.on_update == ReferentialAction::kNoAction) key.on_update = ReferentialAction::kDefault;
}

absl::Status AdaptTable(Table& table) {
  const std::string schema = table.name.schema;
  table.name = Joined(table.name);
  JoinName(schema, table.renamed_from);
  table.comment.clear();
  table.primary_key.name.clear();
  NameSet names;
  for (TableColumn& column : table.columns) {
    if (!names.insert(LowerName(column.name)).second) {
      return SqliteTakesNamesForOne("column", StrCat(table.name.name, ".", column.name));
    }
    ORMD_RETURN_IF_ERROR(AdaptColumn(table, column));
  }
  if (table.columns.empty()) return SqliteWantsColumns(table);
  AdaptIndexes(schema, table);
  for (TableCheck& check : table.checks) check.expression = OneLine(WithoutTable(check.expression, table.name.name));
  for (const TableColumn& column : table.columns) {
    if (column.type.kind == TypeKind::kEnum && !column.type.labels.empty()) AddEnumCheck(column, table);
  }
  for (ForeignKey& key : table.foreign_keys) AdaptForeignKey(key);
  return absl::OkStatus();
}

absl::Status AdaptView(View& view) {
  if (view.materialized) return SqliteHasNoMaterializedView(view);
  view.name = Joined(view.name);
  view.comment.clear();
  view.definition = OneLine(view.definition);
  view.indexes.clear();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DatabaseSchema> AdaptToSqlite(DatabaseSchema built) {
  NameSet names;
  const auto is_new = [&](const TableName& name) { return names.insert(LowerName(name.name)).second; };
  for (Table& table : built.tables) {
    ORMD_RETURN_IF_ERROR(AdaptTable(table));
    if (!is_new(table.name)) return SqliteTakesNamesForOne("table", table.name.name);
  }
  for (View& view : built.views) {
    ORMD_RETURN_IF_ERROR(AdaptView(view));
    if (!is_new(view.name)) return SqliteTakesNamesForOne("view", view.name.name);
  }
  built.enums.clear();
  built.namespaces.clear();
  return built;
}

}  // namespace ormd
