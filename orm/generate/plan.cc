#include "orm/generate/plan.h"

#include <algorithm>
#include <map>

#include "orm/base/strings.h"
#include "orm/generate/column_lists.h"
#include "orm/generate/inverses.h"

namespace ormd {
namespace {

std::vector<std::string> MessageNames(const TableName& table) {
  const std::string name = CamelName(Singular(SnakeName(table.name)));
  if (table.schema.empty()) return {name};
  return {name, StrCat(CamelName(SnakeName(table.schema)), name)};
}

// "artist" of the column "ArtistId"; empty where the column does not end like a key.
std::string WithoutKeySuffix(const std::string& column, const std::string& target_column) {
  for (const std::string& suffix : {StrCat("_", SnakeName(target_column)), std::string("_id"), std::string("_uuid")}) {
    if (column.ends_with(suffix) && column.size() > suffix.size()) {
      return column.substr(0, column.size() - suffix.size());
    }
  }
  return "";
}

// The beginning that all columns have before the names of the target's; empty where they have none.
std::string CommonPrefix(const Relation& relation) {
  std::string prefix;
  for (size_t i = 0; i < relation.columns.size(); ++i) {
    const std::string own = WithoutKeySuffix(SnakeName(relation.columns[i]), relation.target->primary_key.columns[i]);
    if (own.empty() || (i > 0 && own != prefix)) return "";
    prefix = own;
  }
  return prefix;
}

std::vector<std::string> RelationNames(const Relation& relation) {
  std::vector<std::string> names;
  if (std::string prefix = CommonPrefix(relation); !prefix.empty()) names.push_back(std::move(prefix));
  if (relation.columns.size() == 1) {
    names.push_back(SnakeName(relation.columns.front()));
  } else {
    names.push_back(Singular(SnakeName(relation.target->name.name)));
  }
  return names;
}

// Scalars first, so that they keep the names of their columns.
void NameProperties(EntityPlan& plan) {
  for (PropertyPlan& property : plan.properties) {
    if (property.relation == nullptr) property.name = plan.names.Claim({SnakeName(property.columns.front())});
  }
  for (PropertyPlan& property : plan.properties) {
    if (property.relation != nullptr) property.name = plan.names.Claim(RelationNames(*property.relation));
  }
}

const Relation* RelationAt(const TableRelations& found, const std::string& column) {
  for (const Relation& relation : found.relations) {
    if (Holds(relation.columns, column)) return &relation;
  }
  return nullptr;
}

// In the order of the columns.
void AddProperties(EntityPlan& plan) {
  const ColumnNames& key = plan.table->primary_key.columns;
  for (const TableColumn& column : plan.table->columns) {
    const Relation* relation = plan.relations == nullptr ? nullptr : RelationAt(*plan.relations, column.name);
    if (relation == nullptr) {
      plan.properties.push_back({"", {column.name}, &column, nullptr, Holds(key, column.name)});
    } else if (plan.PropertyOf(column.name) == nullptr) {
      plan.properties.push_back({"", relation->columns, nullptr, relation, relation->primary});
    }
  }
}

// The key's order is that of its fields: its properties change places among themselves.
void OrderKey(EntityPlan& plan) {
  std::vector<size_t> places;
  std::vector<PropertyPlan> key;
  for (size_t i = 0; i < plan.properties.size(); ++i) {
    if (!plan.properties[i].primary) continue;
    places.push_back(i);
    key.push_back(plan.properties[i]);
  }
  const ColumnNames& columns = plan.table->primary_key.columns;
  const auto place = [&](const PropertyPlan& property) {
    return std::find(columns.begin(), columns.end(), property.columns.front());
  };
  std::sort(key.begin(), key.end(), [&](const PropertyPlan& a, const PropertyPlan& b) { return place(a) < place(b); });
  for (size_t i = 0; i < places.size(); ++i) plan.properties[places[i]] = std::move(key[i]);
}

EntityPlan PlanOf(const Table& table, const TableRelations* relations, const View* view, NameScope& messages) {
  EntityPlan plan;
  plan.table = &table;
  plan.view = view;
  plan.relations = relations;
  plan.message = messages.Claim(MessageNames(table.name), "");
  AddProperties(plan);
  OrderKey(plan);
  NameProperties(plan);
  return plan;
}

}  // namespace

std::vector<EntityPlan> PlanEntities(const RelationMap& relations, const std::vector<const View*>& views,
                                     const std::vector<Table>& view_tables) {
  std::map<TableName, const Table*> ordered;
  for (const auto& [table, found] : relations.tables) ordered.emplace(table->name, table);
  NameScope messages;
  std::vector<EntityPlan> plans;
  for (const auto& [name, table] : ordered) {
    plans.push_back(PlanOf(*table, &relations.tables.at(table), nullptr, messages));
  }
  for (size_t i = 0; i < views.size(); ++i) plans.push_back(PlanOf(view_tables[i], nullptr, views[i], messages));
  AddInverses(relations, plans);
  return plans;
}

}  // namespace ormd
