#include "orm/schema/build_table.h"

#include <google/protobuf/descriptor.h>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/constraint_names.h"
#include "orm/schema/enum_check.h"
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
  // NULL is none, of which only a list says so: it would be empty by default.
  if (property.default_raw == "NULL") return std::nullopt;
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
  column.collation = source.collation;
  column.comment = property.comment;
  column.renamed_from = source.renamed_from;
  if (!property.is_scalar()) return column;
  column.identity = property.identity;
  column.generated = property.generated;
  column.generated_stored = property.generated_stored;
  ORMD_ASSIGN_OR_RETURN(column.default_sql, DefaultSql(property, column.type, platform));
  return column;
}

void AddChecks(const EntityMetadata& entity, Table& table) {
  for (const CheckMetadata& check : entity.checks) table.checks.push_back({FitName(check.name), check.expression});
  for (const TableColumn& column : table.columns) {
    // A native enum knows its labels.
    const bool checked = column.type.kind == TypeKind::kEnum && column.type.database_type.empty();
    if (checked) table.checks.push_back(EnumCheck(table, column));
  }
}

std::vector<TableIndex> IndexesOf(const EntityMetadata& entity) {
  std::vector<TableIndex> indexes;
  for (const IndexMetadata& index : entity.indexes) {
    indexes.push_back({FitName(index.name), NamesOf(entity, index.columns), NamesOf(entity, index.include),
                       index.expression, index.where, index.method, index.unique});
  }
  return indexes;
}

void AddIndexes(const EntityMetadata& entity, Table& table) {
  for (const UniqueMetadata& unique : entity.uniques) {
    table.uniques.push_back({FitName(unique.name), NamesOf(entity, unique.columns), unique.deferrable});
  }
  table.indexes = IndexesOf(entity);
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
  key.deferrable = relation.deferrable;
  return key;
}

ForeignKey BuildForeignKey(const EntityMetadata& entity, const ForeignKeyMetadata& source) {
  ForeignKey key;
  key.name = FitName(source.name);
  key.columns = NamesOf(entity, source.columns);
  key.target = {source.schema, source.table};
  key.target_columns = source.target_columns;
  key.on_delete = source.delete_rule;
  key.on_update = source.update_rule;
  key.deferrable = source.deferrable;
  return key;
}

void AddForeignKeys(const EntityMetadata& entity, Table& table) {
  for (const auto& property : entity.properties) {
    if (property->is_to_one() && property->has_columns() && property->constraint) {
      table.foreign_keys.push_back(BuildForeignKey(*property));
    }
  }
  for (const ForeignKeyMetadata& key : entity.foreign_keys) {
    table.foreign_keys.push_back(BuildForeignKey(entity, key));
  }
}

// Rules that the relation does not have are CASCADE.
ReferentialAction OrCascade(ReferentialAction rule) {
  return rule == ReferentialAction::kDefault ? ReferentialAction::kCascade : rule;
}

// Columns of a pivot table that hold the key of `entity`, and the foreign key over them.
void AddPivotSide(const Names& names, const Names& formers, const EntityMetadata& entity,
                  const PropertyMetadata& relation, Table& table) {
  for (size_t i = 0; i < names.size(); ++i) {
    TableColumn column;
    column.name = names[i];
    column.type = entity.columns[entity.key_columns[i]].type;
    column.collation = entity.columns[entity.key_columns[i]].collation;
    if (i < formers.size() && formers[i] != names[i]) column.renamed_from = formers[i];
    table.columns.push_back(std::move(column));
    table.primary_key.columns.push_back(names[i]);
  }
  if (!relation.constraint) return;
  table.foreign_keys.push_back({DefaultName(table.name.name, names, "foreign"), names, NameOf(entity),
                                NamesOf(entity, entity.key_columns), OrCascade(relation.delete_rule),
                                OrCascade(relation.update_rule), Deferrable::kNot});
}

}  // namespace

absl::StatusOr<Table> BuildEntityTable(const EntityMetadata& entity, const Platform& platform) {
  Table table;
  table.name = NameOf(entity);
  table.comment = entity.comment;
  table.renamed_from = entity.renamed_from;
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

View BuildView(const EntityMetadata& entity) {
  View view;
  view.name = NameOf(entity);
  view.definition = entity.view->expression;
  view.materialized = entity.view->materialized;
  view.comment = entity.comment;
  view.indexes = IndexesOf(entity);
  return view;
}

Table BuildPivotTable(const PropertyMetadata& relation) {
  const PivotTable& pivot = *relation.pivot;
  Table table;
  table.name = {pivot.schema, pivot.name};
  table.renamed_from = pivot.renamed_from;
  AddPivotSide(pivot.owner_columns, pivot.former_owner_columns, *relation.owner, relation, table);
  AddPivotSide(pivot.target_columns, pivot.former_target_columns, *relation.target, relation, table);
  return table;
}

}  // namespace ormd
