// A statement ready to be sent: SQL text with parameters. The only file of this floor that drivers may include.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "orm/value/type.h"

namespace ormd {

// A parameter in the database's own form (Platform::Bind makes it). Text may stand for any type on PostgreSQL.
using Param = std::variant<std::monostate, int64_t, double, std::string, Bytes>;

// Equal texts share a prepared statement on each connection, so texts do not depend on parameter values and, where the
// platform allows, not on the number of rows.
struct Statement {
  std::string sql;
  std::vector<Param> params;
  // As what the result's columns are read, by DecodeCell or with its understanding of cells: the driver may then choose
  // cells that the database and the reader make with less work. Empty: PostgreSQL's are texts.
  std::vector<TypeKind> columns = {};
  // Bytes of rows that Execute may read outside a transaction; where there are many more it stops, with LIMIT_EXCEEDED.
  size_t max_bytes = std::numeric_limits<size_t>::max();
};

}  // namespace ormd
