#include "server/session/session_registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "orm/base/error.h"
#include "server/session/session_id.h"
#include "tests/unit/server/server_fixture.h"

namespace ormd {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

class SessionRegistryTest : public testing::Test {
 protected:
  static SessionOptions Options() {
    SessionOptions options;
    options.instance = "replica-1";
    options.default_ttl = absl::Seconds(60);
    options.max_ttl = absl::Seconds(120);
    options.max_sessions = 3;
    options.max_streams = 2;
    options.idle_transaction = absl::Seconds(10);
    return options;
  }

  std::string Open(absl::Duration ttl = absl::Seconds(60)) { return registry_.Open(ttl)->id; }
  bool Lives(const std::string& id) { return registry_.Find(id).ok(); }

  ServerFixture server_;
  SessionRegistry registry_{Options(), [this] { return server_.NewSession(); }, [this] { return server_.clock.Now(); }};
};

TEST_F(SessionRegistryTest, IdsNameTheReplicaAndCannotBeGuessed) {
  EXPECT_THAT(Open(), MatchesRegex("replica-1-[0-9a-f]{32}"));
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) ids.insert(NewSessionId("x"));
  EXPECT_EQ(ids.size(), 100u);
}

TEST_F(SessionRegistryTest, TheTimeToLiveIsCutToTheLimit) {
  EXPECT_EQ(registry_.Open(absl::Seconds(30))->ttl, absl::Seconds(30));
  EXPECT_EQ(registry_.Open(absl::Hours(1))->ttl, absl::Seconds(120));
}

TEST_F(SessionRegistryTest, ASessionExpiresWithoutCalls) {
  const std::string id = Open();
  server_.clock.Advance(absl::Seconds(59));
  EXPECT_TRUE(Lives(id));
  server_.clock.Advance(absl::Seconds(59));
  EXPECT_TRUE(Lives(id));
  server_.clock.Advance(absl::Seconds(60));
  EXPECT_FALSE(Lives(id));
  EXPECT_EQ(ReasonOf(registry_.Find(id).status()), Reason::kSessionNotFound);
}

TEST_F(SessionRegistryTest, RenewBeginsTheTimeAnew) {
  const std::string id = Open();
  server_.clock.Advance(absl::Seconds(59));
  EXPECT_EQ(*registry_.Renew(id), absl::Seconds(60));
  server_.clock.Advance(absl::Seconds(59));
  EXPECT_TRUE(Lives(id));
}

TEST_F(SessionRegistryTest, TheEndOfACommandBeginsTheTimeAnew) {
  const std::string id = Open();
  const std::shared_ptr<Session> session = *registry_.Find(id);
  server_.clock.Advance(absl::Seconds(59));
  ASSERT_TRUE(Ask(*session, SyncCommand()).ok());
  server_.clock.Advance(absl::Seconds(59));
  registry_.Sweep();
  EXPECT_TRUE(Lives(id));
}

TEST_F(SessionRegistryTest, SweepRollsBackWhatHasExpired) {
  const std::string id = Open(absl::Seconds(5));
  const std::shared_ptr<Session> session = *registry_.Find(id);
  ASSERT_TRUE(Ask(*session, BeginCommand()).ok());
  server_.clock.Advance(absl::Seconds(5));
  registry_.Sweep();
  EXPECT_EQ(registry_.size(), 0u);
  EXPECT_EQ(ReasonOf(Ask(*session, CountCommand()).status()), Reason::kStatementCancelled);
  EXPECT_EQ(server_.pool->stats().in_use, 0u);
}

TEST_F(SessionRegistryTest, KnowsWhetherASessionWithAnIdIsInATransaction) {
  const std::shared_ptr<Session> session = *registry_.Find(Open());
  const std::shared_ptr<Session> stream = *registry_.OpenStream();
  orm::v1::Command begin = BeginCommand();
  begin.mutable_begin()->set_read_only(true);
  ASSERT_TRUE(Ask(*stream, begin).ok());
  EXPECT_FALSE(registry_.InTransaction());
  ASSERT_TRUE(Ask(*session, begin).ok());
  EXPECT_TRUE(registry_.InTransaction());
  ASSERT_TRUE(Ask(*session, RollbackCommand()).ok());
  EXPECT_FALSE(registry_.InTransaction());
  stream->Close();
}

TEST_F(SessionRegistryTest, SweepEndsIdleTransactionsOfBothKinds) {
  const std::shared_ptr<Session> named = *registry_.Find(Open());
  const std::shared_ptr<Session> stream = *registry_.OpenStream();
  orm::v1::Command begin = BeginCommand();
  begin.mutable_begin()->set_read_only(true);
  for (const auto& session : {named, stream}) ASSERT_TRUE(Ask(*session, begin).ok());
  server_.clock.Advance(absl::Seconds(10));
  registry_.Sweep();
  for (const auto& session : {named, stream}) {
    AwaitNoTransaction(*session);
    EXPECT_EQ(ReasonOf(Ask(*session, CountCommand()).status()), Reason::kTransactionAborted);
  }
  stream->Close();
}

TEST_F(SessionRegistryTest, CloseEndsASessionOnce) {
  const std::string id = Open();
  EXPECT_TRUE(registry_.Close(id).ok());
  EXPECT_EQ(ReasonOf(registry_.Close(id)), Reason::kSessionNotFound);
  EXPECT_EQ(ReasonOf(registry_.Renew(id).status()), Reason::kSessionNotFound);
}

TEST_F(SessionRegistryTest, AnIdOfAnotherReplicaIsSaidToBeOne) {
  const absl::Status elsewhere = registry_.Find("replica-2-00000000000000000000000000000000").status();
  EXPECT_THAT(ErrorOf(elsewhere).message, HasSubstr("replica-1"));
  EXPECT_THAT(ErrorOf(registry_.Find("replica-1-00").status()).message, HasSubstr("expired"));
  EXPECT_THAT(ErrorOf(registry_.Find("").status()).message, HasSubstr("no such session"));
}

TEST_F(SessionRegistryTest, NumbersAreLimited) {
  for (int i = 0; i < 3; ++i) Open();
  EXPECT_EQ(ReasonOf(registry_.Open(absl::Seconds(1)).status()), Reason::kTooManySessions);
  std::shared_ptr<Session> first = *registry_.OpenStream();
  const std::shared_ptr<Session> second = *registry_.OpenStream();
  EXPECT_EQ(ReasonOf(registry_.OpenStream().status()), Reason::kTooManySessions);
  EXPECT_EQ(registry_.size(), 5u);
  first = nullptr;
  EXPECT_TRUE(registry_.OpenStream().ok());
}

TEST_F(SessionRegistryTest, CloseAllClosesBothKinds) {
  const std::shared_ptr<Session> named = *registry_.Find(Open());
  const std::shared_ptr<Session> stream = *registry_.OpenStream();
  registry_.CloseAll();
  EXPECT_EQ(registry_.size(), 0u);
  for (const auto& session : {named, stream}) {
    EXPECT_EQ(ReasonOf(Ask(*session, CountCommand()).status()), Reason::kStatementCancelled);
  }
}

}  // namespace
}  // namespace ormd
