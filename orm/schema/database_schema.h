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

  bool operator==(const TableIndex&) const = default;
};

struct TableCheck {
  std::string name;
  std::string expression;

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
  // Statements that make the triggers on it, as read from SQLite; entities have none, nobody compares them, and no plan
  // makes them (ScriptRunner brings them along).
  std::vector<std::string> triggers;
  // As read from SQLite: the table is not STRICT, so that its values may be of other storage than their columns. Nobody
  // compares it.
  bool loose = false;

  // nullptr where there is none.
  const TableColumn* FindColumn(std::string_view column) const;
};

// A native enum type (PostgreSQL). Columns name it by their type's database_type.
struct EnumType {
  TableName name;
  std::vector<std::string> labels;

  bool operator==(const EnumType&) const = default;
};

struct View {
  TableName name;
  std::string definition;  // the SELECT
  bool materialized = false;
  std::string comment;
  // As read from a database: what its columns are called and what type they have.
  std::vector<TableColumn> columns;
  // Of materialized views.
  std::vector<TableIndex> indexes;
  // As those of a table (INSTEAD OF).
  std::vector<std::string> triggers;
};

struct DatabaseSchema {
  std::vector<EnumType> enums;
  std::vector<Table> tables;
  std::vector<View> views;
  // Database schemas (namespaces) that stand, as read; empty in a schema that was built from entities, whose namespaces
  // are those that its names use.
  std::vector<std::string> namespaces;

  // nullptr where there is none.
  const Table* FindTable(const TableName& table) const;
};

}  // namespace ormd
