// A server that takes fewer connections than the pool may have.
#include <unistd.h>

#include <atomic>
#include <latch>
#include <thread>

#include "orm/base/strings.h"
#include "tests/driver/postgres_test.h"

namespace ormd {
namespace {

// A role that may connect so many times.
class PostgresFullTest : public PostgresTest {
 protected:
  void TearDown() override { Run(StrCat("DROP ROLE IF EXISTS ", role_)); }

  void Allow(int connections) {
    if (made_) return Run(StrCat("ALTER ROLE ", role_, " CONNECTION LIMIT ", connections));
    Run(StrCat("CREATE ROLE ", role_, " LOGIN CONNECTION LIMIT ", connections));
    made_ = true;
  }

  std::string Url() const { return StrCat(database_.url(), "&user=", role_); }

  std::unique_ptr<Pool> MakePool(size_t size, absl::Duration acquire_timeout = absl::Minutes(1)) {
    PoolOptions options;
    options.size = size;
    options.acquire_timeout = acquire_timeout;
    return std::make_unique<Pool>(*MakeDriver(Url()), options, nullptr);
  }

 private:
  const std::string role_ = StrCat("limited_", getpid());
  bool made_ = false;
};

TEST_P(PostgresFullTest, ARefusedConnectionIsToldAsAFullPool) {
  Allow(0);
  const absl::Status status = (*MakeDriver(Url()))->Connect(Access::kWrite, {}).status();
  EXPECT_EQ(ReasonNameOf(status), "POOL_EXHAUSTED");
  EXPECT_NE(status.message().find("too many connections for role"), absl::string_view::npos) << status;
}

TEST_P(PostgresFullTest, WhereNoConnectionIsToBeHadThePoolDoesNotWait) {
  Allow(0);
  const auto pool = MakePool(3, absl::InfiniteDuration());
  EXPECT_EQ(ReasonNameOf(pool->Acquire(Access::kWrite, {}).status()), "POOL_EXHAUSTED");
  EXPECT_EQ(pool->stats().open, 0u);
}

TEST_P(PostgresFullTest, CallersShareTheConnectionsThatThereAre) {
  Allow(2);
  const auto pool = MakePool(6);
  std::atomic<int> answers = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        const auto connection = pool->Acquire(Access::kRead, {});
        ASSERT_TRUE(connection.ok()) << connection.status();
        if (Ask(**connection, "SELECT 1") == "1") ++answers;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answers, 300);
  EXPECT_LE(pool->stats().open, 2u);
  EXPECT_EQ(pool->stats().waiting, 0u);
}

TEST_P(PostgresFullTest, WaitingForThemEndsWithTheAcquireTimeout) {
  Allow(1);
  const auto pool = MakePool(3, absl::Milliseconds(50));
  const auto only = pool->Acquire(Access::kRead, {});
  ASSERT_TRUE(only.ok()) << only.status();
  const absl::Status status = pool->Acquire(Access::kRead, {}).status();
  EXPECT_EQ(ReasonNameOf(status), "POOL_EXHAUSTED");
  EXPECT_EQ(FactOf(status, "limit"), "1");
  EXPECT_EQ(pool->stats().waiting, 0u);
}

TEST_P(PostgresFullTest, MoreAreOpenedWhenTheServerTakesThem) {
  Allow(1);
  const auto pool = MakePool(4);
  const auto held = pool->Acquire(Access::kRead, {});
  ASSERT_TRUE(held.ok()) << held.status();
  std::latch all_hold_one(3);
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      const auto mine = pool->Acquire(Access::kRead, {});
      EXPECT_TRUE(mine.ok()) << mine.status();
      all_hold_one.arrive_and_wait();
    });
  }
  while (pool->stats().waiting < 3) absl::SleepFor(absl::Milliseconds(1));
  Allow(4);
  for (std::thread& thread : threads) thread.join();
}

INSTANTIATE_TEST_SUITE_P(Only, PostgresFullTest, testing::Values("postgresql"));

}  // namespace
}  // namespace ormd
