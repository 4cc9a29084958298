#include "orm/schema/build_table.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/constraint_names.h"
#include "orm/schema/errors.h"
#include "orm/schema/foreign_key_rules.h"

namespace ormd {
namespace {

using Names = std::vector<std::string>;

Names NamesOf(const EntityMetadata& entity, const std::vector<size_t>& columns) {
  Names names;
  for (const size_t column : columns) names.push_back(entity.columns[column].name);
  return names;
}

Names NamesOf(const EntityMetadata& entity, const PropertyMetadata& property) {
  Names names;
  for (size_t i = 0; i < property.column_count; ++i) names.push_back(entity.columns[property.first_column + i].name);
  return names;
}

Value EmptyValue(const PropertyMetadata& property) {
  if (property.type.kind == TypeKind::kArray) return Value(List{});
  return Value(property.field->is_map() ? "{}" : "[]");
}

// What the entity's default is as a value; nullopt where it has none, or one in SQL.
absl::StatusOr<std::optional<Value>> DefaultValue(const PropertyMetadata& property, const Type& type) {
  if (property.default_value.has_value()) {
    absl::StatusOr<Value> value = Canonicalize(type, Value(*property.default_value));
    if (!value.ok()) return UnfitDefault(*property.owner, property.name);
    return *std::move(value);
  }
  // An integer version starts at 1.
  if (property.version && type.kind != TypeKind::kTimestamp) return Value(1);
  if (property.empty_by_default()) return EmptyValue(property);
  return std::nullopt;
}

absl::StatusOr<std::optional<std::string>> DefaultSql(const PropertyMetadata& property, const Type& type,
                                                      const Platform& platform) {
  if (property.default_raw.has_value()) return property.default_raw;
  ORMD_ASSIGN_OR_RETURN(const std::optional<Value> value, DefaultValue(property, type));
  if (value.has_value()) return platform.Literal(type, *value);
  // A version of time is set by the clock of the database where nobody else sets it.
  if (property.version) return "now()";
  return std::nullopt;
}

absl::StatusOr<TableColumn> BuildColumn(const EntityMetadata& entity, const Column& source, const Platform& platform) {
  const PropertyMetadata& property = entity.property(source.property);
  TableColumn column;
  column.name = source.name;
  column.type = source.type;
  column.nullable = source.nullable && !property.primary;
  column.comment = property.comment;
  if (!property.is_scalar()) return column;
  column.identity = property.identity;
  column.generated = property.generated;
  column.generated_stored = property.generated_stored;
  ORMD_ASSIGN_OR_RETURN(column.default_sql, DefaultSql(property, column.type, platform));
  return column;
}

std::string Quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) out.append(c == quote ? 2 : 1, c);
  return out + quote;
}

// Identifiers and texts are quoted alike on every platform.
std::string EnumCheck(const Column& column) {
  Names labels;
  for (const std::string& label : column.type.labels) labels.push_back(Quoted(label, '\''));
  return StrCat(Quoted(column.name, '"'), " IN (", StrJoin(labels, ", "), ")");
}

void AddChecks(const EntityMetadata& entity, Table& table) {
  for (const CheckMetadata& check : entity.checks) table.checks.push_back({FitName(check.name), check.expression});
  const auto taken = [&](const std::string& name) {
    return std::any_of(table.checks.begin(), table.checks.end(),
                       [&](const TableCheck& check) { return check.name == name; });
  };
  for (const Column& column : entity.columns) {
    if (column.type.kind != TypeKind::kEnum) continue;
    std::string name = DefaultName(entity.table, {column.name}, "check");
    if (taken(name)) name = DefaultName(entity.table, {column.name}, "enum_check");
    table.checks.push_back({std::move(name), EnumCheck(column)});
  }
}

void AddIndexes(const EntityMetadata& entity, Table& table) {
  for (const UniqueMetadata& unique : entity.uniques) {
    table.uniques.push_back({FitName(unique.name), NamesOf(entity, unique.columns), Deferrable::kNot});
  }
  for (const IndexMetadata& index : entity.indexes) {
    table.indexes.push_back({FitName(index.name), NamesOf(entity, index.columns), NamesOf(entity, index.include),
                             index.expression, index.where, index.method, false});
  }
}

TableName NameOf(const EntityMetadata& entity) { return {entity.schema, entity.table}; }

ForeignKey BuildForeignKey(const PropertyMetadata& relation) {
  const EntityMetadata& target = *relation.target;
  const ForeignKeyRules rules = RulesOf(relation);
  ForeignKey key;
  key.columns = NamesOf(*relation.owner, relation);
  key.name = DefaultName(relation.owner->table, key.columns, "foreign");
  key.target = NameOf(target);
  key.target_columns = NamesOf(target, target.key_columns);
  key.on_delete = rules.on_delete;
  key.on_update = rules.on_update;
  return key;
}

void AddForeignKeys(const EntityMetadata& entity, Table& table) {
  for (const auto& property : entity.properties) {
    if (property->is_to_one() && property->has_columns() && property->constraint) {
      table.foreign_keys.push_back(BuildForeignKey(*property));
    }
  }
}

// Columns of a pivot table that hold the key of `entity`, and the foreign key over them.
void AddPivotSide(const Names& names, const EntityMetadata& entity, bool constraint, Table& table) {
  for (size_t i = 0; i < names.size(); ++i) {
    TableColumn column;
    column.name = names[i];
    column.type = entity.columns[entity.key_columns[i]].type;
    table.columns.push_back(std::move(column));
    table.primary_key.columns.push_back(names[i]);
  }
  if (!constraint) return;
  table.foreign_keys.push_back({DefaultName(table.name.name, names, "foreign"), names, NameOf(entity),
                                NamesOf(entity, entity.key_columns), ReferentialAction::kCascade,
                                ReferentialAction::kCascade, Deferrable::kNot});
}

}  // namespace

absl::StatusOr<Table> BuildEntityTable(const EntityMetadata& entity, const Platform& platform) {
  Table table;
  table.name = NameOf(entity);
  table.comment = entity.comment;
  for (const Column& source : entity.columns) {
    ORMD_ASSIGN_OR_RETURN(TableColumn column, BuildColumn(entity, source, platform));
    table.columns.push_back(std::move(column));
  }
  table.primary_key.columns = NamesOf(entity, entity.key_columns);
  AddChecks(entity, table);
  AddIndexes(entity, table);
  AddForeignKeys(entity, table);
  return table;
}

Table BuildPivotTable(const PropertyMetadata& relation) {
  const PivotTable& pivot = *relation.pivot;
  Table table;
  table.name = {pivot.schema, pivot.name};
  AddPivotSide(pivot.owner_columns, *relation.owner, relation.constraint, table);
  AddPivotSide(pivot.target_columns, *relation.target, relation.constraint, table);
  return table;
}

}  // namespace ormd
