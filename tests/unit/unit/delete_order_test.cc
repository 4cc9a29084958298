// Removals, and inserts, whose order foreign keys ask for.
#include "orm/base/error.h"
#include "tests/unit/unit/flush_fixture.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kProto = R"(
syntax = "proto3";
package ordered;
import "orm/options.proto";

message Node {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Node parent = 2 [(orm.property) = {nullable: true many_to_one: {on_delete: NO_ACTION}}];
  int32 version = 3 [(orm.property).version = {}];
}

message Folder {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Folder parent = 2 [(orm.property) = {nullable: true many_to_one: {on_delete: RESTRICT}}];
}

message Stock {
  option (orm.entity) = {foreign_keys: {columns: "sku" table: "item" target_columns: "sku"}};
  int64 id = 1 [(orm.property).primary = {}];
  string sku = 2;
}

message Item {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  string sku = 2 [(orm.property).unique = true];
  repeated Tag tags = 3 [(orm.property).many_to_many.on_delete = RESTRICT];
}

message Tag {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
}

message Person {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Team team = 2 [(orm.property).many_to_one = {defer: DEFERRED}];
}

message Team {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Person head = 2 [(orm.property).many_to_one = {defer: DEFERRED}];
}

message Clerk {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Office office = 2 [(orm.property).many_to_one = {}];
}

message Office {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Clerk chief = 2 [(orm.property) = {many_to_one: {}}];
}
)";

Key KeyOf(int64_t id) { return {Value(id)}; }

class DeleteOrderTest : public FlushTest {
 protected:
  DeleteOrderTest() : FlushTest(kProto) {}

  Data Row(std::string_view type, int64_t id) { return std::move(Data(entity(type)).Set("id", id)); }
  Data Pointing(std::string_view type, int64_t id, std::string_view relation, int64_t target) {
    return std::move(Data(entity(type)).Set("id", id).Point(relation, ByKey(KeyOf(target))));
  }
  // Rows 1 to `count`, each below the one before it.
  void StoreChain(std::string_view type, int64_t count) {
    EntityManager em = Fork();
    Create(em, Row(type, 1));
    for (int64_t id = 2; id <= count; ++id) Create(em, Pointing(type, id, "parent", id - 1));
    Flush(em);
  }
  void RemoveVersion(EntityManager& em, std::string_view type, int64_t id, int64_t version) {
    ASSERT_TRUE(em.Remove({&entity(type), KeyOf(id), ""}, Value(version), "", kContext).ok());
  }
  void Load(EntityManager& em, std::string_view type) {
    ASSERT_TRUE(em.Find(entity(type), Options(type), kContext).ok());
  }
  void Flush(EntityManager& em) {
    const absl::Status status = em.Flush(kContext);
    EXPECT_TRUE(status.ok()) << status;
  }
};

TEST_P(DeleteOrderTest, ChildrenGoBeforeTheirParentsWhereSomeVersionsAreChecked) {
  StoreChain("Node", 4);
  EntityManager em = Fork();
  Load(em, "Node");
  for (const int64_t id : {1, 3}) RemoveVersion(em, "Node", id, 1);
  for (const int64_t id : {2, 4}) Remove(em, "Node", KeyOf(id));
  Flush(em);
  EXPECT_THAT(Query("SELECT id FROM node"), IsEmpty());
}

TEST_P(DeleteOrderTest, ALongChainGoesFromItsEnd) {
  StoreChain("Folder", 2500);
  EntityManager em = Fork();
  Load(em, "Folder");
  for (int64_t id = 1; id <= 2500; ++id) Remove(em, "Folder", KeyOf(id));
  Flush(em);
  EXPECT_THAT(Query("SELECT id FROM folder"), IsEmpty());
}

TEST_P(DeleteOrderTest, WhatRestrictsItsParentIsNoCheck) {
  StoreChain("Folder", 2);
  EntityManager em = Fork();
  Remove(em, "Folder", KeyOf(1));
  EXPECT_EQ(ReasonOf(em.Flush(kContext)), Reason::kForeignKeyViolation);
}

TEST_P(DeleteOrderTest, ForeignKeysThatAreNoRelationsOrderTypesToo) {
  EntityManager em = Fork();
  Create(em, std::move(Row("Stock", 1).Set("sku", "A")));
  Create(em, std::move(Row("Item", 1).Set("sku", "A")));
  Flush(em);
  Remove(em, "Item", KeyOf(1));
  Remove(em, "Stock", KeyOf(1));
  Flush(em);
  EXPECT_THAT(Query("SELECT id FROM item"), IsEmpty());
}

TEST_P(DeleteOrderTest, LinksThatHoldTheirEndsGoFirst) {
  Store(Row("Tag", 1).Take());
  Store(Row("Item", 1).Set("sku", "A").Items("tags", CollectionOperation::kAdd, ByKey(KeyOf(1))).Take());
  EntityManager em = Fork();
  Assign(em, "Item", KeyOf(1), std::move(Data(entity("Item")).Items("tags", CollectionOperation::kSet)));
  Remove(em, "Tag", KeyOf(1));
  Flush(em);
  EXPECT_THAT(Query("SELECT id FROM tag"), IsEmpty());
  EXPECT_THAT(Query("SELECT id FROM item"), ElementsAre("1"));
}

TEST_P(DeleteOrderTest, ACycleIsInsertedWhereNothingChecksItBeforeTheEnd) {
  EntityManager em = Fork();
  Create(em, Pointing("Person", 1, "team", 7));
  Create(em, Pointing("Team", 7, "head", 1));
  Flush(em);
  EXPECT_THAT(Query("SELECT head_id FROM team"), ElementsAre("1"));
}

TEST_P(DeleteOrderTest, TypesThatNeedEachOtherTakeTurns) {
  RunScript(is_sqlite() ? "BEGIN; PRAGMA defer_foreign_keys = ON; INSERT INTO office VALUES (1, 1); "
                          "INSERT INTO clerk VALUES (1, 1); COMMIT"
                        : "WITH o AS (INSERT INTO office VALUES (1, 1)) INSERT INTO clerk VALUES (1, 1)");
  EntityManager em = Fork();
  Create(em, Pointing("Clerk", 3, "office", 2));
  Create(em, Pointing("Office", 2, "chief", 2));
  Create(em, Pointing("Clerk", 2, "office", 1));
  Flush(em);
  EXPECT_THAT(Query("SELECT office_id FROM clerk ORDER BY id"), ElementsAre("1", "1", "2"));
  Create(em, Pointing("Clerk", 4, "office", 4));
  Create(em, Pointing("Office", 4, "chief", 4));
  EXPECT_EQ(ReasonOf(em.Flush(kContext)), Reason::kBadValue) << "a cycle";
}

INSTANTIATE_TEST_SUITE_P(All, DeleteOrderTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
