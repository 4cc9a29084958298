#include "orm/query/table_limit.h"

#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "tests/unit/query/json_value.h"
#include "tests/unit/query/shop_schema.h"

namespace ormd {
namespace {

// {"$or": [condition, ...]}
std::string AnyOf(std::string_view condition, size_t times) {
  std::vector<std::string_view> conditions(times, condition);
  return StrCat(R"({"$or": [)", StrJoin(conditions, ", "), "]}");
}

// "ok", or where it is refused.
std::string Checked(std::string_view entity, const std::string& where, const std::vector<OrderRequest>& order = {}) {
  const EntityMetadata& root = ShopEntity(entity);
  const absl::Status status =
      CheckTables(root, *ParseWhere(root, JsonValue(where), QueryLimits()), *ParseOrder(root, order));
  if (status.ok()) return "ok";
  EXPECT_EQ(ReasonOf(status), Reason::kLimitExceeded);
  return ErrorOf(status).violations.front().field;
}

TEST(TableLimitTest, EverySubqueryCounts) {
  EXPECT_EQ(Checked("User", AnyOf(R"({"orders": {"version": 1}})", 63)), "ok");
  EXPECT_EQ(Checked("User", AnyOf(R"({"orders": {"version": 1}})", 64)), "where");
  EXPECT_EQ(Checked("User", AnyOf(R"({"orders": {"$none": {"lines": {"$every": {"quantity": 1}}}}})", 31)), "ok");
  EXPECT_EQ(Checked("User", AnyOf(R"({"orders": {"$none": {"lines": {"$every": {"quantity": 1}}}}})", 32)), "where");
}

TEST(TableLimitTest, PivotTablesAndJoinsInSubqueriesCount) {
  EXPECT_EQ(Checked("User", AnyOf(R"({"groups": {"name": "x"}})", 31)), "ok");
  EXPECT_EQ(Checked("User", AnyOf(R"({"groups": {"name": "x"}})", 32)), "where");
  EXPECT_EQ(Checked("User", AnyOf(R"({"orders": {"user": {"age": 1}}})", 32)), "where");
  EXPECT_EQ(Checked("User", AnyOf(R"({"orders": {"user": "00000000-0000-4000-8000-000000000001"}})", 32)), "ok");
}

TEST(TableLimitTest, ItemsStandInsideOneAnotherToABound) {
  std::string where = R"({"age": 1})";
  for (int i = 0; i < 4; ++i) where = StrCat(R"({"orders": {"user": {"groups": {"members": )", where, "}}}}");
  EXPECT_EQ(Checked("User", where), "where") << "twelve";
  where = R"({"age": 1})";
  for (int i = 0; i < 8; ++i) where = StrCat(R"({"orders": {"$every": {"user": )", where, "}}}");
  EXPECT_EQ(Checked("User", where), "ok");
  EXPECT_EQ(Checked("User", StrCat(R"({"groups": {"members": )", where, "}}")), "where");
  EXPECT_EQ(Checked("User", AnyOf(R"({"orders": {"lines": {"quantity": 1}}})", 30)), "ok") << "beside one another";
}

TEST(TableLimitTest, AJoinCountsOnce) {
  EXPECT_EQ(Checked("User", AnyOf(R"({"country": {"name": "x"}})", 500), {{"country.name"}}), "ok");
}

TEST(TableLimitTest, FormulasBesideOtherTablesCount) {
  EXPECT_EQ(Checked("User", AnyOf(R"({"label": "x"})", 500)), "ok");
  EXPECT_EQ(Checked("User", AnyOf(R"({"label": "x", "country": {"name": "x"}})", 62)), "ok");
  EXPECT_EQ(Checked("User", AnyOf(R"({"label": "x", "country": {"name": "x"}})", 63)), "where");
  EXPECT_EQ(Checked("Group", AnyOf(R"({"members": {"label": "x"}})", 22)), "where");
}

TEST(TableLimitTest, TheOrderAddsItsOwn) {
  const std::string where = AnyOf(R"({"orders": {"version": 1}})", 62);
  EXPECT_EQ(Checked("User", where, {{"age"}, {"country.name"}}), "ok");
  EXPECT_EQ(Checked("User", where, {{"age"}, {"country.name"}, {"country"}, {"profile.city"}}), "order_by[3]");
}

}  // namespace
}  // namespace ormd
