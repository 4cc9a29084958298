// A SQLite database in memory that statements of tests really run on.
#pragma once

#include <sqlite3.h>

#include <string>
#include <vector>

#include "orm/metadata/schema.h"
#include "orm/sql/statement.h"

namespace ormd {

class SqliteDatabase {
 public:
  // With a table for every entity and every pivot.
  explicit SqliteDatabase(const Schema& schema);
  ~SqliteDatabase() { sqlite3_close(database_); }
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  // Rows as text, cells joined by '|', null as "null". A statement that fails is a failure of the test.
  std::vector<std::string> Run(const Statement& statement);
  std::vector<std::string> Run(const std::string& sql) { return Run(Statement{sql, {}}); }

 private:
  void Bind(sqlite3_stmt* statement, const std::vector<Param>& params);
  std::vector<std::string> Rows(sqlite3_stmt* statement, const std::string& sql);

  sqlite3* database_ = nullptr;
};

}  // namespace ormd
