#include "orm/driver/sqlite/sqlite_driver.h"

#include <utility>

#include "absl/synchronization/mutex.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/driver/errors.h"
#include "orm/driver/sqlite/sqlite_connection.h"

namespace ormd {
namespace {

class SqliteDriver final : public Driver {
 public:
  SqliteDriver(std::string file, SqliteOptions options) : file_(std::move(file)), options_(options) {}

  std::string_view platform() const override { return "sqlite"; }
  bool single_writer() const override { return true; }
  bool in_process() const override { return true; }
  std::string location() const override { return StrCat("sqlite:", file_); }

  // One after the other: the first turns a new file to WAL, which the others would take for a lock.
  absl::StatusOr<std::unique_ptr<Connection>> Connect(Access access, const Context& context) override {
    ORMD_RETURN_IF_ERROR(context.Check());
    absl::MutexLock lock(&opening_);
    return SqliteConnection::Open(file_, access, options_.busy_timeout, context);
  }

 private:
  const std::string file_;
  const SqliteOptions options_;
  absl::Mutex opening_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Driver>> MakeSqliteDriver(std::string file, SqliteOptions options) {
  if (file.empty()) return BadDatabaseUrl("sqlite: needs the name of a file");
  if (file.starts_with(":memory:")) {
    return BadDatabaseUrl("a database in memory cannot be shared by connections; give a file");
  }
  return std::make_unique<SqliteDriver>(std::move(file), options);
}

}  // namespace ormd
