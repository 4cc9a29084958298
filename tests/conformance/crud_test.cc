// One-shot calls: what they make, read back exactly, change and remove; and the two locks.
#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class CrudTest : public ConformanceTest {};

TEST_P(CrudTest, CreateAnswersWhatWasMade) {
  const auto ann = one().Create("Author", {{"name", "Ann"}});
  ORMD_ASSERT_OK(ann);
  EXPECT_TRUE(ann->key.is_number_integer());
  EXPECT_TRUE(ann->generated.contains("id"));
  EXPECT_TRUE(ann->generated.contains("created_at"));
  const auto book = one().Create("Book", {{"title", "One"}, {"author", {{"id", ann->key}}}});
  ORMD_ASSERT_OK(book);
  EXPECT_EQ(book->key.get<std::string>().size(), 36u);
  EXPECT_EQ(book->generated["price"], "9.90") << "the default of the database";
}

TEST_P(CrudTest, WhatIsCreatedIsFoundChangedAndRemoved) {
  const auto ann = one().Create("Author", {{"name", "Ann"}, {"email", "ann@example.org"}, {"age", 30}});
  ORMD_ASSERT_OK(ann);
  const auto found = one().FindOne({{"entity", "Author"}, {"key", ann->key}});
  ORMD_ASSERT_OK(found);
  EXPECT_EQ(found->at("email"), "ann@example.org");
  ORMD_ASSERT_OK(one().Assign("Author", ann->key, {{"email", nullptr}, {"age", 31}}));
  const auto changed = one().FindOne({{"entity", "Author"}, {"key", ann->key}});
  EXPECT_EQ(changed->at("email"), nullptr);
  EXPECT_EQ(changed->at("age"), 31);
  ORMD_ASSERT_OK(one().Remove("Author", ann->key));
  EXPECT_EQ(*one().Count("Author"), 0);
}

TEST_P(CrudTest, AnAssignThatChangesNothingSendsNoUpdate) {
  const auto ann = one().Create("Author", {{"name", "Ann"}});
  Mark();
  ORMD_ASSERT_OK(one().Assign("Author", ann->key, {{"name", "Ann"}}));
  EXPECT_THAT(OnlyVerb(Queries(), "UPDATE"), IsEmpty());
}

TEST_P(CrudTest, EveryTypeRoundTripsExactly) {
  const Json sample = {
      {"id", -7},
      {"flag", true},
      {"small", -2147483648},
      {"big", "9223372036854775807"},
      {"unsigned_small", 4294967295u},
      {"real", 0.1},
      {"single", 0.5},
      {"words", "Grüße, 世界 'quoted' \\ \"double\"\n"},
      {"blob", "AAECAwD/"},
      {"token", "1e500000-0000-4000-8000-00000000000f"},
      {"amount", "1234567890123456.7891"},
      {"day", "2024-02-29"},
      {"hour", "23:59:59.123456"},
      {"moment", "1999-12-31T23:59:59.123456Z"},
      {"span", "90061.000001s"},
      {"document", {{"a", {1.5, nullptr, "x"}}, {"b", {{"c", true}}}}},
      {"exact_json", R"({"n": 12345678901234567890})"},
      {"genre", "POETRY"},
      {"numbers", {"1", "-9223372036854775808"}},
      {"labels", {"", "a,b", "{c}", "\"d\"", "NULL"}},
      {"notes", {{"k", "v"}}},
      {"code", "ÄÖÜäöü12"},
  };
  ORMD_ASSERT_OK(one().Create("Sample", sample));
  auto found = one().FindOne({{"entity", "Sample"}, {"key", -7}});
  ORMD_ASSERT_OK(found);
  const std::string exact = found->at("exact_json");
  EXPECT_THAT(exact, testing::HasSubstr("12345678901234567890"));
  for (const auto& [name, value] : sample.items()) {
    if (name == "exact_json") continue;
    EXPECT_EQ(nlohmann::json(found->at(name)), nlohmann::json(value)) << name;
  }
}

TEST_P(CrudTest, AbsentValuesAreNullAndListsAreEmpty) {
  ORMD_ASSERT_OK(one().Create("Sample", {{"id", 0}}));
  const auto found = one().FindOne({{"entity", "Sample"}, {"key", 0}});
  ORMD_ASSERT_OK(found);
  for (const char* name : {"flag", "small", "words", "token", "amount", "moment", "document"}) {
    EXPECT_EQ(found->at(name), nullptr) << name;
  }
  EXPECT_EQ(found->at("numbers"), Json::array());
  EXPECT_EQ(found->at("notes"), Json::object());
}

TEST_P(CrudTest, ARelationCanBePartOfTheKey) {
  const auto ann = one().Create("Author", {{"name", "Ann"}});
  const auto book = one().Create("Book", {{"title", "One"}, {"author", {{"id", ann->key}}}});
  const auto stock = one().Create("Stock", {{"shelf", "A1"}, {"book", {{"id", book->key}}}, {"amount", 3}});
  ORMD_ASSERT_OK(stock);
  const Json key = {"A1", book->key};
  ORMD_ASSERT_OK(one().Assign("Stock", key, {{"amount", 4}}));
  const auto found = one().FindOne({{"entity", "Stock"}, {"key", key}, {"populate", {"book.author"}}});
  ORMD_ASSERT_OK(found);
  EXPECT_EQ(found->at("amount"), 4);
  EXPECT_EQ(found->at("book")["author"]["name"], "Ann");
  ORMD_ASSERT_OK(one().Remove("Stock", key));
}

