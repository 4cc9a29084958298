#include "orm/sql/select.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/base/strings.h"
#include "tests/unit/query/json_value.h"
#include "tests/unit/query/shop_schema.h"
#include "tests/unit/sql/golden.h"
#include "tests/unit/sql/sqlite_database.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

Condition Where(std::string_view entity, std::string_view json) {
  return *ParseWhere(ShopEntity(entity), JsonValue(json), QueryLimits());
}

SelectQuery Query(std::string_view entity, std::string_view where, const std::vector<std::string>& fields = {"id"}) {
  SelectQuery query;
  query.entity = &ShopEntity(entity);
  query.fields = *ParseFields(*query.entity, fields);
  query.where = Where(entity, where);
  return query;
}

SelectQuery Ordered(SelectQuery query, const std::vector<OrderRequest>& order) {
  query.order = *ParseOrder(*query.entity, order);
  return query;
}

SelectQuery Paged(SelectQuery query, std::optional<uint64_t> limit, uint64_t offset) {
  query.limit = limit;
  query.offset = offset;
  return query;
}

SelectQuery Locked(SelectQuery query, LockMode lock) {
  query.lock = lock;
  return query;
}

SelectQuery OfOwners(SelectQuery query, std::string_view owner, std::string_view property, std::vector<Key> keys) {
  const PropertyMetadata& relation = *ShopEntity(owner).FindProperty(property);
  const bool owning = relation.pivot.has_value();
  const PivotTable& pivot = owning ? *relation.pivot : *relation.mapped_by->pivot;
  query.pivot = PivotSelect{&pivot, owning ? &pivot.owner_columns : &pivot.target_columns,
                            owning ? &pivot.target_columns : &pivot.owner_columns, &ShopEntity(owner), std::move(keys)};
  return query;
}

constexpr const char* kUuid = "00000000-0000-4000-8000-000000000001";
constexpr const char* kOtherUuid = "00000000-0000-4000-8000-000000000002";

struct SelectCase {
  std::string name;
  SelectQuery query;
};

// One of each form of condition, as JSON.
const std::vector<std::pair<std::string, std::string>>& UserConditions() {
  static const std::vector<std::pair<std::string, std::string>> conditions = {
      {"everything", "{}"},
      {"nothing", R"({"$or": []})"},
      {"equal", R"({"email": "a@b", "active": true, "role": "ADMIN", "score": 1.5})"},
      {"equal uuid, bytes, timestamp, interval", R"({"id": "00000000-0000-4000-8000-000000000001", "avatar": "AP8=",
        "created_at": "2024-02-29T13:00:00.5Z", "quota": "PT1M"})"},
      {"null", R"({"age": null, "name": {"$ne": null}, "country": null})"},
      {"order", R"({"age": {"$gte": 18, "$lt": 65}, "name": {"$gt": "a", "$lte": "z"}})"},
      {"unequal", R"({"age": {"$ne": 1}})"},
      {"decimals compare as numbers", R"({"balance": {"$gt": "9.999", "$ne": "10.5"}})"},
      {"members", R"({"age": [1, 2, 3]})"},
      {"one member", R"({"age": [1]})"},
      {"members with null", R"({"name": ["it's", "\"b\\", null]})"},
      {"not members", R"({"email": {"$nin": ["a", "b"]}})"},
      {"decimal members", R"({"balance": ["1", "2.50"]})"},
      {"double members", R"({"score": [0.1, 2]})"},
      {"bytes members", R"({"avatar": ["AA==", "AP8="]})"},
      {"timestamp members", R"({"created_at": ["2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"]})"},
      {"array", R"({"tags": ["a", "b c", "\"\\"]})"},
      {"array members", R"({"tags": {"$in": [["a"], []]}})"},
      {"json", R"({"meta": {"$eq": {"b": [1, "x"], "a": null}}})"},
      {"json unequal", R"({"meta": {"$ne": "1.0"}})"},
      {"json members", R"({"meta": {"$in": [{"a": 1}, "\"x\""]}})"},
      {"like", R"({"email": {"$like": "A%"}, "name": {"$ilike": "%b_"}})"},
      {"exists", R"({"age": {"$exists": true}, "country": {"$exists": false}})"},
      {"groups", R"({"$or": [{"age": 1, "active": true}, {"$not": {"$or": [{"age": 2}, {"name": null}]}}]})"},
      {"not on a property", R"({"age": {"$not": {"$gt": 1}}})"},
      {"formula", R"({"label": {"$like": "a%"}})"},
      {"formula beside a join", R"({"label": {"$like": "a%"}, "country": {"name": "x"}})"},
      {"key of a to-one relation needs no join", R"({"country": {"code": {"$gt": "A"}}})"},
      {"to-one relation joins", R"({"country": {"name": "Germany"}})"},
      {"inverse one-to-one joins", R"({"profile": {"city": "Ulm"}})"},
      {"inverse one-to-one as key", R"({"profile": {"$in": [1, 2]}})"},
      {"inverse one-to-one missing", R"({"profile": null})"},
      {"some of one-to-many", R"({"orders": {"$some": {"total": {"$gt": "9.99"}}}})"},
      {"none of one-to-many", R"({"orders": {"$none": {}}})"},
      {"every of one-to-many", R"({"orders": {"$every": {"version": 1, "total": "1"}}})"},
      {"some of many-to-many", R"({"groups": {"name": "x"}})"},
      {"none of many-to-many", R"({"groups": {"$none": {"$or": [{"name": "x"}, {"id": 1}]}}})"},
      {"items of items", R"({"orders": {"lines": {"$none": {"product": {"name": "x"}}}}})"},
  };
  return conditions;
}

