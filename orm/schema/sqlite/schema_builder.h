// Puts a schema together from the statements that SQLite keeps.
#pragma once

#include <string>
#include <string_view>

#include "orm/schema/database_schema.h"

namespace ormd {

// One object of sqlite_schema.
struct SchemaObject {
  std::string_view type;  // "table", "index", "trigger", "view"
  std::string name;
  std::string table;  // the table or view that it belongs to
  std::string_view sql;
};

// Adds the object; what it belongs to must have been added before. What cannot be understood joins the others, by name.
void AddObject(const SchemaObject& object, DatabaseSchema& schema);
// Once all are added: names are spelled as what they name is, foreign keys name the columns of their targets, enums
// know their labels.
void ResolveNames(DatabaseSchema& schema);

}  // namespace ormd
