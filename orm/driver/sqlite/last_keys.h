// Tells keys that are used up from a full disk: SQLite says SQLITE_FULL of both.
#pragma once

#include <sqlite3.h>

#include <optional>
#include <string>
#include <string_view>

#include "orm/driver/errors.h"

namespace ormd {

// Sees the rows that a connection writes with the last key that SQLite counts, 2^63-1: a statement that fails with
// SQLITE_FULL may have taken them with it. One of each connection, which it hooks into; used by its thread.
class LastKeys {
 public:
  explicit LastKeys(sqlite3* database);
  LastKeys(const LastKeys&) = delete;
  LastKeys& operator=(const LastKeys&) = delete;

  // The transaction is over: its rows are committed or gone.
  void Forget() { written_.clear(); }

  // Table and key column, where an `INSERT INTO "table" ...` that fails with SQLITE_FULL does so because the table has
  // counted to the end; else nullopt. Asks the database.
  std::optional<DatabaseError> UsedUpBy(std::string_view insert) const;

 private:
  static void OnWrite(void* last_keys, int, const char*, const char* table, sqlite3_int64 rowid);

  sqlite3* const database_;
  std::string written_;  // the table of the last such row
};

}  // namespace ormd
