// The relations that the FROM clauses of a query name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orm/schema/database_schema.h"

namespace ormd::postgres {

struct FromItem {
  TableName name;                // the schema is empty where the text has none
  std::string alias;             // the name itself where it has none
  bool renames_columns = false;  // its alias has a list of columns
  size_t place = 0;              // of the name among the tokens that count
  size_t length = 0;             // tokens of the name

  // Where one of the two has no schema, the names alone count.
  bool MayBe(const TableName& relation) const;
};

// Of subqueries too, but not what WITH has made. Pure.
std::vector<FromItem> FromItemsOf(std::string_view sql);

}  // namespace ormd::postgres
