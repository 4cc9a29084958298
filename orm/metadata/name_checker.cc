#include "orm/base/strings.h"
#include "orm/metadata/identifier.h"
#include "orm/metadata/passes.h"

namespace ormd {
namespace {

using Options = orm::EntityOptions;
using PropertySettings = orm::PropertyOptions;

// Where the property's columns are named.
OptionPath ColumnPath(const PropertyMetadata& property) {
  if (property.is_scalar()) return {PropertySettings::kColumnFieldNumber};
  if (property.kind == PropertyKind::kManyToOne) {
    return {PropertySettings::kManyToOneFieldNumber, orm::ManyToOne::kColumnsFieldNumber};
  }
  return {PropertySettings::kOneToOneFieldNumber, orm::OneToOne::kColumnsFieldNumber};
}

void CheckColumns(const EntityMetadata& entity, BuildContext& context) {
  OwnedNames names;
  for (const Column& column : entity.columns) {
    const PropertyMetadata& property = entity.property(column.property);
    const OptionPath path = ColumnPath(property);
    if (const std::string fault = IdentifierFault("column", column.name); !fault.empty()) {
      context.faults.Add(property, path, fault);
      continue;
    }
    const std::string owner = names.Take("", column.name, property.name);
    if (owner.empty()) continue;
    context.faults.Add(property, path, StrCat("column '", column.name, "' is taken by '", owner, "'"));
  }
}

void CheckTable(const EntityMetadata& entity, OwnedNames& tables, BuildContext& context) {
  const OptionPath path = {Options::kTableFieldNumber};
  const bool has_schema = OptionsOf(entity).has_schema();
  if (const std::string fault = TableNameFault("table", entity.table); !fault.empty()) {
    context.faults.Add(entity, path, fault);
  }
  if (const std::string fault = IdentifierFault("schema", entity.schema); has_schema && !fault.empty()) {
    context.faults.Add(entity, {Options::kSchemaFieldNumber}, fault);
  }
  const std::string owner = tables.Take(FoldedName(entity.schema), entity.table, entity.name);
  if (!owner.empty()) context.faults.Add(entity, path, StrCat("table '", entity.table, "' is taken by ", owner));
}

void CheckPivotColumns(const PropertyMetadata& property, BuildContext& context) {
  OwnedNames names;
  std::vector<std::string> columns = property.pivot->owner_columns;
  columns.insert(columns.end(), property.pivot->target_columns.begin(), property.pivot->target_columns.end());
  for (const std::string& column : columns) {
    std::string fault = IdentifierFault("column", column);
    if (fault.empty() && !names.Take("", column, "pivot").empty()) {
      fault = StrCat("column '", column, "' stands twice in the pivot table '", property.pivot->name, "'");
    }
    if (!fault.empty()) context.faults.Add(property, {PropertySettings::kManyToManyFieldNumber}, fault);
  }
}

void CheckPivot(const PropertyMetadata& property, OwnedNames& tables, BuildContext& context) {
  const PivotTable& pivot = *property.pivot;
  const OptionPath path = {PropertySettings::kManyToManyFieldNumber, orm::ManyToMany::kPivotTableFieldNumber};
  if (const std::string fault = TableNameFault("pivot table", pivot.name); !fault.empty()) {
    context.faults.Add(property, path, fault);
  }
  const std::string owner =
      tables.Take(FoldedName(pivot.schema), pivot.name, StrCat(property.owner->name, ".", property.name));
  if (!owner.empty()) {
    context.faults.Add(property, path, StrCat("pivot table '", pivot.name, "' is taken by ", owner));
  }
  CheckPivotColumns(property, context);
}

void CheckConstraint(const EntityMetadata& entity, int setting, std::string_view what, std::string_view scope,
                     const std::string& name, OwnedNames& names, BuildContext& context) {
  if (name.empty()) return context.faults.Add(entity, {setting}, StrCat("the name of ", what, " is empty"));
  const std::string owner = names.Take(scope, name, entity.name);
  if (owner.empty()) return;
  context.faults.Add(entity, {setting}, StrCat("the name '", name, "' of ", what, " is taken by ", owner));
}

// Indexes and uniques share their names with tables within a database schema, checks within a table.
void CheckConstraints(const EntityMetadata& entity, OwnedNames& tables, BuildContext& context) {
  const std::string schema = FoldedName(entity.schema);
  for (const IndexMetadata& index : entity.indexes) {
    CheckConstraint(entity, Options::kIndexesFieldNumber, "an index", schema, index.name, tables, context);
  }
  for (const UniqueMetadata& unique : entity.uniques) {
    CheckConstraint(entity, Options::kUniquesFieldNumber, "a unique constraint", schema, unique.name, tables, context);
  }
  OwnedNames checks;
  for (const CheckMetadata& check : entity.checks) {
    CheckConstraint(entity, Options::kChecksFieldNumber, "a check", "", check.name, checks, context);
  }
}

}  // namespace

void CheckNames(BuildContext& context) {
  OwnedNames tables;
  for (const auto& entity : context.entities) CheckTable(*entity, tables, context);
  for (const auto& entity : context.entities) {
    for (const auto& property : entity->properties) {
      if (property->pivot) CheckPivot(*property, tables, context);
    }
  }
  for (const auto& entity : context.entities) {
    CheckColumns(*entity, context);
    CheckConstraints(*entity, tables, context);
  }
  CheckDatabaseNames(context);
}

}  // namespace ormd
