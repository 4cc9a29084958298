// From PostgreSQL's names of types to ormd's types.
#pragma once

#include <string>
#include <vector>

#include "orm/value/type.h"

namespace ormd::postgres {

// What the catalog says of a column's type.
struct CatalogType {
  std::string name;       // as format_type prints it: "numeric(10,2)", "citext", "status[]"
  std::string base;       // of a domain: the name of the type below it, else empty
  std::string enum_name;  // of an enum, or a list of them: its name, quoted and qualified, else empty
  std::vector<std::string> labels;
};

// The type that the column has; its database type is set where the kind's own type is another.
Type TypeOf(const CatalogType& type);

}  // namespace ormd::postgres
