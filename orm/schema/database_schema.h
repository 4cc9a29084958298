// A database schema: what entities ask for, what a database has, or what a snapshot remembers.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/metadata/property.h"
#include "orm/value/type.h"

namespace ormd {

struct TableName {
  std::string schema;  // empty: the search path's
  std::string name;

  auto operator<=>(const TableName&) const = default;
};

// What the entities say, where the part itself has the database's words for it (Dialect::Normalize); else empty. A
// database may read its own words as something that it prints in others, so statements are made of the entities' text.
struct OwnText {
  std::string sql;

  // Nobody compares it.
  bool operator==(const OwnText&) const { return true; }
  const std::string& Or(const std::string& printed) const { return sql.empty() ? printed : sql; }
};

struct TableColumn {
  std::string name;
  Type type;
  bool nullable = false;
  bool identity = false;                   // the database counts
  std::optional<std::string> default_sql;  // SQL expression
  std::optional<std::string> generated;    // SQL expression of a generated column
  bool generated_stored = true;
  std::string collation;  // empty: the database's own
  std::string comment;
  std::string renamed_from;  // a hint; no part of the column
  OwnText own;               // of the default or the generated column's expression
  // As read from SQLite: it is declared without a type, or computed by a view, so that its values may be of any. Nobody
  // compares it.
  bool untyped = false;
  // As read from PostgreSQL: it is declared as a list of lists, whose type is that of a list. Nobody compares it.
  bool nested_lists = false;
};

struct PrimaryKey {
  std::string name;
  std::vector<std::string> columns;

  bool operator==(const PrimaryKey&) const = default;
};

struct ForeignKey {
  std::string name;
  std::vector<std::string> columns;
  TableName target;
  std::vector<std::string> target_columns;
  // kDefault: nothing is said.
  ReferentialAction on_delete = ReferentialAction::kDefault;
  ReferentialAction on_update = ReferentialAction::kDefault;
  Deferrable deferrable = Deferrable::kNot;

  bool operator==(const ForeignKey&) const = default;
};

struct UniqueConstraint {
  std::string name;
  std::vector<std::string> columns;
  Deferrable deferrable = Deferrable::kNot;

  bool operator==(const UniqueConstraint&) const = default;
};

struct TableIndex {
  std::string name;
  std::vector<std::string> columns;  // empty where `expression` is set
  std::vector<std::string> include;
  std::string expression;  // the list of keys as CREATE INDEX takes it, without its parentheses
  std::string where;
  std::string method;  // empty: btree
  bool unique = false;
  bool invalid = false;  // as read from PostgreSQL: it could not be finished
  OwnText own_expression = {};
  OwnText own_where = {};

  bool operator==(const TableIndex&) const = default;
};

struct TableCheck {
  std::string name;
  std::string expression;
  OwnText own = {};

  bool operator==(const TableCheck&) const = default;
};

struct Table {
  TableName name;
  std::string comment;
  std::string renamed_from;  // a hint; no part of the table
  std::vector<TableColumn> columns;
  PrimaryKey primary_key;
  std::vector<UniqueConstraint> uniques;
  std::vector<TableIndex> indexes;
  std::vector<TableCheck> checks;
  std::vector<ForeignKey> foreign_keys;
  // As read from SQLite: the table is not STRICT, so that its values may be of other storage than their columns. Nobody
  // compares it.
  bool loose = false;
  // As read from SQLite: it is WITHOUT ROWID. Nobody compares it.
  bool without_rowid = false;
  // What it has that nothing here says ("row-level security", "the constraint during_excl"), as read from a database,
  // for people. Nobody compares it.
  std::vector<std::string> remarks = {};

  // nullptr where there is none.
  const TableColumn* FindColumn(std::string_view column) const;
};

// A native enum type (PostgreSQL). Columns name it by their type's database_type.
struct EnumType {
  TableName name;
  std::vector<std::string> labels;

  bool operator==(const EnumType&) const = default;
};

// A statement that gives a view what CREATE VIEW does not say.
struct Belonging {
  std::string sql;
  std::string column;  // that it needs; empty: none
};

struct View {
  TableName name;
  std::string definition;  // the SELECT
  OwnText own;
  bool materialized = false;
  std::string comment;
  // As read from a database: what its columns are called and what type they have.
  std::vector<TableColumn> columns;
  // Of materialized views.
  std::vector<TableIndex> indexes;
  // What else hangs on it, in the order in which it comes again: options, triggers, grants, its owner. Read from
  // PostgreSQL, where a view that is made anew loses them; nobody compares them.
  std::vector<Belonging> belongings;
  std::vector<std::string> remarks = {};  // as those of a table
};

// What is none of them, as read from a database. Nobody compares it.
struct OtherTable {
  TableName name;
  std::string_view kind;    // "foreign table"; lives for ever
  bool unreadable = false;  // a table or view whose definition ormd does not understand: nothing is planned over it
};

struct DatabaseSchema {
  std::vector<EnumType> enums;
  std::vector<Table> tables;
  std::vector<View> views;
  // Database schemas (namespaces) that stand, as read; empty in a schema that was built from entities, whose namespaces
  // are those that its names use.
  std::vector<std::string> namespaces;
  // As read from PostgreSQL: the schema that a name without one means, and those of the search path that would take its
  // place if they were made.
  std::string first_schema = {};
  std::vector<std::string> schemas_ahead = {};
  std::vector<OtherTable> others = {};

  // nullptr where there is none.
  const Table* FindTable(const TableName& table) const;
};

}  // namespace ormd
