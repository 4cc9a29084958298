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

// Serves look-ups of all rows by its first columns.
bool FindsRows(const TableIndex& index) {
  return index.expression.empty() && index.where.empty() && (index.method.empty() || index.method == "btree");
}

// Whether rows are found by these columns already.
bool IsCovered(const Table& table, const Names& columns) {
  if (BeginsWith(table.primary_key.columns, columns)) return true;
  const auto unique_covers = [&](const UniqueConstraint& unique) { return BeginsWith(unique.columns, columns); };
  const auto index_covers = [&](const TableIndex& index) {
    return FindsRows(index) && BeginsWith(index.columns, columns);
  };
  return std::any_of(table.uniques.begin(), table.uniques.end(), unique_covers) ||
         std::any_of(table.indexes.begin(), table.indexes.end(), index_covers);
}

// Columns of relations: select-in populates and cascades look rows up by them, with or without a constraint.
std::vector<Names> RelationColumns(const EntityMetadata& entity) {
  std::vector<Names> relations;
  for (const auto& property : entity.properties) {
    if (!property->is_to_one() || !property->has_columns() || !property->indexed) continue;
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

class SchemaAssembly {
 public:
  SchemaAssembly(const Schema& schema, const Platform& platform) : schema_(schema), platform_(platform) {}

  absl::StatusOr<DatabaseSchema> Build() && {
    for (const auto& entity : schema_.entities()) ORMD_RETURN_IF_ERROR(AddEntity(*entity));
    for (const auto& entity : schema_.entities()) AddPivots(*entity);
    TakeNames();
    for (Table& table : database_.tables) table.primary_key.name = taken_.Claim(table.name, table.name.name + "_pkey");
    for (size_t i = 0; i < lookups_.size(); ++i) {
      for (const Names& columns : lookups_[i]) AddIndex(columns, taken_, database_.tables[i]);
    }
    return std::move(database_);
  }

 private:
  absl::Status AddEntity(const EntityMetadata& entity) {
    for (const auto& property : entity.properties) AddEnum(*property);
    if (entity.view.has_value()) {
      database_.views.push_back(BuildView(entity));
      return absl::OkStatus();
    }
    ORMD_ASSIGN_OR_RETURN(Table table, BuildEntityTable(entity, platform_));
    database_.tables.push_back(std::move(table));
    lookups_.push_back(RelationColumns(entity));
    return absl::OkStatus();
  }

  void AddEnum(const PropertyMetadata& property) {
    if (property.native_enum.empty()) return;
    const TableName name{property.owner->schema, property.native_enum};
    const auto named = [&](const EnumType& type) { return type.name == name; };
    if (std::any_of(database_.enums.begin(), database_.enums.end(), named)) return;
    const bool list = property.type.kind == TypeKind::kArray;
    database_.enums.push_back({name, list ? property.type.element->labels : property.type.labels});
  }

  void AddPivots(const EntityMetadata& entity) {
    for (const auto& property : entity.properties) {
      if (!property->pivot.has_value()) continue;
      database_.tables.push_back(BuildPivotTable(*property));
      lookups_.emplace_back();
      if (property->indexed) lookups_.back().push_back(property->pivot->target_columns);
    }
  }

  void TakeNames() {
    for (const View& view : database_.views) {
      taken_.Take(view.name.schema, view.name.name);
      for (const TableIndex& index : view.indexes) taken_.Take(view.name.schema, index.name);
    }
    for (const Table& table : database_.tables) {
      taken_.Take(table.name.schema, table.name.name);
      for (const UniqueConstraint& unique : table.uniques) taken_.Take(table.name.schema, unique.name);
      for (const TableIndex& index : table.indexes) taken_.Take(table.name.schema, index.name);
    }
  }

  const Schema& schema_;
  const Platform& platform_;
  DatabaseSchema database_;
  std::vector<std::vector<Names>> lookups_;  // of each table: columns by which rows are looked up
  TakenNames taken_;
};

}  // namespace

absl::StatusOr<DatabaseSchema> BuildSchema(const Schema& schema, const Platform& platform) {
  return SchemaAssembly(schema, platform).Build();
}

}  // namespace ormd
