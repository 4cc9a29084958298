#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/query/condition.h"
#include "tests/unit/query/condition_text.h"
#include "tests/unit/query/json_value.h"
#include "tests/unit/query/shop_schema.h"

namespace ormd {
namespace {

std::string Tree(std::string_view entity, std::string_view where) {
  const auto condition = ParseWhere(ShopEntity(entity), JsonValue(where), QueryLimits());
  return condition.ok() ? ConditionText(*condition) : std::string(condition.status().ToString());
}

// "BAD_VALUE at age.$gte".
std::string FaultOf(std::string_view entity, const Value& where, const QueryLimits& limits = {}) {
  const auto condition = ParseWhere(ShopEntity(entity), where, limits);
  if (condition.ok()) return "ok";
  const Error error = ErrorOf(condition.status());
  return StrCat(ReasonName(error.reason), " at ", error.violations.empty() ? "" : error.violations.front().field);
}

std::string Fault(std::string_view entity, std::string_view where, const QueryLimits& limits = {}) {
  return FaultOf(entity, JsonValue(where), limits);
}

TEST(WhereTest, NothingMatchesEverything) {
  EXPECT_EQ(Tree("User", "null"), "true");
  EXPECT_EQ(Tree("User", "{}"), "true");
  EXPECT_EQ(Tree("User", R"({"country": {}, "orders": {}, "age": {}})"), "true");
}

TEST(WhereTest, BareValueIsEqual) {
  EXPECT_EQ(Tree("User", R"({"email": "a@b"})"), "email $eq a@b");
  EXPECT_EQ(Tree("User", R"({"age": 3})"), "age $eq 3");
  EXPECT_EQ(Tree("User", R"({"balance": "9.5"})"), "balance $eq 9.50");
}

TEST(WhereTest, NullOperandMeansIsNull) {
  EXPECT_EQ(Tree("User", R"({"name": null})"), "name $eq null");
  EXPECT_EQ(Tree("User", R"({"name": {"$ne": null}})"), "name $ne null");
  EXPECT_EQ(Tree("User", R"({"country": null})"), "country $eq null");
  EXPECT_EQ(Tree("User", R"({"profile": null})"), "profile $eq null");
}

TEST(WhereTest, ListIsMembership) {
  EXPECT_EQ(Tree("User", R"({"age": [1, 2]})"), "age $in 1 2");
  EXPECT_EQ(Tree("User", R"({"country": ["DE", "FR"]})"), "country $in DE FR");
}

TEST(WhereTest, MembershipInNothingMatchesNothing) {
  EXPECT_EQ(Tree("User", R"({"age": []})"), "false");
  EXPECT_EQ(Tree("User", R"({"age": {"$nin": []}})"), "true");
}

TEST(WhereTest, NullAmongMembersIsIsNull) {
  EXPECT_EQ(Tree("User", R"({"age": [1, null]})"), "(age $in 1 or age $eq null)");
  EXPECT_EQ(Tree("User", R"({"age": [null]})"), "age $eq null");
  EXPECT_EQ(Tree("User", R"({"age": {"$nin": [1, null]}})"), "(age $nin 1 and age $ne null)");
}

TEST(WhereTest, SeveralEntriesAreAnded) {
  EXPECT_EQ(Tree("User", R"({"active": true, "age": {"$gte": 18, "$lt": 65}})"),
            "(active $eq true and age $gte 18 and age $lt 65)");
}

TEST(WhereTest, GroupsNest) {
  EXPECT_EQ(Tree("User", R"({"$or": [{"age": 1}, {"$and": [{"age": 2}, {"name": "x"}]}]})"),
            "(age $eq 1 or (age $eq 2 and name $eq x))");
  EXPECT_EQ(Tree("User", R"({"$not": {"age": 1, "name": "x"}})"), "not (age $eq 1 and name $eq x)");
  EXPECT_EQ(Tree("User", R"({"age": {"$not": {"$gt": 1}}})"), "not age $gt 1");
}

TEST(WhereTest, EmptyGroupsDecide) {
  EXPECT_EQ(Tree("User", R"({"$or": []})"), "false");
  EXPECT_EQ(Tree("User", R"({"$and": []})"), "true");
  EXPECT_EQ(Tree("User", R"({"$not": {}})"), "false");
  EXPECT_EQ(Tree("User", R"({"$or": [{"age": 1}, {}]})"), "true");
  EXPECT_EQ(Tree("User", R"({"age": 1, "$or": []})"), "false");
}

TEST(WhereTest, NestedMapsFollowToOneRelations) {
  EXPECT_EQ(Tree("LineNote", R"({"line": {"order": {"user": {"country": {"name": "x"}}}}})"),
            "line.order.user.country.name $eq x");
  EXPECT_EQ(Tree("Order", R"({"user": {"$or": [{"age": 1}, {"name": "x"}]}})"), "(user.age $eq 1 or user.name $eq x)");
  EXPECT_EQ(Tree("User", R"({"profile": {"city": "Ulm"}})"), "profile.city $eq Ulm");
}

TEST(WhereTest, ToOneRelationTakesOperators) {
  EXPECT_EQ(Tree("User", R"({"country": {"$in": ["DE"], "$ne": "FR"}})"), "(country $in DE and country $ne FR)");
  EXPECT_EQ(Tree("Order", R"({"user": {"$not": {"age": 1}}})"), "not user.age $eq 1");
  EXPECT_EQ(Tree("User", R"({"country": {"$like": "D%"}})"), "country $like D%");
  EXPECT_EQ(Tree("User", R"({"country": {"$exists": false}})"), "country $exists false");
}

TEST(WhereTest, CompositeKeysAreMapsOrLists) {
  EXPECT_EQ(Tree("LineNote", R"({"line": {"order": 7, "product": "p"}})"), "(line.order $eq 7 and line.product $eq p)");
  EXPECT_EQ(Tree("LineNote", R"({"line": {"$eq": {"product": "p", "order": 7}}})"), "line $eq (7, p)");
  EXPECT_EQ(Tree("LineNote", R"({"line": [7, "p"]})"), "line $eq (7, p)");
  EXPECT_EQ(Tree("LineNote", R"({"line": [[7, "p"], {"order": {"id": 8}, "product": "q"}]})"),
            "line $in (7, p) (8, q)");
}

TEST(WhereTest, ToManyRelationTakesItemOperators) {
  EXPECT_EQ(Tree("User", R"({"orders": {"$some": {"total": {"$gt": "9.99"}}}})"), "orders some (total $gt 9.99)");
  EXPECT_EQ(Tree("User", R"({"orders": {"total": "1"}})"), "orders some (total $eq 1.00)");
  EXPECT_EQ(Tree("User", R"({"orders": {"$none": {}, "$every": {"version": 1}}})"),
            "(orders none (true) and orders every (version $eq 1))");
  EXPECT_EQ(Tree("Order", R"({"user": {"groups": {"$some": {"name": "x"}}}})"), "user.groups some (name $eq x)");
  EXPECT_EQ(Tree("User", R"({"orders": {"$or": [{"id": 1}, {"id": 2}]}})"), "orders some ((id $eq 1 or id $eq 2))");
}

TEST(WhereTest, JsonComparesDocuments) {
  EXPECT_EQ(Tree("User", R"({"meta": {"$eq": {"a": 1}}})"), R"(meta $eq {"a":1})");
  EXPECT_EQ(Tree("User", R"({"meta": [1, 2]})"), "meta $eq [1,2]");
  EXPECT_EQ(Tree("User", R"({"meta": {"$exists": true}})"), "meta $exists true");
}

TEST(WhereTest, ListIsTheValueOfAnArray) {
  EXPECT_EQ(Tree("User", R"({"tags": ["a", "b"]})"), "tags $eq [a, b]");
  EXPECT_EQ(Tree("User", R"({"tags": {"$in": [["a"], []]}})"), "tags $in [a] []");
}

TEST(WhereTest, LowerCamelCaseAndHiddenNamesAreFound) {
  EXPECT_EQ(Tree("User", R"({"createdAt": {"$lt": "2024-01-01T00:00:00Z"}})"), "created_at $lt 2024-01-01T00:00:00Z");
  EXPECT_EQ(Tree("User", R"({"secret": "x"})"), "secret $eq x");
}

TEST(WhereTest, OrdersTakeMoreDigitsThanTheType) {
  EXPECT_EQ(Tree("User", R"({"balance": {"$gt": "9.999"}})"), "balance $gt 9.999");
  EXPECT_EQ(Fault("User", R"({"balance": "9.999"})"), "BAD_VALUE at balance");
}

struct BadWhere {
  std::string_view where;
  std::string_view fault;
};

TEST(WhereTest, FaultsNameTheirPlace) {
  for (const auto& [where, fault] : std::vector<BadWhere>{
           {R"(3)", "BAD_VALUE at "},
           {R"({"nme": 1})", "UNKNOWN_PROPERTY at nme"},
           {R"({"__proto__": 1})", "UNKNOWN_PROPERTY at __proto__"},
           {R"({"orders": {"totl": 1}})", "UNKNOWN_PROPERTY at orders.totl"},
           {R"({"orders": {"total": "x"}})", "BAD_VALUE at orders.total"},
           {R"({"orders": {"$some": {"total": {"$gt": "x"}}}})", "BAD_VALUE at orders.$some.total.$gt"},
           {R"({"$or": [{"age": 1}, {"age": "x"}]})", "BAD_VALUE at $or[1].age"},
           {R"({"age": {"$gte": "x"}})", "BAD_VALUE at age.$gte"},
           {R"({"age": {"$in": [1, "x"]}})", "BAD_VALUE at age.$in[1]"},
           {R"({"age": [1, 4000000000]})", "BAD_VALUE at age[1]"},
           {R"({"age": {"$in": 1}})", "BAD_VALUE at age.$in"},
           {R"({"age": {"$gt": null}})", "BAD_VALUE at age.$gt"},
           {R"({"age": {"$exists": 1}})", "BAD_VALUE at age.$exists"},
           {R"({"age": {"$size": 1}})", "BAD_OPERATOR at age.$size"},
           {R"({"age": {"x": 1}})", "BAD_OPERATOR at age.x"},
           {R"({"age": {"$or": [1]}})", "BAD_OPERATOR at age.$or"},
           {R"({"age": {"$like": "1%"}})", "BAD_OPERATOR at age.$like"},
           {R"({"name": {"$like": "1\\"}})", "BAD_VALUE at name.$like"},
           {R"({"active": {"$gt": true}})", "BAD_OPERATOR at active.$gt"},
           {R"({"meta": {"$lt": 1}})", "BAD_OPERATOR at meta.$lt"},
           {R"({"meta": {"a": 1}})", "UNSUPPORTED at meta.a"},
           {R"({"$gt": 1})", "BAD_OPERATOR at $gt"},
           {R"({"$some": {}})", "BAD_OPERATOR at $some"},
           {R"({"$or": {"age": 1}})", "BAD_VALUE at $or"},
           {R"({"$not": 1})", "BAD_VALUE at $not"},
           {R"({"orders": 1})", "BAD_VALUE at orders"},
           {R"({"orders": {"$some": {}, "id": 1}})", "BAD_OPERATOR at orders.id"},
           {R"({"country": {"$some": {}}})", "BAD_OPERATOR at country.$some"},
           {R"({"country": {"nam": 1}})", "UNKNOWN_PROPERTY at country.nam"},
           {R"({"country": {"$in": ["DE", 5.5]}})", "BAD_VALUE at country.$in[1]"},
           {R"({"note": "x"})", "BAD_OPERATOR at note"},
       }) {
    EXPECT_EQ(Fault("User", where), fault) << where;
  }
}

TEST(WhereTest, CompositeKeyFaultsNameTheirPlace) {
  for (const auto& [where, fault] : std::vector<BadWhere>{
           {R"({"line": 7})", "BAD_VALUE at line"},
           {R"({"line": [7, "p", 1]})", "BAD_VALUE at line"},
           {R"({"line": [7, null]})", "BAD_VALUE at line[1]"},
           {R"({"line": {"$eq": {"order": 7}}})", "BAD_VALUE at line.$eq"},
           {R"({"line": {"$eq": {"order": 7, "quantity": 1}}})", "BAD_VALUE at line.$eq.quantity"},
           {R"({"line": {"$eq": {"order": {"id": "x"}, "product": "p"}}})", "BAD_VALUE at line.$eq.order.id"},
           {R"({"line": {"$gt": [7, "p"]}})", "BAD_OPERATOR at line.$gt"},
       }) {
    EXPECT_EQ(Fault("LineNote", where), fault) << where;
  }
}

TEST(WhereTest, NameGivenTwiceIsRefused) {
  EXPECT_EQ(FaultOf("User", Map{{"age", 1}, {"age", 2}}), "BAD_VALUE at age");
  EXPECT_EQ(FaultOf("User", Map{{"age", Map{{"$gt", 1}, {"$gt", 2}}}}), "BAD_VALUE at age.$gt");
}

TEST(WhereTest, UnknownPropertyProposesANearName) {
  const auto condition = ParseWhere(ShopEntity("User"), JsonValue(R"({"emial": 1})"), QueryLimits());
  EXPECT_THAT(std::string(condition.status().message()), testing::HasSubstr("email"));
}

TEST(WhereTest, LongNamesAreCutInErrors) {
  const auto condition = ParseWhere(ShopEntity("User"), Map{{std::string(100000, 'x'), 1}}, QueryLimits());
  const Error error = ErrorOf(condition.status());
  EXPECT_LT(error.message.size(), 400U);
  EXPECT_LT(error.violations.front().field.size(), 400U);
}

Value Nested(size_t depth) {
  Value value = Map{{"age", 1}};
  for (size_t i = 1; i < depth; ++i) value = Map{{"$not", std::move(value)}};
  return value;
}

TEST(WhereTest, DepthIsLimited) {
  const QueryLimits limits{.condition_depth = 3, .condition_nodes = 100, .populate_depth = 8};
  EXPECT_EQ(FaultOf("User", Nested(3), limits), "ok");
  EXPECT_EQ(FaultOf("User", Nested(4), limits), "LIMIT_EXCEEDED at $not.$not.$not");
  const auto condition = ParseWhere(ShopEntity("User"), Nested(4), limits);
  EXPECT_THAT(ErrorOf(condition.status()).metadata, testing::Contains(testing::Pair("limit", "condition_depth")));
}

TEST(WhereTest, NodesAreLimitedButMembersAreNot) {
  const QueryLimits limits{.condition_depth = 32, .condition_nodes = 2, .populate_depth = 8};
  EXPECT_EQ(Fault("User", R"({"age": {"$gt": 1, "$lt": 9}})", limits), "ok");
  EXPECT_EQ(Fault("User", R"({"$or": [{"age": 1}, {"age": 2}]})", limits), "LIMIT_EXCEEDED at $or[1].age");
  EXPECT_EQ(Fault("User", R"({"age": [1, 2, 3, 4]})", limits), "ok");
}

TEST(KeyTest, BecomesCanonicalOrIsRefused) {
  const auto key = CanonicalKey(ShopEntity("OrderLine"), {"7", "p"});
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(KeyText(*key), "(7, p)");
  EXPECT_EQ(ReasonOf(CanonicalKey(ShopEntity("OrderLine"), {7}).status()), Reason::kBadValue);
  EXPECT_EQ(ReasonOf(CanonicalKey(ShopEntity("Order"), {"x"}).status()), Reason::kBadValue);
  EXPECT_EQ(ReasonOf(CanonicalKey(ShopEntity("Order"), {Value()}).status()), Reason::kBadValue);
}

TEST(KeyTest, ConditionsNameTheWholeKey) {
  EXPECT_EQ(ConditionText(KeyCondition(ShopEntity("Order"), {7})), "id $eq 7");
  EXPECT_EQ(ConditionText(KeysCondition(ShopEntity("OrderLine"), {{7, "p"}, {8, "q"}})), "key $in (7, p) (8, q)");
  EXPECT_EQ(ConditionText(KeysCondition(ShopEntity("Order"), {})), "false");
}

}  // namespace
}  // namespace ormd
