// A database as it should be: tables, columns and constraints, the same for every platform.
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
  std::optional<Value> default_value;      // canonical; at most one of the two defaults
  std::optional<std::string> default_raw;  // SQL expression
  std::optional<std::string> generated;    // SQL expression of a generated column
  bool generated_stored = true;
  std::string comment;
};

struct PrimaryKey {
  std::string name;
  std::vector<std::string> columns;
};

struct ForeignKey {
  std::string name;
  std::vector<std::string> columns;
  TableName target;
  std::vector<std::string> target_columns;
  // kDefault: nothing is said.
  ReferentialAction on_delete = ReferentialAction::kDefault;
  ReferentialAction on_update = ReferentialAction::kDefault;
};

struct UniqueConstraint {
  std::string name;
  std::vector<std::string> columns;
};

struct TableIndex {
  std::string name;
  std::vector<std::string> columns;  // empty where `expression` is set
  std::vector<std::string> include;
  std::string expression;
  std::string where;
  std::string method;
};

struct TableCheck {
  std::string name;
  std::string expression;
};

struct Table {
  TableName name;
  std::string comment;
  std::vector<TableColumn> columns;
  PrimaryKey primary_key;
  std::vector<UniqueConstraint> uniques;
  std::vector<TableIndex> indexes;
  std::vector<TableCheck> checks;
  std::vector<ForeignKey> foreign_keys;

  // nullptr where there is none.
  const TableColumn* FindColumn(std::string_view column) const;
};

struct DatabaseSchema {
  std::vector<Table> tables;
};

}  // namespace ormd
