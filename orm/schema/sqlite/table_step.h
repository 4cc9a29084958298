// One table that stands, before and after its change.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "orm/schema/compare.h"
#include "orm/schema/renames.h"
#include "orm/schema/sqlite/rename_steps.h"

namespace ormd {

// New names of all tables and columns that a diff renames.
Renames RenamesOf(const SchemaDiff& diff);

struct TableStep {
  // What stands once all renames are done: with the names that tables and columns have then.
  Table from;
  // What shall stand: `from` with what the diff changes. What the diff leaves alone stays, whatever it asks for; but
  // where names change, indexes take theirs.
  Table to;
  // The renames of columns that lead to `from`. A column that goes gives its name to one that takes it.
  std::vector<RenameStep> column_renames;
  bool keeps_values = false;  // of the TableChange
};

TableStep StepOf(const TableChange& change, const Renames& renames);

// What has to be done. Pointers into the step.
struct TableDifference {
  std::vector<const TableColumn*> added;
  std::vector<const TableColumn*> dropped;
  std::vector<std::pair<const TableColumn*, const TableColumn*>> changed;
  bool key = false;
  std::vector<const TableCheck*> added_checks;
  std::vector<const TableCheck*> dropped_checks;
  std::vector<const ForeignKey*> added_keys;
  std::vector<const ForeignKey*> dropped_keys;
  std::vector<const UniqueConstraint*> added_uniques;
  std::vector<const UniqueConstraint*> dropped_uniques;
  std::vector<const TableIndex*> added_indexes;
  std::vector<const TableIndex*> dropped_indexes;
};

// Whether one of them is the table's own, not an index.
bool HasUnnamed(const std::vector<const UniqueConstraint*>& uniques);

TableDifference DifferenceOf(const TableStep& step);

}  // namespace ormd
