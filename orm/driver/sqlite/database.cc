#include "orm/driver/sqlite/database.h"

#include "orm/driver/sqlite/errors.h"

namespace ormd {

namespace {

// Else a missing column in quotes would be read as a text.
int RefuseQuotedTexts(sqlite3* database) {
  const int code = sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  return code != SQLITE_OK ? code : sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
}

// Counting the bytes that are in use, which nobody asks for, makes all threads wait for one lock at every allocation.
// Must come before the first database is opened.
void LeaveMemoryUncounted() {
  [[maybe_unused]] static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

absl::StatusOr<Database> OpenDatabase(const std::string& file) {
  LeaveMemoryUncounted();
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3* opened = nullptr;
  int code = sqlite3_open_v2(file.c_str(), &opened, kFlags, nullptr);
  Database database(opened);
  if (code == SQLITE_OK) code = RefuseQuotedTexts(opened);
  if (code != SQLITE_OK) return StatusOfSqlite(code, sqlite3_errmsg(opened), file);
  // SQLite opens what it may not write for reading.
  if (sqlite3_db_readonly(opened, "main") == 1) return StatusOfSqlite(SQLITE_READONLY, "", file);
  return database;
}

// The schema is trusted, since else no check, index, generated column or trigger could use JSON functions or FTS tables.
std::string SetupScript(Access access) {
  std::string script =
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = ON;";
  if (access == Access::kRead) script += "PRAGMA query_only = ON";
  return script;
}

}  // namespace ormd
