// Statements as they are planned.
#pragma once

#include <string>
#include <string_view>

namespace ormd {

// Takes the guard off a write that is guarded (Guard, orm/sql/write.h); others stay as they are.
inline std::string Unguarded(std::string sql) {
  constexpr std::string_view kHead = "WITH written AS (";
  constexpr std::string_view kMade = " RETURNING 1";
  if (!sql.starts_with(kHead)) return sql;
  size_t end = sql.rfind(") SELECT 1 / ((SELECT count(*)");
  if (end == std::string::npos) end = sql.rfind(") SELECT * FROM written WHERE");
  sql = sql.substr(kHead.size(), end - kHead.size());
  if (sql.ends_with(kMade)) sql.resize(sql.size() - kMade.size());
  return sql;
}

}  // namespace ormd
