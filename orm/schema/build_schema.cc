#include "orm/schema/build_schema.h"

#include <algorithm>

#include "orm/base/error.h"
#include "orm/schema/build_table.h"
#include "orm/schema/constraint_names.h"

namespace ormd {
namespace {

using Names = std::vector<std::string>;

bool BeginsWith(const Names& columns, const Names& prefix) {
  return columns.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), columns.begin());
}

bool IsPlain(const TableIndex& index) {
  return index.where.empty() && (index.method.empty() || index.method == "btree");
}

// Whether rows are found by these columns already.
bool IsCovered(const Table& table, const Names& columns) {
  if (BeginsWith(table.primary_key.columns, columns)) return true;
  const auto unique_covers = [&](const UniqueConstraint& unique) { return BeginsWith(unique.columns, columns); };
  const auto index_covers = [&](const TableIndex& index) {
    return IsPlain(index) && BeginsWith(index.columns, columns);
  };
  return std::any_of(table.uniques.begin(), table.uniques.end(), unique_covers) ||
         std::any_of(table.indexes.begin(), table.indexes.end(), index_covers);
}

// Columns of relations: select-in populates and cascades look rows up by them, with or without a constraint.
std::vector<Names> RelationColumns(const EntityMetadata& entity) {
  std::vector<Names> relations;
  for (const auto& property : entity.properties) {
    if (!property->is_to_one() || !property->has_columns()) continue;
    Names& names = relations.emplace_back();
    for (size_t i = 0; i < property->column_count; ++i) {
      names.push_back(entity.columns[property->first_column + i].name);
    }
  }
  return relations;
}

void AddIndex(const Names& columns, TakenNames& taken, Table& table) {
  if (IsCovered(table, columns)) return;
  std::string name = taken.Claim(table.name, DefaultName(table.name.name, columns, "index"));
  table.indexes.push_back({std::move(name), columns, {}, "", "", "", false});
}

TakenNames NamesOf(const DatabaseSchema& database) {
  TakenNames taken;
  for (const Table& table : database.tables) {
    taken.Take(table.name.schema, table.name.name);
    for (const UniqueConstraint& unique : table.uniques) taken.Take(table.name.schema, unique.name);
    for (const TableIndex& index : table.indexes) taken.Take(table.name.schema, index.name);
  }
  return taken;
}

std::vector<const PropertyMetadata*> PivotsOf(const Schema& schema) {
  std::vector<const PropertyMetadata*> pivots;
  for (const auto& entity : schema.entities()) {
    for (const auto& property : entity->properties) {
      if (property->pivot.has_value()) pivots.push_back(property.get());
    }
  }
  return pivots;
}

}  // namespace

absl::StatusOr<DatabaseSchema> BuildSchema(const Schema& schema, const Platform& platform) {
  DatabaseSchema database;
  for (const auto& entity : schema.entities()) {
    ORMD_ASSIGN_OR_RETURN(Table table, BuildEntityTable(*entity, platform));
    database.tables.push_back(std::move(table));
  }
  const std::vector<const PropertyMetadata*> pivots = PivotsOf(schema);
  for (const PropertyMetadata* relation : pivots) database.tables.push_back(BuildPivotTable(*relation));

  TakenNames taken = NamesOf(database);
  for (Table& table : database.tables) table.primary_key.name = taken.Claim(table.name, table.name.name + "_pkey");
  for (size_t i = 0; i < schema.entities().size(); ++i) {
    for (const Names& columns : RelationColumns(*schema.entities()[i])) AddIndex(columns, taken, database.tables[i]);
  }
  for (size_t i = 0; i < pivots.size(); ++i) {
    AddIndex(pivots[i]->pivot->target_columns, taken, database.tables[schema.entities().size() + i]);
  }
  return database;
}

}  // namespace ormd
