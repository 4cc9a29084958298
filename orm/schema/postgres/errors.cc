#include "orm/schema/postgres/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd::postgres {

absl::Status SchemaTakesFirstPlace(const std::string& schema, const std::string& first) {
  return MakeError({Reason::kUnsupported,
                    StrCat("the schema ", schema, " cannot be made: it stands in the search path before ", first,
                           ", so that tables without a schema would be looked for in it; set the search path to ",
                           first, ", or give them a schema"),
                    {{"schema", schema}},
                    {}});
}

absl::Status TooManyColumns(const TableName& table) {
  return MakeError({Reason::kUnsupported,
                    StrCat("the table ", table.name, " has more columns than PostgreSQL can hold"),
                    {{"table", table.name}},
                    {}});
}

absl::Status NoKeyType(const TableName& table, const std::string& column) {
  return MakeError({Reason::kUnsupported,
                    StrCat("the column ", table.name, ".", column,
                           " has a type without an order, and can be no part of a key, unique constraint or index"),
                    {{"table", table.name}, {"column", column}},
                    {}});
}

}  // namespace ormd::postgres
