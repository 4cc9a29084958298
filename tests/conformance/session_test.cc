// Sessions: the identity map, transactions, and the ways in.
#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

using orm::v1::Command;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class SessionTest : public ConformanceTest {
 protected:
  Json NewAuthor(const std::string& name) {
    const auto created = one().Create("Author", {{"name", name}});
    EXPECT_THAT(created.status, IsOk());
    Mark();
    return created->key;
  }
  static Json ByKey(const Json& key) { return {{"entity", "Author"}, {"key", key}}; }
};

TEST_P(SessionTest, ALoadedEntityIsFoundByItsKeyWithoutSql) {
  const Json key = NewAuthor("Ann");
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Find({{"entity", "Author"}}));
  Mark();
  const auto found = session.FindOne(ByKey(key));
  ORMD_ASSERT_OK(found);
  EXPECT_EQ(found->at("name"), "Ann");
  EXPECT_THAT(Statements(), IsEmpty());
}

TEST_P(SessionTest, ALookUpBehindAFindNeedsNoSql) {
  const Json key = NewAuthor("Ann");
  auto session = server().Stream();
  Command find, find_one;
  find.mutable_find()->set_entity("Author");
  find_one.mutable_find_one()->set_entity("Author");
  find_one.mutable_find_one()->mutable_key()->add_values()->set_int64(key.get<int64_t>());
  session.Send(find);
  session.Send(find_one);
  ORMD_EXPECT_OK(session.Receive());
  ORMD_EXPECT_OK(session.Receive());
  EXPECT_EQ(Statements().size(), 1u);
}

TEST_P(SessionTest, WhatASessionReadStaysUntilItReadsAgain) {
  const Json key = NewAuthor("Ann");
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.FindOne(ByKey(key)));
  ORMD_ASSERT_OK(one().Assign("Author", key, {{"name", "Changed"}}));
  EXPECT_EQ(session.FindOne(ByKey(key)).value["name"], "Ann");
  EXPECT_EQ(session.Find({{"entity", "Author"}}).value[0]["name"], "Changed");
  ORMD_ASSERT_OK(one().Assign("Author", key, {{"name", "Again"}}));
  ASSERT_THAT(session.Clear(), IsOk());
  EXPECT_EQ(session.FindOne(ByKey(key)).value["name"], "Again");
}

TEST_P(SessionTest, AFindKeepsStagedChangesAndRefreshDropsThem) {
  const Json key = NewAuthor("Ann");
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Assign("Author", key, {{"name", "Staged"}}));
  ORMD_ASSERT_OK(one().Assign("Author", key, {{"name", "Theirs"}, {"age", 7}}));
  const auto found = session.Find({{"entity", "Author"}});
  ORMD_ASSERT_OK(found);
  EXPECT_EQ((*found)[0]["name"], "Staged");
  EXPECT_EQ((*found)[0]["age"], 7);
  const auto refreshed = session.Refresh("Author", key);
  ORMD_ASSERT_OK(refreshed);
  EXPECT_EQ((*refreshed)[0]["name"], "Theirs");
  Mark();
  const auto flushed = session.Flush();
  ORMD_ASSERT_OK(flushed);
  EXPECT_THAT(*flushed, IsEmpty());
  EXPECT_THAT(Statements(), IsEmpty());
}

TEST_P(SessionTest, StagedChangesAreSeenByTheSessionAndWrittenByFlush) {
  const Json key = NewAuthor("Ann");
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Assign("Author", key, {{"name", "Staged"}}));
  EXPECT_EQ(session.FindOne(ByKey(key)).value["name"], "Staged");
  EXPECT_EQ(one().FindOne(ByKey(key)).value["name"], "Ann");
  ORMD_ASSERT_OK(session.Flush());
  EXPECT_EQ(one().FindOne(ByKey(key)).value["name"], "Staged");
}