std::vector<SelectCase> Cases() {
  std::vector<SelectCase> cases;
  for (const auto& [name, where] : UserConditions()) cases.push_back({name, Query("User", where)});
  const SelectQuery all = Query("User", "{}", {"email"});
  cases.insert(
      cases.end(),
      {{"default fields", Query("User", "{}", {})},
       {"relation as field", Query("LineNote", "{}", {})},
       {"table in a schema", Query("Group", R"({"members": {"$some": {"age": 3}}})")},
       {"composite key equal", Query("LineNote", R"({"line": [7, "p"]})")},
       {"composite key unequal", Query("LineNote", R"({"line": {"$ne": [7, "p"]}})")},
       {"composite key null", Query("LineNote", R"({"line": null})")},
       {"composite key members", Query("LineNote", R"({"line": [[7, "p"], [8, "q"]]})")},
       {"composite key part needs no join", Query("LineNote", R"({"line": {"order": {"id": 7}}})")},
       {"hop over a composite key",
        Query("LineNote", R"({"line": {"order": {"user": {"email": "x"}}, "quantity": 1}})")},
       {"items by a composite key", Query("OrderLine", R"({"notes": {"$some": {"text": "x"}}})", {"quantity"})},
       {"items behind a hop", Query("Order", R"({"user": {"orders": {"$some": {"version": 2}}}})")},
       {"self reference", Query("Category", R"({"parent": {"parent": {"name": "x"}, "name": "y"}})")},
       {"bytes key", Query("Blob", R"({"hash": ["AA==", "AQ=="]})", {})},
       {"array of numbers", Query("Blob", R"({"parts": [1, -2]})", {})},
       {"order by", Ordered(all, {{"age", true, Nulls::kLast}, {"balance", false, Nulls::kFirst}, {"name"}})},
       {"order by a relation", Ordered(all, {{"country.name"}, {"country"}, {"profile.city", true}, {"profile"}})},
       {"order by a path twice", Ordered(all, {{"id"}, {"age"}, {"id", true}})},
       {"limit and offset", Paged(Ordered(all, {{"id"}}), 10, 20)},
       {"limit", Paged(all, 10, 0)},
       {"offset", Paged(all, std::nullopt, 20)},
       {"lock for write", Locked(Query("User", R"({"country": {"name": "x"}})"), LockMode::kPessimisticWrite)},
       {"lock for read", Locked(all, LockMode::kPessimisticRead)},
       {"items through a pivot", OfOwners(Query("Group", "{}"), "User", "groups", {{kUuid}, {kOtherUuid}})},
       {"items of one owner", OfOwners(Query("Group", "{}"), "User", "groups", {{kUuid}})},
       {"items through a pivot, inverse, ordered",
        Ordered(OfOwners(Query("User", R"({"country": {"name": "x"}})"), "Group", "members", {{1}, {2}}),
                {{"name"}})}});
  return cases;
}

TEST(SelectTest, MatchesGoldenText) {
  std::string text;
  for (const auto& [name, query] : Cases()) {
    StrAppend(&text, "-- ", name, "\npg    ", StatementText(CompileSelect(PostgresPlatform(), query)), "\nlite  ",
              StatementText(CompileSelect(SqlitePlatform(), query)), "\n");
  }
  ExpectGolden("select.txt", text);
}

