#include "server/wire/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/wire/wire_schema.h"

namespace ormd::wire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Owns the entities of a result.
class GraphTest : public ::testing::Test {
 protected:
  Entity* Add(const EntityMetadata& metadata, Key key) {
    entities_.push_back(MakeEntity(metadata, std::move(key)));
    return entities_.back().get();
  }

  Entity* Customer(int64_t id, const std::string& name) {
    Entity* customer = Add(TestEntity("Customer"), {Value(id)});
    Put(*customer, "id", id);
    Put(*customer, "name", name);
    return customer;
  }

  static GraphNode Node(Entity* entity, const std::vector<std::string>& names) {
    return {entity, MaskOf(entity->metadata(), names)};
  }

  FindResult Result(std::vector<Entity*> roots, std::vector<GraphNode> nodes) {
    return {&TestEntity("Customer"), std::move(roots), std::move(nodes)};
  }

  std::vector<std::unique_ptr<Entity>> entities_;
  EntityPlans plans_;
};

TEST_F(GraphTest, RootsThatAreTheFirstSetNeedNoOrdinals) {
  Entity* ann = Customer(1, "Ann");
  Entity* bob = Customer(2, "Bob");
  orm::v1::Graph graph;
  EncodeGraph(Result({ann, bob}, {Node(ann, {"id", "name"}), Node(bob, {"id", "name"})}), plans_, &graph);
  ASSERT_EQ(graph.sets_size(), 1);
  EXPECT_EQ(graph.sets(0).entity(), "w.Customer");
  EXPECT_THAT(graph.sets(0).loaded(), ElementsAre("id", "name"));
  EXPECT_EQ(TextOf(TestEntity("Customer"), graph.sets(0).entities(1)), R"(id: 2 name: "Bob")");
  EXPECT_THAT(graph.roots(), IsEmpty());
}

TEST_F(GraphTest, EntitiesOfOneShapeShareASetAndRootsCountOverAllSets) {
  Entity* ann = Customer(1, "Ann");
  Entity* bob = Customer(2, "Bob");
  Entity* eve = Customer(3, "Eve");
  orm::v1::Graph graph;
  EncodeGraph(Result({ann, eve}, {Node(ann, {"id", "name"}), Node(eve, {"id"}), Node(bob, {"id", "name"})}), plans_,
              &graph);
  ASSERT_EQ(graph.sets_size(), 2);
  EXPECT_EQ(graph.sets(0).entities_size(), 2);
  EXPECT_THAT(graph.sets(1).loaded(), ElementsAre("id"));
  EXPECT_THAT(graph.roots(), ElementsAre(0u, 2u));
}

TEST_F(GraphTest, RootsKeepTheirOrder) {
  Entity* ann = Customer(1, "Ann");
  Entity* bob = Customer(2, "Bob");
  orm::v1::Graph graph;
  EncodeGraph(Result({bob, ann}, {Node(ann, {"id"}), Node(bob, {"id"})}), plans_, &graph);
  EXPECT_THAT(graph.roots(), ElementsAre(1u, 0u));
}

TEST_F(GraphTest, NothingFoundIsAnEmptyGraph) {
  orm::v1::Graph graph;
  EncodeGraph(Result({}, {}), plans_, &graph);
  EXPECT_EQ(graph.ByteSizeLong(), 0u);
  EXPECT_EQ(EncodeGraphParts(Result({}, {}), plans_, 100).size(), 1u);
}

TEST_F(GraphTest, AValueThatDoesNotFitCountsAsNotLoaded) {
  Entity* odd = Add(TestEntity("Everything"), {Value(1)});
  Entity* good = Add(TestEntity("Everything"), {Value(2)});
  Put(*odd, "object", "[1]");
  Put(*good, "object", "{}");
  orm::v1::Graph graph;
  EncodeGraph(Result({good, odd}, {Node(good, {"id", "object"}), Node(odd, {"id", "object"})}), plans_, &graph);
  ASSERT_EQ(graph.sets_size(), 2);
  EXPECT_THAT(graph.sets(0).loaded(), ElementsAre("id", "object"));
  EXPECT_THAT(graph.sets(1).loaded(), ElementsAre("id"));
  EXPECT_THAT(graph.roots(), ElementsAre(0u, 1u));
}

TEST_F(GraphTest, PartsAreGraphsOfTheirOwnWithEveryEntityOnce) {
  std::vector<Entity*> roots;
  std::vector<GraphNode> nodes;
  for (int i = 1; i <= 30; ++i) {
    roots.push_back(Customer(i, std::string(40, 'n')));
    nodes.push_back(Node(roots.back(), {"id", "name"}));
  }
  for (int i = 0; i < 20; ++i) nodes.push_back(Node(Add(TestEntity("Tag"), {Value("t")}), {"name"}));
  const std::vector<orm::v1::FindReply> parts = EncodeGraphParts(Result(roots, nodes), plans_, 400);
  ASSERT_GT(parts.size(), 4u);
  size_t customers = 0, tags = 0, root_count = 0;
  for (const orm::v1::FindReply& part : parts) {
    EXPECT_LE(part.ByteSizeLong(), 400u);
    const orm::v1::Graph& graph = part.graph();
    for (const auto& set : graph.sets()) (set.entity() == "w.Tag" ? tags : customers) += size_t(set.entities_size());
    root_count += graph.roots().empty() ? size_t(graph.sets(0).entities_size()) : size_t(graph.roots_size());
  }
  EXPECT_EQ(customers, 30u);
  EXPECT_EQ(tags, 20u);
  EXPECT_EQ(root_count, 30u) << "a part without roots begins with an empty set";
}

}  // namespace
}  // namespace ormd::wire
