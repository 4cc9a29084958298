// One connection to an SQLite file.
#pragma once

#include <memory>
#include <string>

#include "orm/driver/connection.h"
#include "orm/driver/sqlite/database.h"
#include "orm/driver/sqlite/last_keys.h"
#include "orm/driver/sqlite/limits.h"
#include "orm/driver/statement_cache.h"

namespace ormd {

// Statements of Execute are prepared by their text and kept, as are those of transactions. Isolation levels are all
// served by SQLite's only one, serializable.
class SqliteConnection final : public Connection {
 public:
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& file, Access access,
                                                          absl::Duration busy_timeout, const Context& context);

  // Also where a transaction is open that Begin did not open.
  bool broken() const override { return !in_transaction() && !autocommit(); }
  absl::Status Ping(const Context& context) override;
  std::string server_version() const override { return sqlite3_libversion(); }
  std::string last_words() const override;

 protected:
  absl::StatusOr<std::unique_ptr<Result>> DoExecute(const Statement& statement, const Context& context) override;
  // A statement of its own: the ones that are kept may run meanwhile.
  absl::Status DoOpenCursor(const Statement& select, const Context& context) override;
  absl::StatusOr<std::unique_ptr<Result>> DoFetch(size_t rows, const Context& context) override;
  absl::Status DoScript(std::string_view sql, const Context& context) override;
  std::string BeginSql(const TransactionOptions& options) const override;
  absl::Status DoCommit(const Context& context) override;
  absl::Status DoRollback(const Context& context) override;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

  SqliteConnection(Database database, std::string file, Access access, absl::Duration busy_timeout);

  absl::Status SetUp(absl::Duration busy_timeout, const Context& context);
  bool autocommit() const { return sqlite3_get_autocommit(database_.get()) != 0; }
  absl::Status Ready(const Context& context) const;
  absl::StatusOr<sqlite3_stmt*> Prepare(const std::string& sql);
  // `sql` is one statement.
  absl::StatusOr<Prepared> CompileOne(std::string_view sql, unsigned flags);
  // Compiles the first statement of `sql` and moves `sql` behind it; null where only white space or comments are left.
  absl::StatusOr<Prepared> Compile(std::string_view& sql, unsigned flags);
  absl::Status Bind(sqlite3_stmt* statement, const std::vector<Param>& params);
  absl::StatusOr<std::unique_ptr<Result>> Run(sqlite3_stmt* statement, size_t max_bytes);
  absl::Status MayRun(sqlite3_stmt* statement) const;
  absl::Status StatusOf(int code) const;
  // The same of a statement that has failed.
  absl::Status StatusOf(int code, sqlite3_stmt* statement) const;

  const std::string file_;
  const Access access_;
  // Closed last: after its statements and hooks.
  const Database database_;
  Limits limits_;
  LastKeys last_keys_;
  StatementCache<Prepared> prepared_;
  // Views into the parameters, which are kept with it.
  std::vector<Param> cursor_params_;
  Prepared cursor_;
};

}  // namespace ormd