TEST_P(SessionTest, ARolledBackTransactionLeavesNothingAndClears) {
  auto session = server().Stream();
  const auto begun = session.Begin();
  ORMD_ASSERT_OK(begun);
  EXPECT_EQ(*begun, 1);
  ORMD_ASSERT_OK(session.Flush({{{"create", {{"entity", "Author"}, {"data", {{"name", "Ann"}}}}}}}));
  EXPECT_EQ(*session.Count("Author"), 1);
  Command rollback;
  rollback.mutable_rollback();
  const auto replies = session.Run(rollback);
  ORMD_ASSERT_OK(replies);
  EXPECT_TRUE(replies->front().rollback().cleared());
  EXPECT_EQ(*session.Count("Author"), 0);
}

TEST_P(SessionTest, CommitFlushesAndMakesItVisible) {
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Begin());
  ORMD_ASSERT_OK(session.Create("Author", {{"name", "Ann"}}));
  ASSERT_THAT(session.Commit(), IsOk());
  EXPECT_EQ(*one().Count("Author"), 1);
}

TEST_P(SessionTest, NestedTransactionsAreSavepoints) {
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Begin());
  ORMD_ASSERT_OK(session.Flush({{{"create", {{"entity", "Tag"}, {"data", {{"name", "outer"}}}}}}}));
  EXPECT_EQ(*session.Begin(), 2);
  ORMD_ASSERT_OK(session.Flush({{{"create", {{"entity", "Tag"}, {"data", {{"name", "inner"}}}}}}}));
  ASSERT_THAT(session.Rollback(), IsOk());
  ASSERT_THAT(session.Commit(1), IsOk());
  EXPECT_EQ(*one().Count("Tag", {{"name", "outer"}}), 1);
  EXPECT_EQ(*one().Count("Tag", {{"name", "inner"}}), 0);
  EXPECT_THAT(Statements(), Contains(HasSubstr("SAVEPOINT")));
}

TEST_P(SessionTest, ANestedTransactionIsToldWhatItCannotChoose) {
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Begin());
  EXPECT_THAT(session.Begin(orm::v1::SERIALIZABLE).status,
              Fails(StatusCode::INVALID_ARGUMENT, "BAD_REQUEST", {"isolation"}));
  ASSERT_THAT(session.Clear(), IsOk());
  EXPECT_THAT(session.Begin(orm::v1::ISOLATION_UNSPECIFIED, true).status,
              Fails(StatusCode::INVALID_ARGUMENT, "BAD_REQUEST", {"read_only"}));
}

TEST_P(SessionTest, AReadOnlyTransactionRefusesToWrite) {
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Begin(orm::v1::ISOLATION_UNSPECIFIED, /*read_only=*/true));
  const auto flushed = session.Flush({{{"create", {{"entity", "Tag"}, {"data", {{"name", "a"}}}}}}});
  EXPECT_THAT(flushed.status, Fails(StatusCode::FAILED_PRECONDITION, "READ_ONLY"));
}

TEST_P(SessionTest, ASnapshotDoesNotSeeWhatCameLater) {
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Begin(orm::v1::REPEATABLE_READ, /*read_only=*/true));
  EXPECT_EQ(*session.Count("Tag"), 0);
  ORMD_ASSERT_OK(one().Create("Tag", {{"name", "late"}}));
  EXPECT_EQ(*session.Count("Tag"), 0);
  ASSERT_THAT(session.Rollback(), IsOk());
  EXPECT_EQ(*session.Count("Tag"), 1);
}

TEST_P(SessionTest, CommitWithoutBeginIsRefused) {
  auto session = server().Stream();
  EXPECT_THAT(session.Commit(), Fails(StatusCode::FAILED_PRECONDITION, "NO_TRANSACTION"));
}

TEST_P(SessionTest, TheEndOfTheStreamRollsBack) {
  {
    auto session = server().Stream();
    ORMD_ASSERT_OK(session.Begin());
    ORMD_ASSERT_OK(session.Flush({{{"create", {{"entity", "Tag"}, {"data", {{"name", "a"}}}}}}}));
    ASSERT_THAT(session.Finish(), IsOk());
  }
  EXPECT_EQ(*one().Count("Tag"), 0);
  ORMD_EXPECT_OK(one().Create("Tag", {{"name", "a"}}));
}

