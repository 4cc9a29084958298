#include "orm/base/strings.h"
#include "orm/sql/sql_text.h"
#include "orm/sql/write.h"

namespace ormd {

// What WITH writes is written whole before its rows are counted, and they are read in the order in which it answered
// them. The planner leaves out what nobody asks for: the division must be part of the result, or of a condition.
Statement Guarded(const Platform& platform, const BatchStatement& batch) {
  using Tells = BatchStatement::Tells;
  Statement guarded = batch.statement;
  const std::string count =
      AddParam(platform, {.kind = TypeKind::kBigint}, static_cast<int64_t>(batch.count), guarded.params);
  const std::string written =
      StrCat("WITH written AS (", guarded.sql, batch.tells == Tells::kCount ? " RETURNING 1)" : ")");
  guarded.sql = batch.tells == Tells::kValues
                    ? StrCat(written, " SELECT * FROM written WHERE 1 / ((SELECT count(*) FROM written) = ", count,
                             ")::int = 1")
                    : StrCat(written, " SELECT 1 / (count(*) = ", count, ")::int FROM written");
  return guarded;
}

bool MayBeOfGuard(std::string_view code) { return code == "22012" || code == "0A000"; }

}  // namespace ormd
