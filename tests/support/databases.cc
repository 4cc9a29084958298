#include "tests/support/databases.h"

#include <unistd.h>

#include <atomic>
#include <stdexcept>

#include "orm/base/strings.h"
#include "orm/driver/driver.h"
#include "tests/support/postgres.h"

namespace ormd {
namespace {

absl::Status OnSharedServer(const std::string& sql) {
  auto driver = MakeDriver(PostgresCluster::SharedUrl());
  if (!driver.ok()) return driver.status();
  auto connection = (*driver)->Connect(Access::kWrite, {});
  if (!connection.ok()) return connection.status();
  return (*connection)->ExecuteScript(sql, {});
}

std::string NewName() {
  static std::atomic<int> count = 0;
  return StrCat("test_", getpid(), "_", ++count);
}

}  // namespace

TestDatabase::TestDatabase(std::string_view platform) : platform_(platform) {
  if (is_sqlite()) {
    directory_ = std::make_unique<TempDir>();
    url_ = StrCat("sqlite:", file());
    return;
  }
  name_ = NewName();
  const absl::Status status = OnSharedServer(StrCat("CREATE DATABASE ", name_));
  if (!status.ok()) throw std::runtime_error(StrCat("no database for tests: ", FromAbsl(status.message())));
  url_ = WithDatabase(PostgresCluster::SharedUrl(), name_);
}

TestDatabase::~TestDatabase() {
  if (!name_.empty()) OnSharedServer(StrCat("DROP DATABASE IF EXISTS ", name_, " WITH (FORCE)")).IgnoreError();
}

}  // namespace ormd
