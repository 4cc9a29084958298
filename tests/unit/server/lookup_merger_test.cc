#include "server/merge/lookup_merger.h"

#include <gtest/gtest.h>

#include "absl/synchronization/notification.h"
#include "tests/unit/server/server_fixture.h"

namespace ormd {
namespace {

class LookupMergerTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto session = server_.NewSession();
    ASSERT_TRUE(Ask(*session, CreateItem("a")).ok());
    ASSERT_TRUE(Ask(*session, FlushCommand()).ok());
    for (size_t i = 0; i < ServerFixture::kWorkers; ++i) {
      server_.executor->Submit([this] { go_.WaitForNotification(); });
    }
  }

  void Take(int64_t id) {
    orm::v1::FindOne find;
    find.set_entity("Item");
    find.mutable_key()->add_values()->set_int64(id);
    Answer answer = [this](absl::StatusOr<grpc::ByteBuffer> reply) {
      status_ = reply.status();
      answered_.Notify();
    };
    ASSERT_TRUE(merger_.Take(find, FreeContext(), answer));
  }

  ServerFixture server_;
  absl::Notification go_;
  LookupMerger merger_{*server_.environment, *server_.executor, {}, 1 << 20};
  absl::Notification answered_;
  absl::Status status_;
};

TEST_F(LookupMergerTest, ALookUpInThisProcessNeedsNoWorker) {
  ASSERT_TRUE(server_.pool->Acquire(Access::kRead, {}).ok());
  Take(1);
  EXPECT_TRUE(answered_.HasBeenNotified());
  EXPECT_TRUE(status_.ok()) << status_;
  go_.Notify();
}

TEST_F(LookupMergerTest, WithoutAnIdleConnectionAWorkerOpensOne) {
  const absl::StatusOr<PooledConnection> taken = server_.pool->Acquire(Access::kRead, {});
  ASSERT_TRUE(taken.ok());
  Take(1);
  EXPECT_FALSE(answered_.HasBeenNotified());
  go_.Notify();
  answered_.WaitForNotification();
  EXPECT_TRUE(status_.ok()) << status_;
}

}  // namespace
}  // namespace ormd