TEST(SelectTest, EveryFormRunsOnSqlite) {
  SqliteDatabase database(ShopSchema());
  for (const auto& [name, query] : Cases()) {
    SCOPED_TRACE(name);
    database.Run(CompileSelect(SqlitePlatform(), query));
  }
}

TEST(SelectTest, TextDoesNotDependOnTheNumberOfMembers) {
  for (const Platform* platform : {&PostgresPlatform(), &SqlitePlatform()}) {
    const auto text = [&](std::string_view where) { return CompileSelect(*platform, Query("User", where)).sql; };
    EXPECT_EQ(text(R"({"age": [1, 2]})"), text(R"({"age": [3, 4, 5, 6]})"));
    EXPECT_EQ(text(R"({"balance": ["1", "2"]})"), text(R"({"balance": ["3", "4", "5"]})"));
  }
}

std::string Any(size_t count, const auto& condition) {
  std::string where = R"({"$or": [)";
  for (size_t i = 0; i < count; ++i) StrAppend(&where, i == 0 ? "" : ", ", condition(i));
  return where + "]}";
}

TEST(SelectTest, OnlyAVeryLongGroupIsNested) {
  const auto sql = [](size_t count) {
    const auto condition = [](size_t i) { return StrCat(R"({"age": )", i, "}"); };
    return CompileSelect(PostgresPlatform(), Query("User", Any(count, condition))).sql;
  };
  EXPECT_EQ(sql(64).find('('), std::string::npos);
  EXPECT_NE(sql(65).find(R"(= $32::integer) OR (e0."age" = $33::integer OR )"), std::string::npos) << sql(65);
}

TEST(SelectTest, SqliteTakesTheLongestGroups) {
  SqliteDatabase database(ShopSchema());
  const auto condition = [](size_t i) { return StrCat(R"({"age": {"$ne": )", i, "}}"); };
  database.Run(CompileSelect(SqlitePlatform(), Query("User", Any(999, condition))));
  const auto group = [&](size_t) { return Any(9, condition); };
  database.Run(CompileSelect(SqlitePlatform(), Query("User", Any(99, group))));
}

TEST(SelectTest, CountsWithTheSameConditions) {
  std::string text;
  for (const Platform* platform : {&PostgresPlatform(), &SqlitePlatform()}) {
    for (const std::string_view where : {"{}", R"({"country": {"name": "x"}, "age": 1})"}) {
      StrAppend(&text, StatementText(CompileCount(*platform, ShopEntity("User"), Where("User", where))), "\n");
    }
  }
  ExpectGolden("count.txt", text);
}

