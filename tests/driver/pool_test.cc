// The pool, on every database.
#include "orm/driver/pool.h"

#include <thread>

#include "tests/driver/driver_test.h"

namespace ormd {
namespace {

using testing::ElementsAre;

class PoolTest : public DriverTest {
 protected:
  std::unique_ptr<Pool> MakePool(PoolOptions options) {
    return std::make_unique<Pool>(*MakeDriver(database_.url()), options, &observer_);
  }
  static PoolOptions Size(size_t size) {
    PoolOptions options;
    options.size = size;
    return options;
  }
  static PooledConnection Get(Pool& pool, Access access = Access::kRead) {
    auto connection = pool.Acquire(access, {});
    EXPECT_TRUE(connection.ok()) << connection.status();
    return connection.ok() ? *std::move(connection) : PooledConnection();
  }
  static void WaitForWaiters(const Pool& pool, size_t count) {
    while (pool.stats().waiting != count) absl::SleepFor(absl::Milliseconds(1));
  }

  RecordingObserver observer_;
};

TEST_P(PoolTest, OpensNothingBeforeItIsAsked) {
  const auto pool = MakePool(Size(3));
  EXPECT_EQ(pool->stats().open, 0u);
  EXPECT_EQ(pool->stats().size, is_sqlite() ? 4u : 3u);
}

TEST_P(PoolTest, ReusesTheConnectionThatCameBackLast) {
  const auto pool = MakePool(Size(3));
  PooledConnection first = Get(*pool);
  PooledConnection second = Get(*pool);
  const Connection* last = &*first;
  EXPECT_NE(&*first, &*second);
  second.Release();
  first.Release();
  EXPECT_EQ(pool->stats().in_use, 0u);
  EXPECT_EQ(pool->stats().open, 2u);
  EXPECT_EQ(&*Get(*pool), last);
}

TEST_P(PoolTest, ADiscardedConnectionTakesItsStateAlong) {
  const auto pool = MakePool(Size(1));
  PooledConnection first = Get(*pool, Access::kWrite);
  Run(*first, "CREATE TEMP TABLE mine (a int)");
  first.Discard();
  EXPECT_FALSE(first);
  EXPECT_EQ(pool->stats().open, 0u);
  const PooledConnection second = Get(*pool, Access::kWrite);
  EXPECT_EQ(ReasonNameOf(Try(*second, "SELECT a FROM mine").status()), "SCHEMA_OUT_OF_DATE");
}

TEST_P(PoolTest, ExhaustedAfterTheAcquireTimeout) {
  PoolOptions options = Size(1);
  options.acquire_timeout = absl::Milliseconds(50);
  const auto pool = MakePool(options);
  const PooledConnection only = Get(*pool);
  const absl::Status status = pool->Acquire(Access::kRead, {}).status();
  EXPECT_EQ(ReasonNameOf(status), "POOL_EXHAUSTED");
  EXPECT_EQ(FactOf(status, "limit"), "1");
  EXPECT_EQ(pool->stats().waiting, 0u);
}

TEST_P(PoolTest, WaitingEndsWithTheContext) {
  const auto pool = MakePool(Size(1));
  const PooledConnection only = Get(*pool);
  EXPECT_EQ(ReasonNameOf(pool->Acquire(Access::kRead, Within(50)).status()), "STATEMENT_TIMEOUT");
  const SoonCancelled soon;
  EXPECT_EQ(ReasonNameOf(pool->Acquire(Access::kRead, soon.context()).status()), "STATEMENT_CANCELLED");
  EXPECT_EQ(pool->stats().waiting, 0u);
}

TEST_P(PoolTest, WaitersAreServedInTheirOrder) {
  const auto pool = MakePool(Size(1));
  PooledConnection only = Get(*pool);
  absl::Mutex mutex;
  std::vector<int> order;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      const PooledConnection mine = Get(*pool);
      absl::MutexLock lock(&mutex);
      order.push_back(i);
    });
    WaitForWaiters(*pool, static_cast<size_t>(i + 1));
  }
  only.Release();
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(order, ElementsAre(0, 1, 2, 3));
}

TEST_P(PoolTest, ManyThreadsShareFewConnections) {
  const auto pool = MakePool(Size(2));
  std::atomic<int> answers = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        const PooledConnection connection = Get(*pool);
        if (Ask(*connection, "SELECT 1") == "1") ++answers;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answers, 400);
  EXPECT_EQ(pool->stats().in_use, 0u);
  EXPECT_LE(pool->stats().open, 2u);
}

