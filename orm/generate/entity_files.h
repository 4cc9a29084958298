// From a database schema to annotated .proto files.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orm/schema/database_schema.h"
#include "orm/schema/dialect.h"

namespace ormd {

struct GenerateOptions {
  std::string package = "app.v1";
  // Tables and views, "name" or "schema.name", `*` stands for any characters: only these (empty: all), and not these.
  std::vector<std::string> only;
  std::vector<std::string> ignore;
};

// What Dialect::Read answered, as entities: file name to text. All stand in one file, "entities.proto", because
// relations refer to each other in circles, which imports of .proto files cannot. Loading it gives entities whose
// adapted and normalised schema equals `database` (Compare is empty).
//
// Tables become messages (CamelCase, singular where the plural is plain English: "invoice_lines" -> InvoiceLine, with
// `table` where the name would not lead back to it), columns become fields (snake_case, with `column` likewise),
// foreign keys many_to_one, or one_to_one where their columns are unique, with an inverse side on the target; a table
// of two foreign keys that are its whole key becomes a many_to_many. Views become readonly entities. Enum types and
// checks of the form column IN (texts) become proto enums. What cannot be expressed (a table without a key, or with
// names that differ by case only; a trigger) is said in a comment where it would stand. A table becomes an entity with
// all its columns or not at all.
std::map<std::string, std::string> EntityFiles(const DatabaseSchema& database, const Dialect& dialect,
                                               const GenerateOptions& options);

}  // namespace ormd
