// Finds the tables and columns that stand before and after, under the same name or a new one.
#pragma once

#include <vector>

#include "orm/schema/compare.h"
#include "orm/schema/renames.h"

namespace ormd {

struct TableMatch {
  const Table* before = nullptr;
  const Table* after = nullptr;
  // In the order of the columns after: each with the one that it was, nullptr where it is new. Then those that go.
  std::vector<Change<TableColumn>> columns;
};

struct Matches {
  std::vector<TableMatch> tables;  // in the order of the tables after
  std::vector<const Table*> created;
  std::vector<const Table*> gone;  // nothing after takes their place
  Renames renames;
};

// What may be taken for renamed without a hint, because all but its name is alike.
enum class Likeness { kNone, kColumns, kTablesAndColumns };

// `undoes` as CompareOptions has it.
Matches MatchTables(const std::vector<const Table*>& before, const std::vector<const Table*>& after, Likeness likeness,
                    bool undoes);

}  // namespace ormd
