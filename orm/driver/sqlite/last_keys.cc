#include "orm/driver/sqlite/last_keys.h"

#include <limits>
#include <memory>

#include "absl/strings/match.h"
#include "orm/base/strings.h"
#include "orm/value/quote.h"

namespace ormd {
namespace {

// Tables that have counted to the end, the parameter among them, and their keys.
constexpr const char* kCountedOut =
    "SELECT t.name, k.name"
    " FROM (SELECT name FROM sqlite_sequence WHERE seq = 9223372036854775807 UNION SELECT ?1) AS t"
    " INNER JOIN pragma_table_info(t.name) AS k ON k.pk = 1";

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

std::string TextAt(sqlite3_stmt* statement, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return text == nullptr ? "" : text;
}

bool IsInto(std::string_view insert, std::string_view table) {
  return absl::StartsWithIgnoreCase(ToAbsl(insert), ToAbsl(StrCat("INSERT INTO ", InQuotes(table, '"'), " ")));
}

}  // namespace

LastKeys::LastKeys(sqlite3* database) : database_(database) { sqlite3_update_hook(database_, OnWrite, this); }

void LastKeys::OnWrite(void* last_keys, int, const char*, const char* table, sqlite3_int64 rowid) {
  if (rowid == std::numeric_limits<sqlite3_int64>::max()) static_cast<LastKeys*>(last_keys)->written_ = table;
}

std::optional<DatabaseError> LastKeys::UsedUpBy(std::string_view insert) const {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(database_, kCountedOut, -1, &prepared, nullptr) != SQLITE_OK) return std::nullopt;
  const std::unique_ptr<sqlite3_stmt, Finalize> statement(prepared);
  sqlite3_bind_text(prepared, 1, written_.data(), static_cast<int>(written_.size()), SQLITE_STATIC);
  while (sqlite3_step(prepared) == SQLITE_ROW) {
    const std::string table = TextAt(prepared, 0);
    if (IsInto(insert, table)) return DatabaseError{"sqlite_code", StrCat(SQLITE_FULL), "", table, TextAt(prepared, 1)};
  }
  return std::nullopt;
}

}  // namespace ormd
