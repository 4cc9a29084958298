#include "orm/schema/schema_lock.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/driver/driver.h"
#include "orm/schema/schema_transaction.h"
#include "tests/support/databases.h"

namespace ormd {
namespace {

class SchemaLockTest : public testing::TestWithParam<const char*> {
 protected:
  SchemaLockTest() : database_(GetParam()), driver_(MakeDriver(database_.url()).value()) {}

  std::unique_ptr<Connection> Connect() { return driver_->Connect(Access::kWrite, {}).value(); }
  const Dialect& dialect() const { return DialectOf(database_.is_sqlite() ? SqlitePlatform() : PostgresPlatform()); }
  absl::Status TryLock(SchemaLock& lock) { return lock.Acquire(absl::InfinitePast(), {}); }

  TestDatabase database_;
  std::unique_ptr<Driver> driver_;
};

TEST_P(SchemaLockTest, OneAtATimeHasIt) {
  const auto first = Connect(), second = Connect();
  SchemaLock other(dialect().platform(), *second, SchemaLock::Scope::kSession);
  {
    SchemaLock lock(dialect().platform(), *first, SchemaLock::Scope::kSession);
    ASSERT_TRUE(TryLock(lock).ok());
    EXPECT_TRUE(TryLock(lock).ok());
    EXPECT_EQ(ReasonOf(TryLock(other)), Reason::kLockNotAvailable);
  }
  EXPECT_TRUE(TryLock(other).ok());
}

TEST_P(SchemaLockTest, AnUpdateAndARunnerExcludeEachOther) {
  const auto first = Connect(), second = Connect();
  const Context soon = {absl::Now() + absl::Milliseconds(100), nullptr};
  SchemaLock runner(dialect().platform(), *second, SchemaLock::Scope::kSession);
  {
    SchemaTransaction update(dialect(), *first);
    ASSERT_TRUE(update.Begin({}).ok());
    EXPECT_EQ(ReasonOf(TryLock(runner)), Reason::kLockNotAvailable);
  }
  ASSERT_TRUE(TryLock(runner).ok());
  SchemaTransaction update(dialect(), *first);
  EXPECT_EQ(ReasonOf(update.Begin(soon)), Reason::kStatementTimeout);
}

INSTANTIATE_TEST_SUITE_P(All, SchemaLockTest, testing::ValuesIn(kDatabases),
                         [](const auto& info) { return std::string(info.param); });

TEST(FileLockTest, AFileThatACrashLeftIsNoObstacle) {
  const TempDir directory;
  const std::string path = directory.path() + "/lock";
  std::ofstream(path).flush();
  {
    FileLock lock(path), other(path);
    EXPECT_TRUE(lock.TryAcquire().value());
    EXPECT_FALSE(other.TryAcquire().value());
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(FileLockTest, AFileThatCannotBeMadeIsNamed) {
  const absl::Status status = FileLock("/no/such/directory/lock").TryAcquire().status();
  EXPECT_EQ(ReasonOf(status), Reason::kLockNotAvailable);
  EXPECT_NE(status.message().find("/no/such/directory/lock"), absl::string_view::npos);
}

}  // namespace
}  // namespace ormd
