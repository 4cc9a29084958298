#include "orm/migration/reached_schema.h"

#include <algorithm>

#include "orm/schema/name_pattern.h"
#include "orm/schema/same_part.h"

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

// A column that is not to be changed is as it was.
void KeepColumns(const Table& before, const std::vector<Change<TableColumn>>& changes, Table& reached) {
  for (TableColumn& column : reached.columns) {
    const TableColumn* was = before.FindColumn(column.name);
    if (was != nullptr && !IsTouched(changes, *was)) column = *was;
  }
  KeepNamed(before.columns, changes, reached.columns);
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
  KeepColumns(before, change.columns, reached);
  KeepNamed(before.uniques, change.uniques, reached.uniques);
  KeepNamed(before.indexes, change.indexes, reached.indexes);
  KeepNamed(before.checks, change.checks, reached.checks);
  KeepNamed(before.foreign_keys, change.foreign_keys, reached.foreign_keys);
}

// Each of `parts` gets the name of the one before that is otherwise the same.
template <typename Part, typename Same>
void KeepNames(const std::vector<Part>& before, std::vector<Part>& parts, Same same) {
  std::vector<const Part*> left;
  for (const Part& part : before) left.push_back(&part);
  for (const bool by_name : {true, false}) {
    for (Part& part : parts) {
      const auto found = std::find_if(left.begin(), left.end(), [&](const Part* other) {
        return (other->name == part.name) == by_name && same(*other, part);
      });
      if (found == left.end()) continue;
      part.name = (*found)->name;
      left.erase(found);
    }
  }
}

// The names under which the parts of a table stand that does not change.
void KeepPartNames(const Table& before, Table& reached) {
  reached.primary_key.name = before.primary_key.name;
  KeepNames(before.uniques, reached.uniques, [](const UniqueConstraint& a, const UniqueConstraint& b) {
    return a.columns == b.columns && a.deferrable == b.deferrable;
  });
  KeepNames(before.indexes, reached.indexes,
            [](const TableIndex& a, const TableIndex& b) { return SameIndex(a, b, nullptr); });
  KeepNames(before.checks, reached.checks,
            [](const TableCheck& a, const TableCheck& b) { return a.expression == b.expression; });
  // The target may have another name.
  KeepNames(before.foreign_keys, reached.foreign_keys, [](const ForeignKey& a, const ForeignKey& b) {
    return a.columns == b.columns && a.target_columns == b.target_columns;
  });
}

template <typename Part>
void CopyNames(const std::vector<Part>& from, std::vector<Part>& to) {
  for (size_t i = 0; i < from.size() && i < to.size(); ++i) to[i].name = from[i].name;
}

bool IsDropped(const SchemaDiff& diff, const Table& table) {
  return std::any_of(diff.dropped.begin(), diff.dropped.end(),
                     [&](const Table* dropped) { return dropped->name == table.name; });
}

template <typename Part>
void KeepIgnored(const std::vector<Part>& before, const std::string& first_schema,
                 const std::vector<std::string>& ignore, std::vector<Part>& parts) {
  std::vector<Part> kept;
  for (Part& part : parts) {
    if (!MatchesAny(part.name, first_schema, ignore)) {
      kept.push_back(std::move(part));
      continue;
    }
    const auto was = std::find_if(before.begin(), before.end(), [&](const Part& old) { return old.name == part.name; });
    if (was != before.end()) kept.push_back(*was);
  }
  parts = std::move(kept);
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
      continue;
    }
    if (change == nullptr) KeepPartNames(before, *stands);
    if (safe) KeepParts(before, change == nullptr ? TableChange() : *change, *stands);
  }
  return reached;
}

// All three have the same tables, columns and parts in the same order; what only stands comes behind them.
DatabaseSchema SnapshotOf(const SchemaDiff& diff, const DatabaseSchema& reached, DatabaseSchema wanted) {
  for (size_t i = 0; i < wanted.tables.size(); ++i) {
    const Table& from = reached.tables[i];
    Table& table = wanted.tables[i];
    for (size_t j = 0; j < table.columns.size(); ++j) {
      const TableColumn& stands = from.columns[j];
      if (!SameType(stands.type, diff.after->tables[i].columns[j].type)) table.columns[j] = stands;
    }
    table.primary_key.name = from.primary_key.name;
    CopyNames(from.uniques, table.uniques);
    CopyNames(from.indexes, table.indexes);
    CopyNames(from.checks, table.checks);
    CopyNames(from.foreign_keys, table.foreign_keys);
  }
  return wanted;
}

DatabaseSchema WithIgnoredAsBefore(DatabaseSchema schema, const DatabaseSchema& before,
                                   const std::vector<std::string>& ignore) {
  KeepIgnored(before.tables, before.first_schema, ignore, schema.tables);
  KeepIgnored(before.views, before.first_schema, ignore, schema.views);
  return schema;
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
