// The statement that copies the rows of a table which is made anew. It says of each column whether its values go along,
// so that a script can be held against the table that it finds, which may have more columns than its writer knew.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/schema/sqlite/sql_tokens.h"

namespace ormd {

// The name of the table while the old one stands.
std::string AnewName(std::string_view table);

// A row of the old table as one of the new: `values` are expressions in the names of old columns, one for each of
// `columns`.
struct TableCopy {
  std::string table;
  std::vector<std::string> columns;
  std::vector<std::string> values;
  std::vector<std::string> dropped;  // old columns whose values go
};

// `INSERT INTO "ormd_new_book" ("id") /* drops "note" */ SELECT "id" FROM "book"`.
std::string CopySql(const TableCopy& copy);

// What such a statement says, also where people have changed it. Without one nothing is said.
class CopiedColumns {
 public:
  // nullopt where the statement is another. Comments count wherever they stand in it.
  static std::optional<CopiedColumns> Read(std::string_view sql);

  // The old table, in lower case.
  const std::string& table() const { return table_; }
  // Whether the values of the old column go along, or are dropped by name.
  bool Says(std::string_view column) const;
  // Whether a column or a rule of the old table is dropped by name.
  bool Drops(std::string_view name) const;

 private:
  std::string table_;
  bool all_ = false;  // `*`
  NameSet copied_;
  NameSet dropped_;
};

}  // namespace ormd
