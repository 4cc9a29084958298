#include "orm/generate/relations.h"

#include <algorithm>
#include <set>

#include "orm/generate/column_lists.h"
#include "orm/generate/pivots.h"
#include "orm/schema/same_part.h"

namespace ormd {
namespace {

using Action = ReferentialAction;

bool Clears(Action action) { return action == Action::kSetNull || action == Action::kSetDefault; }

// Columns of the foreign key in the order of the target's key; empty where it refers to something else.
ColumnNames InKeyOrder(const ForeignKey& key, const Table& target) {
  ColumnNames columns;
  if (key.target_columns.size() != target.primary_key.columns.size()) return {};
  for (const std::string& name : target.primary_key.columns) {
    const auto found = std::find(key.target_columns.begin(), key.target_columns.end(), name);
    if (found == key.target_columns.end()) return {};
    columns.push_back(key.columns[static_cast<size_t>(found - key.target_columns.begin())]);
  }
  return columns;
}

// Where an index or constraint names some of the columns, it names all of them, as a property does.
bool NamedWhole(const Table& table, const ColumnNames& columns) {
  const auto whole = [&](const ColumnNames& named) { return !HoldsAny(named, columns) || HoldsRun(named, columns); };
  return std::all_of(table.uniques.begin(), table.uniques.end(),
                     [&](const UniqueConstraint& unique) { return whole(unique.columns); }) &&
         std::all_of(table.indexes.begin(), table.indexes.end(),
                     [&](const TableIndex& index) { return whole(index.columns) && whole(index.include); });
}

bool IsUnique(const Table& table, const ColumnNames& columns) {
  if (table.primary_key.columns == columns) return true;
  return std::any_of(table.uniques.begin(), table.uniques.end(),
                     [&](const UniqueConstraint& unique) {
                       return unique.columns == columns && unique.deferrable == Deferrable::kNot;
                     }) ||
         std::any_of(table.indexes.begin(), table.indexes.end(), [&](const TableIndex& index) {
           return index.unique && IsPlain(index) && index.columns == columns;
         });
}

// Why these columns cannot be a relation to the target; empty where they can.
std::string_view ColumnMisfit(const Relation& relation) {
  const TableColumn& first = *relation.table->FindColumn(relation.columns.front());
  for (size_t i = 0; i < relation.columns.size(); ++i) {
    const TableColumn& column = *relation.table->FindColumn(relation.columns[i]);
    const TableColumn& target = *relation.target->FindColumn(relation.target->primary_key.columns[i]);
    if (column.default_sql || column.generated || column.identity) return "the database makes values of its columns";
    if (!SameType(column.type, target.type) || column.collation != target.collation) {
      return "its columns have other types than the key";
    }
    if (column.nullable != first.nullable) return "some of its columns may be null, and some may not";
    if (column.comment != first.comment) return "its columns have comments of their own";
  }
  return "";
}

std::string_view KeyMisfit(const Relation& relation) {
  const ColumnNames& key = relation.table->primary_key.columns;
  if (HoldsAny(key, relation.columns) && !HoldsRun(key, relation.columns)) {
    return "the key of its table holds a part of it";
  }
  if ((Clears(relation.key->on_delete) || Clears(relation.key->on_update)) && !relation.nullable) {
    return "it clears columns that may not be null";
  }
  return NamedWhole(*relation.table, relation.columns) ? "" : "an index or constraint names a part of it";
}

class Finder {
 public:
  explicit Finder(const std::vector<const Table*>& tables) : tables_(tables) {
    for (const Table* table : tables) by_name_.emplace(table->name, table);
  }

  RelationMap Find() {
    for (const Table* table : tables_) FindIn(*table);
    for (const Table* table : tables_) BreakCycles(*table);
    FindPivots(map_);
    return std::move(map_);
  }

 private:
  void FindIn(const Table& table) {
    std::vector<const ForeignKey*> keys;
    for (const ForeignKey& key : table.foreign_keys) keys.push_back(&key);
    // Where two share a column, the one that says more is the relation.
    std::stable_sort(keys.begin(), keys.end(),
                     [](const ForeignKey* a, const ForeignKey* b) { return a->columns.size() > b->columns.size(); });
    TableRelations& found = map_.tables[&table];
    for (const ForeignKey* key : keys) Add(table, *key, found);
    SortByColumn(table, found.relations);
  }

  void Add(const Table& table, const ForeignKey& key, TableRelations& found) {
    Relation relation;
    const std::string_view misfit = Read(table, key, found.relations, relation);
    if (misfit.empty()) {
      found.relations.push_back(std::move(relation));
    } else {
      found.refused.push_back({&key, std::string(misfit)});
    }
  }

  std::string_view Read(const Table& table, const ForeignKey& key, const std::vector<Relation>& others,
                        Relation& relation) const {
    const auto target = by_name_.find(key.target);
    if (target == by_name_.end()) return "its target is no entity";
    relation = {&table, &key, target->second, InKeyOrder(key, *target->second), false, false, false};
    if (relation.columns.empty()) return "it refers to columns that are not the target's key";
    for (const Relation& other : others) {
      if (HoldsAny(other.columns, relation.columns)) return "it shares columns with another foreign key";
    }
    relation.nullable = table.FindColumn(relation.columns.front())->nullable;
    relation.primary = HoldsAny(table.primary_key.columns, relation.columns);
    relation.one_to_one = IsUnique(table, relation.columns);
    const std::string_view misfit = ColumnMisfit(relation);
    return misfit.empty() ? KeyMisfit(relation) : misfit;
  }

  static void SortByColumn(const Table& table, std::vector<Relation>& relations) {
    const auto place = [&](const Relation& relation) { return table.FindColumn(relation.columns.front()); };
    std::sort(relations.begin(), relations.end(),
              [&](const Relation& a, const Relation& b) { return place(a) < place(b); });
  }

  // A key cannot be made of itself.
  void BreakCycles(const Table& table) {
    TableRelations& found = map_.tables[&table];
    for (auto relation = found.relations.begin(); relation != found.relations.end();) {
      std::set<const Table*> seen;
      if (relation->primary && Reaches(*relation->target, table, seen)) {
        found.refused.push_back({relation->key, "the key would be made of itself"});
        relation = found.relations.erase(relation);
      } else {
        ++relation;
      }
    }
  }

  bool Reaches(const Table& from, const Table& table, std::set<const Table*>& seen) {
    if (&from == &table) return true;
    if (!seen.insert(&from).second) return false;
    const std::vector<Relation>& relations = map_.tables[&from].relations;
    return std::any_of(relations.begin(), relations.end(), [&](const Relation& relation) {
      return relation.primary && Reaches(*relation.target, table, seen);
    });
  }

  const std::vector<const Table*>& tables_;
  std::map<TableName, const Table*> by_name_;
  RelationMap map_;
};

}  // namespace

RelationMap FindRelations(const std::vector<const Table*>& tables) { return Finder(tables).Find(); }

}  // namespace ormd
