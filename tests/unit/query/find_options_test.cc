#include "orm/query/find_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "tests/unit/query/condition_text.h"
#include "tests/unit/query/shop_schema.h"

namespace ormd {
namespace {

using testing::ElementsAre;

std::string FaultText(const absl::Status& status) {
  const Error error = ErrorOf(status);
  return StrCat(ReasonName(error.reason), " at ", error.violations.empty() ? "" : error.violations.front().field);
}

std::string PopulateText(const std::vector<PopulateNode>& nodes) {
  std::vector<std::string> texts;
  for (const PopulateNode& node : nodes) {
    const std::string below = PopulateText(node.children);
    texts.push_back(below.empty() ? node.relation->name : StrCat(node.relation->name, "(", below, ")"));
  }
  return StrJoin(texts, " ");
}

std::string Populate(std::string_view entity, const std::vector<std::string>& paths, const QueryLimits& limits = {}) {
  const auto nodes = ParsePopulate(ShopEntity(entity), paths, limits);
  return nodes.ok() ? PopulateText(*nodes) : FaultText(nodes.status());
}

std::vector<std::string> Names(const EntityMetadata& entity, const std::vector<size_t>& slots) {
  std::vector<std::string> names;
  for (const size_t slot : slots) names.push_back(entity.property(slot).name);
  return names;
}

std::string Order(std::string_view entity, const std::vector<OrderRequest>& order) {
  const auto terms = ParseOrder(ShopEntity(entity), order);
  return terms.ok() ? StrCat(terms->size(), " terms") : FaultText(terms.status());
}

TEST(PathTest, LeadsOverToOneRelations) {
  const auto path = ParsePath(ShopEntity("LineNote"), "line.order.user.country");
  ASSERT_TRUE(path.ok());
  EXPECT_EQ(PathText(*path), "line.order.user.country");
  EXPECT_EQ(PathText(*ParsePath(ShopEntity("User"), "createdAt")), "created_at");
}

TEST(PathTest, FaultsStandAtThePath) {
  const EntityMetadata& user = ShopEntity("User");
  EXPECT_EQ(FaultText(ParsePath(user, "country.nam").status()), "UNKNOWN_PROPERTY at country.nam");
  EXPECT_EQ(FaultText(ParsePath(user, "orders.total").status()), "BAD_OPERATOR at orders.total");
  EXPECT_EQ(FaultText(ParsePath(user, "email.x").status()), "UNKNOWN_PROPERTY at email.x");
  EXPECT_EQ(FaultText(ParsePath(user, "note").status()), "BAD_OPERATOR at note");
  EXPECT_EQ(ReasonOf(ParsePath(user, "").status()), Reason::kUnknownProperty);
}

TEST(PathTest, LengthIsLimited) {
  std::string path = "name";
  for (int i = 0; i < 33; ++i) path.insert(0, "parent.");
  EXPECT_EQ(ReasonOf(ParsePath(ShopEntity("Category"), path).status()), Reason::kLimitExceeded);
}

TEST(OrderTest, FaultsStandAtTheirIndex) {
  EXPECT_EQ(Order("User", {{"age", true, Nulls::kLast}, {"country.name"}}), "2 terms");
  EXPECT_EQ(Order("User", {{"age"}, {"country.nam"}}), "UNKNOWN_PROPERTY at [1]");
  EXPECT_EQ(Order("User", {{"orders"}}), "BAD_OPERATOR at [0]");
  EXPECT_EQ(Order("User", {{"meta"}}), "BAD_OPERATOR at [0]");
}

TEST(OrderTest, TermsAreLimited) {
  EXPECT_EQ(Order("User", std::vector<OrderRequest>(64, {"age"})), "64 terms");
  EXPECT_EQ(Order("User", std::vector<OrderRequest>(65, {"age"})), "LIMIT_EXCEEDED at ");
}

TEST(OrderTest, WhereLimitOrOffsetCutTheKeyDecidesLast) {
  const EntityMetadata& line = ShopEntity("OrderLine");
  FindOptions options;
  CompleteOrder(line, options);
  EXPECT_TRUE(options.order.empty());
  options.offset = 1;
  CompleteOrder(line, options);
  ASSERT_EQ(options.order.size(), 2u);
  EXPECT_EQ(PathText(options.order[0].path), "order");
  EXPECT_EQ(PathText(options.order[1].path), "product");
}

TEST(OrderTest, NothingDecidesTwice) {
  const EntityMetadata& line = ShopEntity("OrderLine");
  FindOptions options;
  options.limit = 1;
  options.order = {{{{}, line.FindProperty("product")}, true}};
  CompleteOrder(line, options);
  ASSERT_EQ(options.order.size(), 2u);
  EXPECT_TRUE(options.order[0].descending);
  EXPECT_EQ(PathText(options.order[1].path), "order");
}

TEST(PopulateTest, PathsMergeIntoATree) {
  EXPECT_EQ(Populate("User", {"orders.lines.product", "groups", "orders.lines.notes"}),
            "orders(lines(product notes)) groups");
  EXPECT_EQ(Populate("User", {"orders", "orders"}), "orders");
}

TEST(PopulateTest, StarIsEveryRelation) {
  EXPECT_EQ(Populate("User", {"*"}), "country profile orders groups");
  EXPECT_EQ(Populate("User", {"orders.*", "orders"}), "orders(user lines)");
}

TEST(PopulateTest, FaultsStandAtTheirIndex) {
  EXPECT_EQ(Populate("User", {"orders", "orders.lins"}), "UNKNOWN_PROPERTY at [1]");
  EXPECT_EQ(Populate("User", {"email"}), "UNKNOWN_PROPERTY at [0]");
  const QueryLimits limits{.condition_depth = 32, .condition_nodes = 1000, .populate_depth = 2};
  EXPECT_EQ(Populate("Category", {"parent.parent"}, limits), "parent(parent)");
  EXPECT_EQ(Populate("Category", {"parent.parent.parent"}, limits), "LIMIT_EXCEEDED at [0]");
}

TEST(FieldsTest, DefaultLeavesOutLazyHiddenAndWhatHasNoColumn) {
  const EntityMetadata& user = ShopEntity("User");
  EXPECT_THAT(Names(user, DefaultFields(user)),
              ElementsAre("id", "email", "name", "age", "active", "avatar", "created_at", "meta", "tags", "balance",
                          "score", "role", "label", "country", "quota"));
}

TEST(FieldsTest, KeysAndVersionAreAlwaysRead) {
  const EntityMetadata& order = ShopEntity("Order");
  EXPECT_THAT(Names(order, *ParseFields(order, {"total"})), ElementsAre("id", "total", "version"));
  const EntityMetadata& user = ShopEntity("User");
  EXPECT_THAT(Names(user, *ParseFields(user, {"bio", "secret", "createdAt"})),
              ElementsAre("id", "created_at", "secret", "bio"));
  EXPECT_EQ(*ParseFields(user, {}), DefaultFields(user));
}

TEST(FieldsTest, FaultsStandAtTheirIndex) {
  const EntityMetadata& user = ShopEntity("User");
  EXPECT_EQ(FaultText(ParseFields(user, {"age", "agee"}).status()), "UNKNOWN_PROPERTY at [1]");
  EXPECT_EQ(FaultText(ParseFields(user, {"orders"}).status()), "BAD_VALUE at [0]");
  EXPECT_EQ(FaultText(ParseFields(user, {"profile"}).status()), "BAD_VALUE at [0]");
  EXPECT_EQ(FaultText(ParseFields(user, {"note"}).status()), "BAD_VALUE at [0]");
}

}  // namespace
}  // namespace ormd
