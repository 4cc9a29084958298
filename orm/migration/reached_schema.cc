#include "orm/migration/reached_schema.h"

#include <algorithm>

namespace ormd {
namespace {

template <typename Part, typename Name>
bool Has(const std::vector<Part>& parts, const Name& name) {
  return std::any_of(parts.begin(), parts.end(), [&](const Part& part) { return part.name == name; });
}

// Whether `part` goes, or goes on as another one.
template <typename Part>
bool IsTouched(const std::vector<Change<Part>>& changes, const Part& part) {
  return std::any_of(changes.begin(), changes.end(), [&](const Change<Part>& change) {
    return change.before != nullptr && change.before->name == part.name;
  });
}

template <typename Part>
void KeepNamed(const std::vector<Part>& before, const std::vector<Change<Part>>& changes, std::vector<Part>& reached) {
  for (const Part& part : before) {
    if (!Has(reached, part.name) && !IsTouched(changes, part)) reached.push_back(part);
  }
}

// A constraint of another name but the same content is the one that stands in `reached`.
template <typename Part>
void KeepConstraints(const std::vector<Part>& before, const std::vector<Change<Part>>& changes,
                     std::vector<Part>& reached) {
  for (const Part& part : before) {
    const auto same = [&](Part other) {
      other.name = part.name;
      return other == part;
    };
    const bool stands = Has(reached, part.name) || std::any_of(reached.begin(), reached.end(), same);
    if (!stands && !IsTouched(changes, part)) reached.push_back(part);
  }
}

const TableChange* ChangeOf(const SchemaDiff& diff, const TableName& before) {
  const auto found = std::find_if(diff.changed.begin(), diff.changed.end(),
                                  [&](const TableChange& change) { return change.table.before->name == before; });
  return found == diff.changed.end() ? nullptr : &*found;
}

Table* Find(std::vector<Table>& tables, const TableName& name) {
  const auto found = std::find_if(tables.begin(), tables.end(), [&](const Table& table) { return table.name == name; });
  return found == tables.end() ? nullptr : &*found;
}

void KeepParts(const Table& before, const TableChange& change, Table& reached) {
  KeepNamed(before.columns, change.columns, reached.columns);
  KeepConstraints(before.uniques, change.uniques, reached.uniques);
  KeepConstraints(before.indexes, change.indexes, reached.indexes);
  KeepConstraints(before.checks, change.checks, reached.checks);
  KeepConstraints(before.foreign_keys, change.foreign_keys, reached.foreign_keys);
}

bool IsDropped(const SchemaDiff& diff, const Table& table) {
  return std::any_of(diff.dropped.begin(), diff.dropped.end(),
                     [&](const Table* dropped) { return dropped->name == table.name; });
}

}  // namespace

DatabaseSchema ReachedSchema(const SchemaDiff& diff, bool safe) {
  DatabaseSchema reached = *diff.after;
  KeepNamed(diff.before->enums, diff.enums, reached.enums);
  KeepNamed(diff.before->views, diff.views, reached.views);
  for (const Table& before : diff.before->tables) {
    const TableChange* change = ChangeOf(diff, before.name);
    const TableName& name = change == nullptr ? before.name : change->table.after->name;
    Table* stands = Find(reached.tables, name);
    if (stands == nullptr) {
      if (!IsDropped(diff, before)) reached.tables.push_back(before);
    } else if (safe) {
      KeepParts(before, change == nullptr ? TableChange() : *change, *stands);
    }
  }
  return reached;
}

DatabaseSchema WithRenamesUndone(const SchemaDiff& diff) {
  DatabaseSchema before = *diff.before;
  for (const TableChange& change : diff.changed) {
    Table& table = *Find(before.tables, change.table.before->name);
    if (change.is_renamed()) table.renamed_from = change.table.after->name.name;
    for (const Change<TableColumn>& column : change.columns) {
      const bool renamed = !column.is_new() && !column.is_gone() && column.before->name != column.after->name;
      if (!renamed) continue;
      const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                      [&](const TableColumn& other) { return other.name == column.before->name; });
      if (found != table.columns.end()) found->renamed_from = column.after->name;
    }
  }
  return before;
}

}  // namespace ormd