TEST_P(CrudTest, AStaleVersionIsAbortedAndWritesNothing) {
  ORMD_ASSERT_OK(one().Create("Account", {{"name", "a"}, {"balance", "10"}}));
  auto mine = server().Stream();
  ORMD_ASSERT_OK(mine.Find({{"entity", "Account"}}));
  const auto theirs = one().Assign("Account", "a", {{"balance", "20"}}, /*version=*/1);
  ORMD_ASSERT_OK(theirs);
  EXPECT_EQ(theirs->generated["version"], 2);
  ORMD_ASSERT_OK(mine.Assign("Account", "a", {{"balance", "30"}}));
  const auto flushed = mine.Flush({{{"create", {{"entity", "Tag"}, {"data", {{"name", "beside"}}}}}}});
  EXPECT_EQ(FailureOf(flushed.status).code, StatusCode::ABORTED);
  EXPECT_EQ(FailureOf(flushed.status).reason, "OPTIMISTIC_LOCK");
  EXPECT_EQ(FailureOf(flushed.status).metadata["key"], "a");
  EXPECT_EQ(one().FindOne({{"entity", "Account"}, {"key", "a"}}).value["balance"], "20.0000");
  EXPECT_EQ(*one().Count("Tag"), 0);
  EXPECT_THAT(one().Assign("Account", "a", {{"balance", "5"}}, /*version=*/1).status,
              Fails(StatusCode::ABORTED, "OPTIMISTIC_LOCK", {"version"}));
  EXPECT_EQ(FailureOf(one().Remove("Account", "a", /*version=*/1).status).reason, "OPTIMISTIC_LOCK");
}

TEST_P(CrudTest, AWriteLockHoldsOthersOffUntilCommit) {
  ORMD_ASSERT_OK(one().Create("Account", {{"name", "a"}, {"balance", "10"}}));
  auto holder = server().Stream();
  ORMD_ASSERT_OK(holder.Begin());
  Mark();
  ORMD_ASSERT_OK(holder.Find({{"entity", "Account"}}, orm::v1::PESSIMISTIC_WRITE));
  if (!sqlite()) {
    EXPECT_THAT(Queries(), testing::Contains(testing::HasSubstr("FOR UPDATE")));
  }

  auto other = server().OneShot();
  other.set_timeout(absl::Milliseconds(500));
  const auto refused = other.Assign("Account", "a", {{"balance", "20"}});
  EXPECT_EQ(FailureOf(refused.status).code, StatusCode::DEADLINE_EXCEEDED)
      << "the deadline reaches the waiting statement";
  ORMD_ASSERT_OK(holder.Assign("Account", "a", {{"balance", "11"}}));
  ASSERT_THAT(holder.Commit(), IsOk());
  ORMD_ASSERT_OK(one().Assign("Account", "a", {{"balance", "20"}}));
  EXPECT_EQ(one().FindOne({{"entity", "Account"}, {"key", "a"}}).value["balance"], "20.0000");
}

TEST_P(CrudTest, ALockNeedsATransaction) {
  const auto found = one().Find({{"entity", "Account"}}, orm::v1::PESSIMISTIC_WRITE);
  EXPECT_EQ(FailureOf(found.status).code, StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(FailureOf(found.status).reason, "NO_TRANSACTION");
}

TEST_P(CrudTest, ACancelledCommandEndsItsStatement) {
  ORMD_ASSERT_OK(one().Create("Account", {{"name", "a"}, {"balance", "10"}}));
  auto holder = server().Stream();
  ORMD_ASSERT_OK(holder.Begin());
  ORMD_ASSERT_OK(holder.Find({{"entity", "Account"}}, orm::v1::PESSIMISTIC_WRITE));

  auto waiter = server().Stream();
  orm::v1::Command begin, find, cancel;
  begin.mutable_begin();
  *find.mutable_find() = waiter.MakeFind({{"entity", "Account"}});
  find.mutable_find()->set_lock_mode(orm::v1::PESSIMISTIC_WRITE);
  waiter.Send(begin);
  const uint64_t waiting = waiter.Send(find);
  cancel.mutable_cancel()->set_id(waiting);
  absl::SleepFor(absl::Milliseconds(200));
  const uint64_t cancelling = waiter.Send(cancel);
  std::map<uint64_t, grpc::Status> answers;
  for (int i = 0; i < 3; ++i) {
    const auto reply = waiter.Receive();
    ASSERT_FALSE(reply->empty());
    answers[reply->front().id()] = reply.status;
  }
  EXPECT_THAT(answers[cancelling], IsOk());
  // On SQLite BEGIN itself waits for the lock; the cancel then names a command that has not begun.
  EXPECT_TRUE(!answers[waiting].ok());
  EXPECT_THAT(FailureOf(answers[waiting]).reason, testing::AnyOf("STATEMENT_CANCELLED", "SKIPPED"));
  ASSERT_THAT(holder.Rollback(), IsOk());
}

ORMD_ON_EVERY_DATABASE(CrudTest);

}  // namespace
}  // namespace ormd::conformance
