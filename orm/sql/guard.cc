#include "orm/base/strings.h"
#include "orm/sql/sql_text.h"
#include "orm/sql/write.h"

namespace ormd {

// What WITH writes is written whole before its rows are counted, and they are read in the order in which it answered
// them. The planner leaves out what nobody asks for: the division must be part of the result, or of a condition.
void Guard(const Platform& platform, BatchStatement& batch) {
  using Tells = BatchStatement::Tells;
  auto& [sql, params, kinds, limit] = batch.statement;
  const std::string count = AddParam(platform, {.kind = TypeKind::kBigint}, static_cast<int64_t>(batch.count), params);
  const std::string_view returning = batch.tells == Tells::kCount ? " RETURNING 1" : "";
  const std::string_view select = batch.tells == Tells::kValues
                                      ? "SELECT * FROM written WHERE 1 = 1 / ((SELECT count(*) FROM written) = "
                                      : "SELECT 1 / ((SELECT count(*) FROM written) = ";
  sql = StrCat("WITH written AS (", sql, returning, ") ", select, count, ")::int");
}

bool MayBeOfGuard(std::string_view code) { return code == "22012" || code == "0A000"; }

}  // namespace ormd
