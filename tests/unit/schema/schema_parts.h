// Parts of database schemas that tests of this folder make alike.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "orm/schema/database_schema.h"

namespace ormd {

inline DatabaseSchema Tables(std::vector<Table> tables) {
  DatabaseSchema schema;
  schema.tables = std::move(tables);
  return schema;
}

inline View ViewOf(std::string name, std::string definition) {
  View view;
  view.name = {"", std::move(name)};
  view.definition = std::move(definition);
  return view;
}

}  // namespace ormd