TEST_P(SessionTest, PipelinedCommandsAnswerInOrderAndAfterAnErrorAreSkipped) {
  auto session = server().Stream();
  Command count, bad, flush, sync;
  count.mutable_count()->set_entity("Author");
  bad.mutable_count()->set_entity("Nobody");
  *flush.mutable_flush() = session.MakeFlush({{{"create", {{"entity", "Tag"}, {"data", {{"name", "a"}}}}}}});
  sync.mutable_sync();
  for (const Command& command : {count, bad, flush, count, sync, count}) session.Send(command);
  const auto first = session.Receive();
  ORMD_ASSERT_OK(first);
  EXPECT_EQ(first->front().id(), 1u);
  EXPECT_THAT(session.Receive().status, Fails(StatusCode::INVALID_ARGUMENT, "UNKNOWN_ENTITY", {"entity"}));
  EXPECT_EQ(FailureOf(session.Receive().status).reason, "SKIPPED");
  EXPECT_EQ(FailureOf(session.Receive().status).reason, "SKIPPED");
  ORMD_EXPECT_OK(session.Receive());
  const auto last = session.Receive();
  ORMD_EXPECT_OK(last);
  EXPECT_EQ(last->front().id(), 6u);
  EXPECT_EQ(*one().Count("Tag"), 0);
}

TEST_P(SessionTest, AUnarySessionKeepsItsUnitOfWorkOverCalls) {
  const auto id = server().OpenSession();
  ORMD_ASSERT_OK(id);
  auto session = server().InSession(*id);
  ORMD_ASSERT_OK(session.Begin());
  ORMD_ASSERT_OK(session.Create("Tag", {{"name", "a"}}));
  EXPECT_EQ(*one().Count("Tag"), 0);
  ASSERT_THAT(session.Commit(), IsOk());
  EXPECT_EQ(*one().Count("Tag"), 1);

  grpc::ClientContext renewing, closing;
  orm::v1::RenewRequest renew;
  orm::v1::RenewResponse renewed;
  renew.set_session(*id);
  EXPECT_THAT(server().sessions().Renew(&renewing, renew, &renewed), IsOk());
  EXPECT_GT(renewed.ttl().seconds(), 0);
  orm::v1::CloseRequest close;
  orm::v1::CloseResponse closed;
  close.set_session(*id);
  EXPECT_THAT(server().sessions().Close(&closing, close, &closed), IsOk());
  EXPECT_EQ(FailureOf(session.Count("Tag").status).reason, "SESSION_NOT_FOUND");
}

TEST_P(SessionTest, AnIdleUnarySessionEnds) {
  const auto id = server().OpenSession(/*ttl_seconds=*/1);
  ORMD_ASSERT_OK(id);
  auto session = server().InSession(*id);
  ORMD_ASSERT_OK(session.Begin());
  ORMD_ASSERT_OK(session.Flush({{{"create", {{"entity", "Tag"}, {"data", {{"name", "a"}}}}}}}));
  // A write of somebody else waits for the transaction on SQLite, and goes on once the session is gone.
  absl::SleepFor(absl::Milliseconds(1500));
  EXPECT_EQ(FailureOf(session.Count("Tag").status).reason, "SESSION_NOT_FOUND");
  ORMD_EXPECT_OK(one().Create("Tag", {{"name", "a"}}));
}

TEST_P(SessionTest, AnUnknownSessionIsNotFound) {
  auto session = server().InSession("nobody");
  EXPECT_EQ(FailureOf(session.Count("Tag").status).code, StatusCode::NOT_FOUND);
  EXPECT_EQ(FailureOf(session.Count("Tag").status).reason, "SESSION_NOT_FOUND");
}

ORMD_ON_EVERY_DATABASE(SessionTest);

}  // namespace
}  // namespace ormd::conformance
