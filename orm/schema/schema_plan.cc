#include "orm/schema/schema_plan.h"

#include <algorithm>
#include <set>

namespace ormd {
namespace {

void PlanSchema(const TableName& name, const Catalog& catalog, CreatePlan& plan) {
  if (!catalog.has_schemas || name.schema.empty() || catalog.schemas.contains(name.schema)) return;
  if (std::find(plan.schemas.begin(), plan.schemas.end(), name.schema) != plan.schemas.end()) return;
  plan.schemas.push_back(name.schema);
}

bool IsPlain(const TableIndex& index) {
  return index.expression.empty() && index.where.empty() && index.method.empty() && index.include.empty();
}

bool Stands(const TableIndex& index, const std::string& name, const CatalogTable& table) {
  return IsPlain(index) ? table.HasIndex(name, index.columns) : table.names.contains(name);
}

void PlanMissing(const Table& table, const CatalogTable& standing, const Catalog& catalog, CreatePlan& plan) {
  if (standing.is_view) return;
  for (const UniqueConstraint& unique : table.uniques) {
    const std::string name = catalog.NameIn(table.name, unique.name);
    if (!standing.HasUnique(name, unique.columns)) plan.uniques.emplace_back(&table, &unique);
  }
  for (const TableIndex& index : table.indexes) {
    if (!Stands(index, catalog.NameIn(table.name, index.name), standing)) plan.indexes.emplace_back(&table, &index);
  }
  // Without ALTER TABLE (SQLite), a table keeps the foreign keys that it was made with.
  if (!catalog.has_schemas) return;
  for (const ForeignKey& key : table.foreign_keys) {
    if (!standing.HasForeignKey(key.name, key.columns)) plan.foreign_keys.emplace_back(&table, &key);
  }
}

void PlanWhole(const Table& table, CreatePlan& plan) {
  plan.tables.push_back(&table);
  for (const TableIndex& index : table.indexes) plan.indexes.emplace_back(&table, &index);
  for (const ForeignKey& key : table.foreign_keys) plan.foreign_keys.emplace_back(&table, &key);
}

class DropOrder {
 public:
  explicit DropOrder(const DatabaseSchema& database) : database_(database) {}

  // Those that refer to the table, then the table.
  void Visit(const Table& table) {
    if (!visited_.insert(&table).second) return;
    for (const Table& other : database_.tables) {
      if (RefersTo(other, table.name)) Visit(other);
    }
    order_.push_back(&table);
  }

  std::vector<const Table*> Take() { return std::move(order_); }

 private:
  static bool RefersTo(const Table& table, const TableName& target) {
    return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                       [&](const ForeignKey& key) { return key.target == target; });
  }

  const DatabaseSchema& database_;
  std::set<const Table*> visited_;
  std::vector<const Table*> order_;
};

}  // namespace

CreatePlan PlanCreate(const DatabaseSchema& database, const Catalog& catalog) {
  CreatePlan plan;
  for (const Table& table : database.tables) {
    PlanSchema(table.name, catalog, plan);
    if (const CatalogTable* standing = catalog.Find(table.name)) {
      PlanMissing(table, *standing, catalog, plan);
    } else {
      PlanWhole(table, plan);
    }
  }
  return plan;
}

std::vector<const Table*> PlanDrop(const DatabaseSchema& database, const Catalog& catalog) {
  DropOrder order(database);
  for (const Table& table : database.tables) order.Visit(table);
  std::vector<const Table*> tables = order.Take();
  std::erase_if(tables, [&](const Table* table) {
    const CatalogTable* standing = catalog.Find(table->name);
    return standing == nullptr || standing->is_view;
  });
  return tables;
}

}  // namespace ormd
