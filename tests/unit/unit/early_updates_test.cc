// Unique values that change hands within one flush, where more than the rows themselves is concerned.
#include "orm/base/error.h"
#include "tests/unit/unit/flush_fixture.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr const char* kProto = R"(
syntax = "proto3";
package early;
import "orm/options.proto";

message Doc {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  optional string code = 2 [(orm.property).unique = true];
  int32 version = 3 [(orm.property).version = {}];
}

message Quote {
  option (orm.entity) = {
    foreign_keys: {columns: "doc_code" table: "doc" target_columns: "code" on_update: CASCADE}
  };
  int64 id = 1 [(orm.property).primary = {}];
  optional string doc_code = 2;
}

message Contact {
  option (orm.entity) = {
    checks: {expression: "mail IS NOT NULL"}
    indexes: {properties: "phone" unique: true}
  };
  int64 id = 1 [(orm.property).primary = {}];
  optional string mail = 2 [(orm.property).unique = true];
  optional string phone = 3;
}

message Slot {
  option (orm.entity) = {uniques: {properties: "pos" defer: IMMEDIATE}};
  int64 id = 1 [(orm.property).primary = {}];
  int32 pos = 2;
}

message Writer {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string name = 2;
}

message Article {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  string slug = 2 [(orm.property).unique = true];
  optional int32 place = 3 [(orm.property).unique = true];
  Writer writer = 4 [(orm.property) = {nullable: true many_to_one: {}}];
}

message Folder {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  string code = 2 [(orm.property).unique = true];
}

message File {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Folder folder = 2 [(orm.property).many_to_one = {on_delete: CASCADE defer: DEFERRED}];
}

message Node {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  string code = 2 [(orm.property).unique = true];
  Node parent = 3 [(orm.property).many_to_one.defer = DEFERRED];
}
)";

class EarlyUpdatesTest : public FlushTest {
 protected:
  EarlyUpdatesTest() : FlushTest(kProto) {}

  Data Row(std::string_view type, int64_t id) { return std::move(Data(entity(type)).Set("id", id)); }
  void Change(EntityManager& em, std::string_view type, int64_t id, std::string_view property, Value value) {
    Assign(em, type, {Value(id)}, std::move(Data(entity(type)).Set(property, std::move(value))));
  }
  void Flush(EntityManager& em) {
    const absl::Status status = em.Flush(kContext);
    EXPECT_TRUE(status.ok()) << status;
  }
};

TEST_P(EarlyUpdatesTest, WhatFollowsAValueFollowsItToItsNewOne) {
  Store(Row("Doc", 1).Set("code", "x").Take());
  Store(Row("Quote", 1).Set("doc_code", "x").Take());
  EntityManager em = Fork();
  Change(em, "Doc", 1, "code", "y");
  Create(em, std::move(Row("Doc", 2).Set("code", "x")));
  Flush(em);
  EXPECT_THAT(Query("SELECT doc_code FROM quote"), ElementsAre("y"));
}

TEST_P(EarlyUpdatesTest, NoValueIsNullForAWhileWhereItNeedNot) {
  for (int64_t id : {1, 2}) Store(Row("Contact", id).Set("mail", "m" + std::to_string(id)).Take());
  EntityManager em = Fork();
  Change(em, "Contact", 2, "mail", "m3");
  Change(em, "Contact", 1, "mail", "m2");
  Create(em, std::move(Row("Contact", 3).Set("mail", "m1")));
  Flush(em);
  EXPECT_THAT(Query("SELECT mail FROM contact ORDER BY id"), ElementsAre("m2", "m3", "m1"));
}

TEST_P(EarlyUpdatesTest, AUniqueIndexCountsLikeAConstraint) {
  for (int64_t id : {1, 2}) {
    const std::string text = std::to_string(id);
    Store(Row("Contact", id).Set("mail", "m" + text).Set("phone", "p" + text).Take());
  }
  EntityManager em = Fork();
  Change(em, "Contact", 1, "phone", "p2");
  Change(em, "Contact", 2, "phone", "p1");
  Flush(em);
  EXPECT_THAT(Query("SELECT phone FROM contact ORDER BY id"), ElementsAre("p2", "p1"));
}

TEST_P(EarlyUpdatesTest, AValueThatBecomesNullIsWrittenOnce) {
  Store(Row("Doc", 1).Set("code", "x").Take());
  EntityManager em = Fork();
  Change(em, "Doc", 1, "code", Value());
  Create(em, std::move(Row("Doc", 2).Set("code", "x")));
  const auto plan = em.DryRun(kContext);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(*plan, SizeIs(2));
  Flush(em);
  EXPECT_THAT(Query("SELECT coalesce(code, '-') FROM doc ORDER BY id"), ElementsAre("-", "x"));
}

