#include "client/cli/entity_json.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "tests/unit/client/shop.h"

namespace ormd::cli {
namespace {

using client::ShopBytes;
using client::ShopModel;

// A graph of one user with an order; the order's user is a reference back.
orm::v1::Graph UserWithOrder() {
  const auto model = ShopModel();
  orm::v1::Graph graph;
  auto* users = graph.add_sets();
  users->set_entity("shop.v1.User");
  for (const char* name : {"id", "email", "name", "orders"}) users->add_loaded(name);
  users->add_entities(ShopBytes(*model, "User", R"(id: "u1" email: "a@x" orders { id: 5 })"));
  auto* orders = graph.add_sets();
  orders->set_entity("shop.v1.Order");
  for (const char* name : {"id", "user", "total"}) orders->add_loaded(name);
  orders->add_entities(ShopBytes(*model, "Order", R"(id: 5 user { id: "u1" } total: "9.90")"));
  return graph;
}

std::string Roots(const orm::v1::Graph& graph, const std::vector<std::string>& populate) {
  const client::EntityGraph entities(ShopModel(), graph);
  std::string text;
  for (const client::Entity* root : entities.roots()) text += WriteJson(EntityJson(*root, Populate(populate)));
  return text;
}

TEST(EntityJsonTest, ASetWithoutEntitiesStandsForNoRoots) {
  orm::v1::Graph part;
  part.add_sets();
  *part.add_sets() = UserWithOrder().sets(1);
  const client::EntityGraph graph(ShopModel(), part);
  EXPECT_TRUE(graph.roots().empty());
}

TEST(EntityJsonTest, PopulatedRelationsNestAndCyclesEndInAKey) {
  EXPECT_EQ(Roots(UserWithOrder(), {"orders.user"}),
            R"({"id":"u1","email":"a@x","name":null,"orders":[{"id":5,"user":"u1","total":"9.90"}]})");
}

TEST(EntityJsonTest, ToManyThatNobodyPopulatedIsAbsent) {
  EXPECT_EQ(Roots(UserWithOrder(), {}), R"({"id":"u1","email":"a@x","name":null})");
}

TEST(EntityJsonTest, ToOneIsAKeyUnlessItIsPopulated) {
  orm::v1::Graph graph = UserWithOrder();
  graph.add_roots(1);
  EXPECT_EQ(Roots(graph, {}), R"({"id":5,"user":"u1","total":"9.90"})");
  EXPECT_EQ(Roots(graph, {"user"}), R"({"id":5,"user":{"id":"u1","email":"a@x","name":null},"total":"9.90"})");
  EXPECT_EQ(Roots(graph, {"*"}), Roots(graph, {"user"}));
}

TEST(EntityJsonTest, PropertiesThatWereNotReadAreAbsent) {
  orm::v1::Graph graph;
  auto* set = graph.add_sets();
  set->set_entity("shop.v1.User");
  set->add_loaded("email");
  set->add_entities(ShopBytes(*ShopModel(), "User", R"(id: "u1" email: "a@x")"));
  EXPECT_EQ(Roots(graph, {}), R"({"email":"a@x"})");
}

TEST(EntityJsonTest, EveryTypeHasItsForm) {
  const auto model = ShopModel();
  orm::v1::Graph graph;
  auto* set = graph.add_sets();
  const client::EntityType& type = *model->Find("Sample");
  set->set_entity(type.name());
  for (const client::Property& property : type.properties()) set->add_loaded(property.name());
  set->add_entities(ShopBytes(*model, "Sample", R"(
    id: 9007199254740993 flag: true big: 18446744073709551615 ratio: 0.1 data: "\000\001" color: BLUE
    length { seconds: -1 nanos: -500000000 } document { fields { key: "b" value { number_value: 1 } }
    fields { key: "a" value { null_value: NULL_VALUE } } } exact: "{\"n\": 1.10}" numbers: [1, 9007199254740993]
    labels { key: "k" value: "v" } weight: 0.1)"));
  EXPECT_EQ(Roots(graph, {}),
            R"({"id":"9007199254740993","flag":true,"small":0,"big":"18446744073709551615","ratio":0.1,"data":"AAE=",)"
            R"("color":"BLUE","length":"PT-1.5S","document":{"a":null,"b":1},"exact":{"n":1.10},)"
            R"("numbers":[1,"9007199254740993"],"labels":{"k":"v"},"note":null,"weight":0.1,"maybe":null})");
}

TEST(EntityJsonTest, TimestampsAreRfc3339) {
  const auto model = ShopModel();
  orm::v1::Graph graph;
  auto* set = graph.add_sets();
  set->set_entity("shop.v1.User");
  set->add_loaded("created_at");
  set->add_entities(ShopBytes(*model, "User", R"(id: "a" created_at { seconds: 1709211600 nanos: 123456000 })"));
  set->add_entities(ShopBytes(*model, "User", R"(id: "b" created_at { seconds: -1 })"));
  EXPECT_EQ(Roots(graph, {}), R"({"created_at":"2024-02-29T13:00:00.123456Z"}{"created_at":"1969-12-31T23:59:59Z"})");
}

TEST(KeyJsonTest, CompositeKeyIsAnObject) {
  orm::v1::Key key;
  key.add_values()->set_int64(5);
  key.add_values()->set_int64(7);
  EXPECT_EQ(WriteJson(KeyJson(*ShopModel()->Find("OrderItem"), key)), R"({"order":5,"product":7})");
}

TEST(GraphTest, PartsJoinWithTheirRootsInOrder) {
  orm::v1::Graph whole = UserWithOrder();
  client::AppendGraph(UserWithOrder(), &whole);
  EXPECT_EQ(std::vector<uint32_t>(whole.roots().begin(), whole.roots().end()), (std::vector<uint32_t>{0, 2}));
  const client::EntityGraph graph(ShopModel(), whole);
  EXPECT_EQ(graph.roots().size(), 2u);
}

}  // namespace
}  // namespace ormd::cli
