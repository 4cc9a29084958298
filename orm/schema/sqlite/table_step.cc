#include "orm/schema/sqlite/table_step.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/schema/same_part.h"
#include "orm/schema/sqlite/named_parts.h"

namespace ormd {
namespace {

using Names = std::vector<std::string>;

NameSet NamesOfColumns(const Table& table) {
  NameSet names;
  for (const TableColumn& column : table.columns) names.insert(LowerName(column.name));
  return names;
}

// Columns that change their name, and those that make room for one.
std::vector<RenameStep> WantedRenames(const TableChange& change) {
  std::vector<RenameStep> wanted;
  NameSet targets;
  for (const Change<TableColumn>& column : change.columns) {
    if (column.is_new() || column.is_gone() || column.before->name == column.after->name) continue;
    wanted.push_back({column.before->name, column.after->name});
    targets.insert(LowerName(column.after->name));
  }
  for (const Change<TableColumn>& column : change.columns) {
    if (column.is_gone() && targets.contains(LowerName(column.before->name))) {
      wanted.push_back({column.before->name, StrCat("ormd_old_", column.before->name)});
    }
  }
  return wanted;
}

NameMap MapOf(const std::vector<RenameStep>& wanted) {
  NameMap names;
  for (const RenameStep& step : wanted) names.emplace(LowerName(step.from), step.to);
  return names;
}

void Rename(const NameMap& names, std::string& name) {
  if (const auto found = names.find(LowerName(name)); found != names.end()) name = found->second;
}

void Rename(const NameMap& names, Names& columns) {
  for (std::string& column : columns) Rename(names, column);
}

void RenameColumns(const NameMap& names, Table& table) {
  for (TableColumn& column : table.columns) {
    Rename(names, column.name);
    if (column.generated.has_value()) column.generated = RenameIn(*column.generated, names);
  }
  Rename(names, table.primary_key.columns);
  for (UniqueConstraint& unique : table.uniques) Rename(names, unique.columns);
  for (TableIndex& index : table.indexes) {
    Rename(names, index.columns);
    index.expression = RenameIn(index.expression, names);
    index.where = RenameIn(index.where, names);
  }
  for (TableCheck& check : table.checks) check.expression = RenameIn(check.expression, names);
  for (ForeignKey& key : table.foreign_keys) Rename(names, key.columns);
}

void RenameTargets(const Renames& renames, Table& table) {
  for (ForeignKey& key : table.foreign_keys) {
    key.target_columns = renames.After(key.target, std::move(key.target_columns));
    key.target = renames.After(key.target);
  }
}

Table RenamedTable(const TableChange& change, const Renames& renames, const std::vector<RenameStep>& wanted) {
  Table table = *change.table.before;
  RenameColumns(MapOf(wanted), table);
  RenameTargets(renames, table);
  table.name = change.table.after->name;
  return table;
}

// The column as it shall be; nullptr where the diff does not ask for it.
const TableColumn* Asked(const TableChange& change, const TableColumn& after) {
  const auto found = std::find_if(change.columns.begin(), change.columns.end(), [&](const Change<TableColumn>& column) {
    return !column.is_gone() && column.after->name == after.name;
  });
  return found == change.columns.end() ? nullptr : found->after;
}

std::vector<TableColumn> WantedColumns(const TableChange& change, const Table& from,
                                       const std::vector<RenameStep>& moved) {
  std::vector<TableColumn> columns;
  for (const TableColumn& after : change.table.after->columns) {
    const TableColumn* standing = FindNamed(from.columns, after.name);
    if (const TableColumn* asked = Asked(change, after); asked != nullptr) {
      columns.push_back(*asked);
    } else if (standing != nullptr) {
      columns.push_back(*standing);
      if (SameType(standing->type, after.type) && !change.keeps_values) columns.back().type = after.type;
    }
  }
  NameSet gone;
  for (const Change<TableColumn>& column : change.columns) {
    if (column.is_gone()) gone.insert(LowerName(column.before->name));
  }
  for (const RenameStep& step : moved) {
    if (gone.contains(LowerName(step.from))) gone.insert(LowerName(step.to));
  }
  for (const TableColumn& column : from.columns) {
    if (FindNamed(columns, column.name) == nullptr && !gone.contains(LowerName(column.name))) columns.push_back(column);
  }
  return columns;
}

// `from` with the changes; `before` has the same parts as `from` in the same order, under their old names.
template <typename Part>
std::vector<Part> WantedParts(const std::vector<Change<Part>>& changes, const std::vector<Part>& before,
                              const std::vector<Part>& from) {
  std::vector<Part> parts;
  for (size_t i = 0; i < from.size(); ++i) {
    const auto touched = [&](const Change<Part>& change) { return change.before == &before[i]; };
    if (std::none_of(changes.begin(), changes.end(), touched)) parts.push_back(from[i]);
  }
  for (const Change<Part>& change : changes) {
    if (!change.is_gone()) parts.push_back(*change.after);
  }
  return parts;
}

bool IsSameIndex(const TableIndex& a, const TableIndex& b) {
  return SameName(a.name, b.name) && a.unique == b.unique && a.columns == b.columns &&
         SqlKey(a.expression) == SqlKey(b.expression) && SqlKey(a.where) == SqlKey(b.where);
}

bool IsSameIndex(const UniqueConstraint& a, const UniqueConstraint& b) {
  return SameName(a.name, b.name) && a.columns == b.columns;
}

// Gives indexes that stay the names that are wanted of their like, lest they stand in the way of those that are named
// after a table or column which takes the old name.
template <typename Part>
void TakeWantedNames(const std::vector<Part>& wanted, std::vector<Part>& parts) {
  for (const Part& part : wanted) {
    const auto named = [&](const Part& other) { return SameName(other.name, part.name); };
    if (std::any_of(parts.begin(), parts.end(), named)) continue;
    const auto same = std::find_if(parts.begin(), parts.end(), [&](Part other) {
      if (other.name.empty()) return false;
      other.name = part.name;
      return IsSameIndex(other, part);
    });
    if (same != parts.end()) same->name = part.name;
  }
}

Table WantedTable(const TableChange& change, const Table& from, const std::vector<RenameStep>& moved) {
  const Table& before = *change.table.before;
  Table to = from;
  to.columns = WantedColumns(change, from, moved);
  if (!change.primary_key.is_new() || !change.primary_key.is_gone()) {
    to.primary_key = change.primary_key.is_gone() ? PrimaryKey() : *change.primary_key.after;
  }
  to.uniques = WantedParts(change.uniques, before.uniques, from.uniques);
  to.indexes = WantedParts(change.indexes, before.indexes, from.indexes);
  if (change.is_renamed() || !moved.empty()) {
    TakeWantedNames(change.table.after->uniques, to.uniques);
    TakeWantedNames(change.table.after->indexes, to.indexes);
  }
  to.checks = WantedParts(change.checks, before.checks, from.checks);
  to.foreign_keys = WantedParts(change.foreign_keys, before.foreign_keys, from.foreign_keys);
  return to;
}

bool SameText(const std::optional<std::string>& a, const std::optional<std::string>& b) {
  return a.has_value() == b.has_value() && (!a.has_value() || SqlKey(*a) == SqlKey(*b));
}

bool IsSameColumn(const TableColumn& a, const TableColumn& b) {
  return SameType(a.type, b.type) && a.nullable == b.nullable && a.identity == b.identity &&
         SameText(a.default_sql, b.default_sql) && SameText(a.generated, b.generated) &&
         (!a.generated.has_value() || a.generated_stored == b.generated_stored) && SameName(a.collation, b.collation);
}

// Those of `parts` that have no fellow among `others`, each of which is the fellow of one: of its namesake first.
template <typename Part, typename Same>
std::vector<const Part*> Lacking(const std::vector<Part>& parts, const std::vector<Part>& others, Same same) {
  std::vector<const Part*> lacking, left;
  for (const Part& part : parts) lacking.push_back(&part);
  for (const Part& other : others) left.push_back(&other);
  for (const bool by_name : {true, false}) {
    std::erase_if(lacking, [&](const Part* part) {
      const auto fellow = std::find_if(left.begin(), left.end(), [&](const Part* other) {
        return same(*part, *other) && (!by_name || SameName(part->name, other->name));
      });
      if (fellow == left.end()) return false;
      left.erase(fellow);
      return true;
    });
  }
  return lacking;
}

void CompareColumns(const TableStep& step, TableDifference& difference) {
  for (const TableColumn& column : step.to.columns) {
    const TableColumn* standing = FindNamed(step.from.columns, column.name);
    if (standing == nullptr) {
      difference.added.push_back(&column);
    } else if (!IsSameColumn(*standing, column)) {
      difference.changed.emplace_back(standing, &column);
    }
  }
  for (const TableColumn& column : step.from.columns) {
    if (FindNamed(step.to.columns, column.name) == nullptr) difference.dropped.push_back(&column);
  }
}

}  // namespace

bool HasUnnamed(const std::vector<const UniqueConstraint*>& uniques) {
  return std::any_of(uniques.begin(), uniques.end(),
                     [](const UniqueConstraint* unique) { return unique->name.empty(); });
}

Renames RenamesOf(const SchemaDiff& diff) {
  Renames renames;
  for (const TableChange& change : diff.changed) {
    const TableName& before = change.table.before->name;
    if (change.is_renamed()) renames.tables.emplace(before, change.table.after->name);
    for (const Change<TableColumn>& column : change.columns) {
      if (column.is_new() || column.is_gone() || column.before->name == column.after->name) continue;
      renames.columns[before].emplace(column.before->name, column.after->name);
    }
  }
  return renames;
}

TableStep StepOf(const TableChange& change, const Renames& renames) {
  const std::vector<RenameStep> wanted = WantedRenames(change);
  TableStep step;
  step.column_renames = OrderRenames(wanted, NamesOfColumns(*change.table.before));
  step.from = RenamedTable(change, renames, wanted);
  step.to = WantedTable(change, step.from, wanted);
  step.keeps_values = change.keeps_values;
  return step;
}

TableDifference DifferenceOf(const TableStep& step) {
  const Table& from = step.from;
  const Table& to = step.to;
  const auto same_check = [](const TableCheck& a, const TableCheck& b) {
    return SqlKey(a.expression) == SqlKey(b.expression);
  };
  const auto same_key = [&](const ForeignKey& a, const ForeignKey& b) { return SameForeignKey(to.name, a, b, {}); };
  const auto same_index = [](const auto& a, const auto& b) { return IsSameIndex(a, b); };
  TableDifference difference;
  CompareColumns(step, difference);
  difference.key = from.primary_key.columns != to.primary_key.columns;
  difference.added_checks = Lacking(to.checks, from.checks, same_check);
  difference.dropped_checks = Lacking(from.checks, to.checks, same_check);
  difference.added_keys = Lacking(to.foreign_keys, from.foreign_keys, same_key);
  difference.dropped_keys = Lacking(from.foreign_keys, to.foreign_keys, same_key);
  difference.added_uniques = Lacking(to.uniques, from.uniques, same_index);
  difference.dropped_uniques = Lacking(from.uniques, to.uniques, same_index);
  difference.added_indexes = Lacking(to.indexes, from.indexes, same_index);
  difference.dropped_indexes = Lacking(from.indexes, to.indexes, same_index);
  return difference;
}

}  // namespace ormd
