#include "orm/generate/pivots.h"

#include <algorithm>
#include <optional>
#include <set>

#include "orm/generate/column_lists.h"
#include "orm/schema/same_part.h"

namespace ormd {
namespace {

ColumnNames Joined(ColumnNames first, const ColumnNames& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

bool IsBare(const Table& table) {
  const auto bare = [](const TableColumn& column) { return column.comment.empty(); };
  return table.comment.empty() && table.remarks.empty() && table.uniques.empty() && table.checks.empty() &&
         table.indexes.size() <= 1 && std::all_of(table.columns.begin(), table.columns.end(), bare);
}

// One rule stands for both sides.
bool SameRules(const ForeignKey& a, const ForeignKey& b) {
  const auto stated = [](ReferentialAction action) {
    return action == ReferentialAction::kDefault ? ReferentialAction::kNoAction : action;
  };
  return stated(a.on_delete) == stated(b.on_delete) && stated(a.on_update) == stated(b.on_update) &&
         a.deferrable == Deferrable::kNot && b.deferrable == Deferrable::kNot;
}

std::optional<Pivot> ReadPivot(const Table& table, const TableRelations& found) {
  if (!found.refused.empty() || found.relations.size() != 2 || !IsBare(table)) return std::nullopt;
  Pivot pivot{&table, found.relations[0], found.relations[1], nullptr};
  if (table.primary_key.columns != Joined(pivot.owner.columns, pivot.target.columns)) {
    std::swap(pivot.owner, pivot.target);
  }
  if (table.primary_key.columns != Joined(pivot.owner.columns, pivot.target.columns) ||
      table.primary_key.columns.size() != table.columns.size()) {
    return std::nullopt;
  }
  if (table.name.schema != pivot.owner.target->name.schema || !SameRules(*pivot.owner.key, *pivot.target.key)) {
    return std::nullopt;
  }
  if (table.indexes.empty()) return pivot;
  pivot.index = &table.indexes.front();
  const bool plain = IsPlain(*pivot.index) && !pivot.index->unique;
  return plain && pivot.index->columns == pivot.target.columns ? std::optional(pivot) : std::nullopt;
}

std::set<TableName> Referenced(const RelationMap& map) {
  std::set<TableName> names;
  for (const auto& [table, found] : map.tables) {
    for (const ForeignKey& key : table->foreign_keys) names.insert(key.target);
  }
  return names;
}

}  // namespace

void FindPivots(RelationMap& map) {
  const std::set<TableName> referenced = Referenced(map);
  for (auto entry = map.tables.begin(); entry != map.tables.end();) {
    std::optional<Pivot> pivot = ReadPivot(*entry->first, entry->second);
    if (pivot && !referenced.contains(entry->first->name)) {
      map.pivots.push_back(*std::move(pivot));
      entry = map.tables.erase(entry);
    } else {
      ++entry;
    }
  }
  std::sort(map.pivots.begin(), map.pivots.end(),
            [](const Pivot& a, const Pivot& b) { return a.table->name < b.table->name; });
}

}  // namespace ormd