TEST_P(PoolTest, ImpatientWaitersLoseNoConnection) {
  const auto pool = MakePool(Size(1));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 100; ++round) {
        const auto connection = pool->Acquire(Access::kRead, {absl::Now() + absl::Microseconds(50 * (i + 1)), nullptr});
        if (connection.ok()) absl::SleepFor(absl::Microseconds(70));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(pool->stats().in_use, 0u);
  EXPECT_EQ(pool->stats().waiting, 0u);
  EXPECT_TRUE(pool->Acquire(Access::kRead, {}).ok());
}

TEST_P(PoolTest, OpenTransactionIsRolledBackOnReturn) {
  Run("CREATE TABLE t (a int)");
  const auto pool = MakePool(Size(1));
  {
    PooledConnection connection = Get(*pool, Access::kWrite);
    ASSERT_TRUE(connection->Begin({}, {}).ok());
    Run(*connection, "INSERT INTO t VALUES (1)");
  }
  PooledConnection again = Get(*pool, Access::kWrite);
  EXPECT_FALSE(again->in_transaction());
  EXPECT_EQ(Ask(*again, "SELECT count(*) FROM t"), "0");
}

TEST_P(PoolTest, BrokenConnectionIsReplaced) {
  const auto pool = MakePool(Size(1));
  PooledConnection connection = Get(*pool);
  Run(*connection, "BEGIN");
  EXPECT_TRUE(connection->broken());
  connection.Release();
  EXPECT_EQ(pool->stats().open, 0u);
  EXPECT_EQ(Ask(*Get(*pool), "SELECT 1"), "1");
}

TEST_P(PoolTest, BrokenConnectionOfAnotherLetsTheNextWaiterOpenOne) {
  const auto pool = MakePool(Size(1));
  PooledConnection connection = Get(*pool);
  Run(*connection, "BEGIN");
  std::thread waiter([&] { EXPECT_EQ(Ask(*Get(*pool), "SELECT 1"), "1"); });
  WaitForWaiters(*pool, 1);
  connection.Release();
  waiter.join();
}

TEST_P(PoolTest, TryAcquireTakesWhatIsIdleAndFit) {
  PoolOptions options = Size(1);
  options.validate_after = absl::Seconds(1);
  const auto pool = MakePool(options);
  EXPECT_FALSE(pool->TryAcquire(Access::kRead).has_value()) << "none is open";
  Get(*pool);
  {
    const std::optional<PooledConnection> only = pool->TryAcquire(Access::kRead);
    ASSERT_TRUE(only.has_value());
    EXPECT_FALSE(pool->TryAcquire(Access::kRead).has_value()) << "the only one is in use";
  }
  absl::SleepFor(options.validate_after);
  EXPECT_FALSE(pool->TryAcquire(Access::kRead).has_value()) << "it must be validated first";
  EXPECT_EQ(pool->stats().open, 1u);
  Get(*pool);
  EXPECT_TRUE(pool->TryAcquire(Access::kRead).has_value());
}

TEST_P(PoolTest, OldConnectionsAreReplaced) {
  PoolOptions options = Size(1);
  options.max_lifetime = absl::ZeroDuration();
  const auto pool = MakePool(options);
  Get(*pool).Release();
  EXPECT_EQ(pool->stats().open, 0u);
}

TEST_P(PoolTest, IdleConnectionsAreValidated) {
  PoolOptions options = Size(1);
  options.validate_after = absl::ZeroDuration();
  const auto pool = MakePool(options);
  Get(*pool).Release();
  EXPECT_EQ(Ask(*Get(*pool), "SELECT 1"), "1");
}

TEST_P(PoolTest, ObserverSeesStatementsOfBorrowedConnectionsOnly) {
  const auto pool = MakePool(Size(1));
  Ask(*Get(*pool), "SELECT 1");
  EXPECT_THAT(observer_.TakeSql(), ElementsAre("SELECT 1"));
}

TEST_P(PoolTest, MovedConnectionsGoBackOnce) {
  const auto pool = MakePool(Size(2));
  PooledConnection a = Get(*pool);
  PooledConnection b = std::move(a);
  EXPECT_FALSE(a);
  b = Get(*pool);
  EXPECT_EQ(pool->stats().in_use, 1u);
  b.Release();
  EXPECT_EQ(pool->stats().in_use, 0u);
}

INSTANTIATE_TEST_SUITE_P(All, PoolTest, testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