TEST_P(EarlyUpdatesTest, ARowThatWasChangedByOthersIsStillToldAsSuch) {
  for (int64_t id : {1, 2}) Store(Row("Doc", id).Set("code", "c" + std::to_string(id)).Take());
  EntityManager em = Fork();
  Change(em, "Doc", 1, "code", "c2");
  Change(em, "Doc", 2, "code", "c1");
  RunScript("DELETE FROM doc WHERE id = 1");
  EXPECT_EQ(ReasonOf(em.Flush(kContext)), Reason::kOptimisticLock);
}

TEST_P(EarlyUpdatesTest, WhatIsCheckedAtTheEndOfAStatementIsExchangedInOne) {
  if (is_sqlite()) return;  // has no such constraint
  for (int64_t id : {1, 2}) Store(Row("Slot", id).Set("pos", id).Take());
  EntityManager em = Fork();
  Change(em, "Slot", 1, "pos", 2);
  Change(em, "Slot", 2, "pos", 1);
  Flush(em);
  EXPECT_THAT(Query("SELECT pos FROM slot ORDER BY id"), ElementsAre("2", "1"));
}

TEST_P(EarlyUpdatesTest, AReferenceThatIsCheckedLaterDoesNotGoFirst) {
  Store(Row("Node", 1).Set("code", "root").Point("parent", ByKey({Value(1)})).Take());
  Store(Row("Node", 2).Set("code", "leaf").Point("parent", ByKey({Value(1)})).Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.Find(entity("Node"), Options("Node"), kContext).ok());
  Change(em, "Node", 2, "code", "root");
  Assign(em, "Node", {Value(2)}, std::move(Data(entity("Node")).Point("parent", ByKey({Value(2)}))));
  Remove(em, "Node", {Value(1)});
  Flush(em);
  EXPECT_THAT(Query("SELECT code || parent_id FROM node"), ElementsAre("root2"));
}

TEST_P(EarlyUpdatesTest, ACircleIsBrokenWhereItCanBe) {
  for (const bool turned : {false, true}) {
    for (int64_t id : {1, 2}) {
      Store(Row("Article", id).Set("slug", "s" + std::to_string(id)).Set("place", id).Take());
    }
    EntityManager em = Fork();
    ASSERT_TRUE(em.Find(entity("Article"), Options("Article"), kContext).ok());
    const auto first = [&] {
      Assign(em, "Article", {Value(2)}, std::move(Data(entity("Article")).Set("slug", "s1").Set("place", 3)));
    };
    const auto second = [&] {
      Assign(em, "Article", {Value(1)}, std::move(Data(entity("Article")).Set("slug", "s3").Set("place", 2)));
    };
    turned ? second() : first();
    turned ? first() : second();
    Flush(em);
    EXPECT_THAT(Query("SELECT slug || place FROM article ORDER BY id"), ElementsAre("s32", "s13"));
    RunScript("DELETE FROM article");
  }
}

TEST_P(EarlyUpdatesTest, WhoWaitsForAnInsertHandsOnBehindIt) {
  for (int64_t id : {1, 2}) Store(Row("Article", id).Set("slug", "s" + std::to_string(id)).Take());
  EntityManager em = Fork();
  Create(em, std::move(Data(entity("Writer")).Set("name", "Ann")), "ann");
  Change(em, "Article", 2, "slug", "s1");
  Assign(em, "Article", {Value(1)}, std::move(Data(entity("Article")).Set("slug", "s3").Point("writer", Local("ann"))));
  Flush(em);
  EXPECT_THAT(Query("SELECT slug FROM article ORDER BY id"), ElementsAre("s3", "s1"));
}

TEST_P(EarlyUpdatesTest, ALongChainIsCutWhereItMayBeNull) {
  {
    EntityManager em = Fork();
    for (int64_t id = 1; id <= 200; ++id) {
      Create(em, std::move(Row("Article", id).Set("slug", std::to_string(id)).Set("place", id)));
    }
    Flush(em);
  }
  EntityManager em = Fork();
  ASSERT_TRUE(em.Find(entity("Article"), Options("Article"), kContext).ok());
  for (int64_t id = 1; id <= 200; ++id) Change(em, "Article", id, "place", id + 1);
  const auto plan = em.DryRun(kContext);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_LE(plan->size(), 40u);
  Flush(em);
  EXPECT_THAT(Query("SELECT count(*) FROM article WHERE place = id + 1"), ElementsAre("200"));
}

TEST_P(EarlyUpdatesTest, WhatAnEarlyDeleteWouldTakeAlongLeavesFirst) {
  for (int64_t id : {1, 2}) Store(Row("Folder", id).Set("code", "c" + std::to_string(id)).Take());
  Store(Row("File", 1).Point("folder", ByKey({Value(1)})).Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.Find(entity("File"), Options("File", {"folder"}), kContext).ok());
  Remove(em, "Folder", {Value(1)});
  Create(em, std::move(Row("Folder", 3).Set("code", "c1")));
  Assign(em, "File", {Value(1)}, std::move(Data(entity("File")).Point("folder", ByKey({Value(2)}))));
  Flush(em);
  EXPECT_THAT(Query("SELECT folder_id FROM file"), ElementsAre("2"));
}

INSTANTIATE_TEST_SUITE_P(Databases, EarlyUpdatesTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
