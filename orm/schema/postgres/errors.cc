#include "orm/schema/postgres/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd::postgres {

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
