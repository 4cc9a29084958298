#include "orm/generate/unique_names.h"

#include <algorithm>

#include "orm/generate/column_lists.h"
#include "orm/schema/constraint_names.h"

namespace ormd {
namespace {

std::string OwnName(const Table& table, const ColumnNames& columns) {
  return DefaultName(table.name.name, columns, "unique");
}

std::string NameOf(const Table& table, const UniqueConstraint& unique) {
  return unique.name.empty() ? OwnName(table, unique.columns) : unique.name;
}

// Those of everything but uniques.
TakenNames NamesBesideUniques(const DatabaseSchema& database) {
  TakenNames names;
  for (const Table& table : database.tables) names.Take(table.name.schema, table.name.name);
  for (const View& view : database.views) names.Take(view.name.schema, view.name.name);
  for (const Table& table : database.tables) {
    for (const TableIndex& index : table.indexes) names.Take(table.name.schema, index.name);
  }
  for (const View& view : database.views) {
    for (const TableIndex& index : view.indexes) names.Take(view.name.schema, index.name);
  }
  return names;
}

TakenNames NamesIn(const DatabaseSchema& database) {
  TakenNames names = NamesBesideUniques(database);
  for (const Table& table : database.tables) {
    for (const UniqueConstraint& unique : table.uniques) names.Take(table.name.schema, NameOf(table, unique));
  }
  return names;
}

// The names of the uniques and unique indexes that a one_to_one's own constraint could stand for.
std::vector<std::string> UniquesOver(const Table& table, const ColumnNames& columns) {
  std::vector<std::string> names;
  for (const UniqueConstraint& unique : table.uniques) {
    if (unique.columns == columns && unique.deferrable == Deferrable::kNot) names.push_back(NameOf(table, unique));
  }
  for (const TableIndex& index : table.indexes) {
    if (index.unique && index.where.empty() && index.columns == columns) names.push_back(index.name);
  }
  return names;
}

}  // namespace

void NameUniques(DatabaseSchema& database) {
  TakenNames names = NamesBesideUniques(database);
  for (Table& table : database.tables) {
    for (UniqueConstraint& unique : table.uniques) {
      const std::string name = NameOf(table, unique);
      if (std::string claimed = names.Claim(table.name, name); claimed != name) unique.name = std::move(claimed);
    }
  }
}

void FindOwnUniques(const DatabaseSchema& database, RelationMap& relations) {
  TakenNames names = NamesIn(database);
  for (auto& [table, found] : relations.tables) {
    for (Relation& relation : found.relations) {
      const std::vector<std::string> uniques = UniquesOver(*table, relation.columns);
      if (!relation.one_to_one || uniques.size() > 1) continue;
      const std::string name = OwnName(*table, relation.columns);
      // A key is unique without one.
      relation.own_unique = uniques.empty() || uniques.front() == name || names.Claim(table->name, name) == name;
    }
  }
}

}  // namespace ormd
