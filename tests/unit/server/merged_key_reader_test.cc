#include "server/merge/merged_key_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "orm/base/error.h"
#include "tests/unit/server/server_fixture.h"

namespace ormd {
namespace {

using testing::SizeIs;

class MergedKeyReaderTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto session = server_.NewSession();
    for (const char* name : {"a", "b", "c", "d"}) ASSERT_TRUE(Ask(*session, CreateItem(name)).ok());
    ASSERT_TRUE(Ask(*session, FlushCommand()).ok());
    server_.observer.TakeSql();
  }

  // From now on, until `go`, the first statement of the reader runs.
  void HoldFirstStatement() {
    server_.observer.set_hook([this](std::string_view) {
      if (held_.exchange(true)) return;
      running_.Notify();
      go_.WaitForNotification();
    });
  }

  auto Read(std::vector<Key> keys, const KeyReader::MoreKeys& more = {}) {
    return reader_.Read(*server_.schema->entities().front(), std::move(keys), more, FreeContext());
  }

  ServerFixture server_;
  MergedKeyReader reader_{*server_.environment, {.lanes = 1, .max_batch = 3}};
  std::atomic<bool> held_ = false;
  absl::Notification running_, go_;
};

Key KeyOf(int64_t id) { return {Value(id)}; }

TEST_F(MergedKeyReaderTest, WhatComesWhileACallerWaitsIsReadWithIt) {
  HoldFirstStatement();
  std::thread first([&] { EXPECT_TRUE(Read({KeyOf(1)}).ok()); });
  running_.WaitForNotification();
  absl::Notification asked;
  const auto more = [&](size_t most) {
    EXPECT_EQ(most, 2u);
    asked.Notify();
    return std::vector<Key>{KeyOf(3), KeyOf(99)};
  };
  std::thread second([&] {
    const auto found = Read({KeyOf(2)}, more);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_THAT((*found)->row_of, SizeIs(2));
    EXPECT_EQ((*found)->rows->cell((*found)->row_of.at(KeyOf(3)), 1).text, "c");
  });
  EXPECT_FALSE(asked.WaitForNotificationWithTimeout(absl::Milliseconds(20))) << "not before it is its turn";
  go_.Notify();
  first.join();
  second.join();
  EXPECT_TRUE(asked.HasBeenNotified());
  EXPECT_THAT(server_.observer.TakeSql(), SizeIs(2));
}

TEST_F(MergedKeyReaderTest, WhereNoRoomIsLeftNobodyIsAskedForMore) {
  const auto more = [](size_t) -> std::vector<Key> {
    ADD_FAILURE() << "there is no room";
    return {};
  };
  const auto found = Read({KeyOf(1), KeyOf(2), KeyOf(3)}, more);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT((*found)->row_of, SizeIs(3));
}

// On PostgreSQL, where a table can be locked.
class LockedTableTest : public testing::Test {
 protected:
  LockedTableTest() : locker_(server_.pool->Acquire(Access::kWrite, {}).value()) {}

  void SetUp() override {
    ASSERT_TRUE(locker_->Begin({}, {}).ok());
    ASSERT_TRUE(locker_->ExecuteScript("LOCK TABLE item", {}).ok());
  }

  // Until a statement waits for the lock.
  void AwaitWaiter() {
    const auto waiting = [this] {
      const auto rows = locker_->Execute({"SELECT 1 FROM pg_locks WHERE NOT granted", {}}, {});
      return rows.ok() && (*rows)->rows() == 1;
    };
    while (!waiting()) absl::SleepFor(absl::Milliseconds(1));
  }

  absl::Status Read(int64_t id, const Context& context) {
    return reader_.Read(*server_.schema->entities().front(), {Key{Value(id)}}, {}, context).status();
  }

  ServerFixture server_{"postgresql"};
  MergedKeyReader reader_{*server_.environment, {.lanes = 1, .max_batch = 3}};
  PooledConnection locker_;
};

TEST_F(LockedTableTest, WhoRunsTheStatementDoesNotWaitForTheOthersSake) {
  const Context leading = FreeContext();
  std::thread leader([&] { EXPECT_EQ(ReasonOf(Read(1, leading)), Reason::kStatementCancelled); });
  AwaitWaiter();
  Context hurried = FreeContext();
  hurried.deadline = absl::Now() + absl::Milliseconds(100);
  std::thread late([&] { EXPECT_FALSE(Read(2, hurried).ok()); });
  const Context free = FreeContext();
  std::thread patient([&] { EXPECT_EQ(ReasonOf(Read(3, free)), Reason::kStatementCancelled); });
  late.join();
  leading.cancellation->Cancel();
  leader.join();
  // Who waited for the lane has got it.
  AwaitWaiter();
  free.cancellation->Cancel();
  patient.join();
}

TEST_F(MergedKeyReaderTest, RowsGoWhenNobodyHasThemAnyMore) {
  std::weak_ptr<const KeyedRows> rows;
  {
    const auto found = Read({KeyOf(1)});
    ASSERT_TRUE(found.ok()) << found.status();
    rows = *found;
  }
  EXPECT_TRUE(rows.expired());
}

// A session whose look-ups go through the reader.
class SharedLookupTest : public MergedKeyReaderTest {
 protected:
  void SetUp() override {
    MergedKeyReaderTest::SetUp();
    server_.environment->key_reader = &reader_;
    server_.environment->max_entities = 2;
  }

  Reason LookUp(int64_t id) {
    orm::v1::FindOne find;
    find.set_entity("Item");
    find.mutable_key()->add_values()->set_int64(id);
    Prefetch(manager_, find, [](size_t) { return std::vector<SharedCommand>(); }, FreeContext());
    orm::v1::Command command;
    *command.mutable_find_one() = find;
    return ReasonOf(RunInSession(workspace_, command, FreeContext(), 0).status());
  }

  Workspace workspace_{*server_.environment};
  EntityManager& manager_ = workspace_.manager;
};

TEST_F(SharedLookupTest, WhatASessionHoldsIsBounded) {
  EXPECT_EQ(LookUp(1), Reason::kUnspecified);
  EXPECT_EQ(LookUp(2), Reason::kUnspecified);
  EXPECT_EQ(LookUp(3), Reason::kLimitExceeded);
  EXPECT_EQ(manager_.entity_count(), 2u);
  EXPECT_EQ(LookUp(2), Reason::kUnspecified);
}

TEST_F(SharedLookupTest, KeysWithoutRowsTakeNoRoom) {
  for (int64_t id = 90; id < 100; ++id) EXPECT_EQ(LookUp(id), Reason::kEntityNotFound);
  EXPECT_EQ(manager_.entity_count(), 0u);
}

TEST_F(SharedLookupTest, WhatIsStagedByItsKeyAloneTakesRoomToo) {
  const EntityMetadata& item = *server_.schema->entities().front();
  for (int64_t id = 90; id < 92; ++id) {
    ASSERT_TRUE(manager_.Remove({&item, KeyOf(id), ""}, std::nullopt, "", FreeContext()).ok());
  }
  const absl::Status status = manager_.Remove({&item, KeyOf(92), ""}, std::nullopt, "", FreeContext()).status();
  EXPECT_EQ(ReasonOf(status), Reason::kLimitExceeded);
  EXPECT_EQ(manager_.entity_count(), 2u);
}

}  // namespace
}  // namespace ormd
