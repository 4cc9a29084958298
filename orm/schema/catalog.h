// What stands in a database already, as far as creating and dropping need to know.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/schema/database_schema.h"
#include "orm/sql/platform.h"

namespace ormd {

using ColumnNames = std::vector<std::string>;

struct CatalogTable {
  bool is_view = false;
  std::set<std::string> names;  // of indexes and foreign keys
  std::set<ColumnNames> foreign_keys;
  // Of indexes over plain columns and all rows.
  std::set<ColumnNames> indexes;
  std::set<ColumnNames> uniques;

  bool HasIndex(const std::string& name, const ColumnNames& columns) const {
    return names.contains(name) || indexes.contains(columns);
  }
  bool HasUnique(const std::string& name, const ColumnNames& columns) const {
    return names.contains(name) || uniques.contains(columns);
  }
  bool HasForeignKey(const std::string& name, const ColumnNames& columns) const {
    return names.contains(name) || foreign_keys.contains(columns);
  }
};

struct Catalog {
  // Without schemas, "schema.table" is one name (Platform::QuoteTable), and case does not count.
  bool has_schemas = true;
  std::set<std::string> schemas;
  // Tables of the search path stand under an empty schema too.
  std::map<TableName, CatalogTable> tables;

  // nullptr where there is no such table or view.
  const CatalogTable* Find(const TableName& table) const;
  // The name under which an index or constraint of the table stands in CatalogTable::names.
  std::string NameIn(const TableName& table, std::string_view name) const;
};

absl::StatusOr<Catalog> ReadCatalog(const Platform& platform, Connection& connection, const Context& context);

}  // namespace ormd
