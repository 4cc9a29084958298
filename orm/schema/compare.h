// What differs between two database schemas. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/schema/database_schema.h"

namespace ormd {

// A part before and after: nullptr before where it is new, nullptr after where it goes, both where it changes.
template <typename Part>
struct Change {
  const Part* before = nullptr;
  const Part* after = nullptr;
  bool only_name = false;  // nothing else changes

  bool is_new() const { return before == nullptr; }
  bool is_gone() const { return after == nullptr; }
};

// One table that stands before and after. A column stands in `columns` where it is new, goes, changes or is renamed;
// keys, uniques, indexes and checks where they are new, go or change. One that says the same under another name has not
// changed; but a table that changes gets the names that `after` has, and so does one that holds a name that a new part
// of another table has, so that none stands in the way.
struct TableChange {
  Change<Table> table;
  std::vector<Change<TableColumn>> columns;
  Change<PrimaryKey> primary_key;  // both nullptr where it stays
  std::vector<Change<UniqueConstraint>> uniques;
  std::vector<Change<TableIndex>> indexes;
  std::vector<Change<TableCheck>> checks;
  std::vector<Change<ForeignKey>> foreign_keys;
  bool keeps_values = false;  // a value, or a null, that a new part does not allow is refused, and not changed

  bool is_renamed() const { return table.before->name != table.after->name; }
  bool is_commented() const { return table.before->comment != table.after->comment; }
  bool empty() const;
};

// Pointers into the two schemas, which must outlive it.
struct SchemaDiff {
  const DatabaseSchema* before = nullptr;
  const DatabaseSchema* after = nullptr;
  std::vector<std::string> namespaces;  // to be made
  std::vector<Change<EnumType>> enums;
  std::vector<const Table*> created;
  std::vector<const Table*> dropped;
  std::vector<TableChange> changed;
  std::vector<Change<View>> views;

  bool empty() const;
};

struct CompareOptions {
  // false: tables, views and enums that only `before` has are not ormd's, and stay.
  bool drop_unknown = false;
  // Nothing is dropped: no table, view, enum, column, and no constraint or index that `after` does not replace. Nothing
  // is taken for renamed but where `renamed_from` says so.
  bool safe = false;
  // Tables and views that count on neither side: "name" or "schema.name"; `*` stands for any characters. A name without
  // a schema meets all schemas; names of the search path's first schema have it, or none.
  std::vector<std::string> ignore;
  // Every `renamed_from` is of this step, that of a name which stands already too: so it is where a step is undone.
  bool undoes = false;
};

// Both schemas are in the form that one database keeps (Dialect::Adapt, Dialect::Read). Takes a column or table for a
// renamed one where `renamed_from` says so and the old name stands, or where exactly one that goes is alike in all but
// its name to exactly one that is new: a table in its columns and constraints, a column in its type and rules, also
// those of keys, uniques, foreign keys and checks, so that its values fit.
//
// Where `safe`, only the hint counts.
SchemaDiff Compare(const DatabaseSchema& before, const DatabaseSchema& after, const CompareOptions& options);

// Whether a column or table that goes on under another name was paired by its likeness alone.
bool IsGuessed(const Change<TableColumn>& column);
bool IsGuessed(const Change<Table>& table);

}  // namespace ormd