// A little data, and what conditions find of it on a real database.
class SelectOnSqliteTest : public testing::Test {
 protected:
  SelectOnSqliteTest() : database_(ShopSchema()) {
    database_.Run(R"(INSERT INTO "country" VALUES ('DE', 'Germany'), ('FR', 'France'))");
    database_.Run(StrCat(R"(INSERT INTO "user" ("id", "email", "age", "balance", "country_code", "tags", "meta") VALUES
      (')",
                         kUuid, R"(', 'Ann', 30, '9.90', 'DE', '["a"]', '{"a":1}'),
      (')",
                         kOtherUuid, R"(', 'Bob', NULL, '10.00', NULL, '[]', NULL))"));
    database_.Run(StrCat(R"(INSERT INTO "order" ("id", "user_id", "total", "version") VALUES (1, ')", kUuid,
                         R"(', '10.00', 1), (2, ')", kUuid, R"(', NULL, 1))"));
    database_.Run(R"(INSERT INTO "product" VALUES ('p', 'Pen'))");
    database_.Run(R"(INSERT INTO "order_line" VALUES (1, 'p', 3), (2, 'p', 4))");
    database_.Run(R"(INSERT INTO "auth.group" VALUES (1, 'admins'), (2, 'guests'))");
    database_.Run(StrCat(R"(INSERT INTO "user_groups" VALUES (')", kUuid, "', 1), ('", kOtherUuid, "', 1)"));
  }

  std::vector<std::string> Emails(std::string_view where) {
    SelectQuery query = Query("User", where);
    query.fields = {query.entity->FindProperty("email")->index};
    return database_.Run(CompileSelect(SqlitePlatform(), query));
  }

  SqliteDatabase database_;
};

TEST_F(SelectOnSqliteTest, DecimalsCompareAsNumbers) {
  EXPECT_THAT(Emails(R"({"balance": {"$gt": "9.95"}})"), ElementsAre("Bob"));
  EXPECT_THAT(Emails(R"({"balance": ["9.9", "1"]})"), ElementsAre("Ann"));
  SelectQuery query = Ordered(Query("User", "{}"), {{"balance", true}});
  query.fields = {query.entity->FindProperty("balance")->index};
  EXPECT_THAT(database_.Run(CompileSelect(SqlitePlatform(), query)), ElementsAre("10.00", "9.90"));
}

TEST_F(SelectOnSqliteTest, NullMatchesNeitherAConditionNorItsNegation) {
  EXPECT_THAT(Emails(R"({"age": {"$gt": 1}})"), ElementsAre("Ann"));
  EXPECT_THAT(Emails(R"({"age": {"$not": {"$gt": 1}}})"), ElementsAre());
  EXPECT_THAT(Emails(R"({"age": {"$ne": 1}})"), ElementsAre("Ann"));
  EXPECT_THAT(Emails(R"({"age": {"$nin": [1, 2]}})"), ElementsAre("Ann"));
  EXPECT_THAT(Emails(R"({"age": [1, null]})"), ElementsAre("Bob"));
}

TEST_F(SelectOnSqliteTest, RelationsAreSearched) {
  EXPECT_THAT(Emails(R"({"country": {"name": "Germany"}})"), ElementsAre("Ann"));
  EXPECT_THAT(Emails(R"({"country": {"code": "DE"}})"), ElementsAre("Ann"));
  EXPECT_THAT(Emails(R"({"country": null})"), ElementsAre("Bob"));
  EXPECT_THAT(Emails(R"({"groups": {"name": "admins"}})"), UnorderedElementsAre("Ann", "Bob"));
  EXPECT_THAT(Emails(R"({"groups": {"$some": {"name": "guests"}}})"), ElementsAre());
  EXPECT_THAT(Emails(R"({"orders": {"$none": {}}})"), ElementsAre("Bob"));
  EXPECT_THAT(Emails(R"({"orders": {"lines": {"product": {"name": "Pen"}, "quantity": 4}}})"), ElementsAre("Ann"));
}

TEST_F(SelectOnSqliteTest, EveryFailsOnAnItemThatIsUnknown) {
  EXPECT_THAT(Emails(R"({"orders": {"$every": {"version": 1}}})"), UnorderedElementsAre("Ann", "Bob"));
  EXPECT_THAT(Emails(R"({"orders": {"$every": {"total": "10"}}})"), ElementsAre("Bob"));
}

TEST_F(SelectOnSqliteTest, PatternsKeepCase) {
  EXPECT_THAT(Emails(R"({"email": {"$like": "a%"}})"), ElementsAre());
  EXPECT_THAT(Emails(R"({"email": {"$ilike": "a%"}})"), ElementsAre("Ann"));
}

TEST_F(SelectOnSqliteTest, DocumentsAndArraysCompareWhole) {
  EXPECT_THAT(Emails(R"({"meta": {"$eq": {"a": 1}}})"), ElementsAre("Ann"));
  EXPECT_THAT(Emails(R"({"tags": {"$in": [[], ["b"]]}})"), ElementsAre("Bob"));
}

TEST_F(SelectOnSqliteTest, CompositeKeysAreMembers) {
  SelectQuery query = Query("OrderLine", "{}", {"quantity"});
  query.where = KeysCondition(*query.entity, {{1, "p"}, {2, "x"}});
  EXPECT_THAT(database_.Run(CompileSelect(SqlitePlatform(), query)), ElementsAre("1|p|3"));
}

TEST_F(SelectOnSqliteTest, PivotAnswersTheOwnerFirst) {
  const SelectQuery query = OfOwners(Query("Group", "{}", {"name"}), "User", "groups", {{kUuid}, {kOtherUuid}});
  EXPECT_THAT(database_.Run(CompileSelect(SqlitePlatform(), query)),
              UnorderedElementsAre(StrCat(kUuid, "|1|admins"), StrCat(kOtherUuid, "|1|admins")));
}

TEST_F(SelectOnSqliteTest, FormulaStandsAloneBesideAJoin) {
  database_.Run(R"(UPDATE "user" SET "role" = 'ADMIN')");
  EXPECT_THAT(Emails(R"({"label": "Ann ADMIN"})"), ElementsAre("Ann"));
  EXPECT_THAT(Emails(R"({"label": "Ann ADMIN", "profile": null, "country": {"name": "Germany"}})"), ElementsAre("Ann"));
}

TEST_F(SelectOnSqliteTest, CountIsOneRow) {
  EXPECT_THAT(database_.Run(CompileCount(SqlitePlatform(), ShopEntity("User"), Condition())), ElementsAre("2"));
}

}  // namespace
}  // namespace ormd
