// What becomes of the tables that stand before and after: of their columns, and of what hangs on columns that change.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "orm/schema/compare.h"
#include "orm/schema/postgres/enum_work.h"
#include "orm/schema/renames.h"

namespace ormd::postgres {

struct ColumnWork {
  const TableColumn* before = nullptr;  // nullptr: new
  const TableColumn* after = nullptr;   // nullptr: goes
  bool retyped = false;                 // gets another type or collation
  bool new_enum = false;                // its enum is made anew
  bool remade = false;                  // goes and comes again: only so can the expression of a column be changed

  bool is_new() const { return before == nullptr; }
  bool is_gone() const { return after == nullptr; }
  bool is_renamed() const { return !is_new() && !is_gone() && before->name != after->name; }
};

// Parts of one kind: which go first, which come last, and which only get another name.
template <typename Part>
struct PartWork {
  std::vector<const Part*> dropped;
  std::vector<const Part*> added;
  std::vector<std::pair<const Part*, const Part*>> renamed;
};

struct TableWork {
  const Table* before = nullptr;
  const Table* after = nullptr;         // `before` where the table is none of ormd's
  const TableChange* change = nullptr;  // nullptr: it stays, but may be touched by what its neighbours do
  std::vector<ColumnWork> columns;      // those that change
  PartWork<PrimaryKey> keys;
  PartWork<UniqueConstraint> uniques;
  PartWork<TableIndex> indexes;
  PartWork<TableCheck> checks;
  PartWork<ForeignKey> foreign_keys;
  // Foreign keys that nobody asks for, and that come again, with the new names of what they refer to.
  std::vector<std::shared_ptr<const ForeignKey>> kept;

  // Names before of columns that get another type or come again.
  std::set<std::string> Moved() const;
  // Whether the view stands in the way of what becomes of the table's columns.
  bool Disturbs(const View& view) const;
};

// All tables that stand before and after, in the order of the diff, then those that stay. Pointers into the diff.
std::vector<TableWork> WorkOn(const SchemaDiff& diff, const EnumWork& enums);

}  // namespace ormd::postgres
