#include "client/cli/diagram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/client/shop.h"

namespace ormd::cli {
namespace {

using testing::HasSubstr;

Diagram Shop() { return ReadDiagram(*client::ShopModel()); }

const DiagramEntity& EntityOf(const Diagram& diagram, const std::string& name) {
  for (const DiagramEntity& entity : diagram.entities) {
    if (entity.name == name) return entity;
  }
  throw std::logic_error(name);
}

TEST(DiagramTest, ColumnsOfRelationsHaveTheTypeOfTheKey) {
  const Diagram diagram = Shop();
  const DiagramColumn& user = EntityOf(diagram, "Order").columns[1];
  EXPECT_EQ(user.name, "user_id");
  EXPECT_EQ(user.type, "uuid");
  EXPECT_TRUE(user.foreign);
  EXPECT_FALSE(user.primary);
  EXPECT_TRUE(EntityOf(diagram, "OrderItem").columns[0].primary);
}

TEST(DiagramTest, EachRelationStandsOnce) {
  const Diagram diagram = Shop();
  ASSERT_EQ(diagram.relations.size(), 4u);
  EXPECT_EQ(diagram.relations[0].from, "Order");
  EXPECT_EQ(diagram.relations[0].to, "User");
  EXPECT_EQ(diagram.relations[3].kind, DiagramRelation::Kind::kManyToMany);
}

TEST(DiagramTest, MermaidSaysKeysAndCardinalities) {
  const std::string text = MermaidText(Shop());
  EXPECT_THAT(text, testing::StartsWith("erDiagram\n  \"User\" {\n    uuid id PK\n    text email\n"));
  EXPECT_THAT(text, HasSubstr("    decimal(10_2) total\n"));
  EXPECT_THAT(text, HasSubstr("    bigint order_id PK, FK\n"));
  EXPECT_THAT(text, HasSubstr("  \"Order\" }o..|| \"User\" : \"user\"\n"));
  EXPECT_THAT(text, HasSubstr("  \"OrderItem\" }o--|| \"Product\" : \"product\"\n"));
  EXPECT_THAT(text, HasSubstr("  \"Product\" }o..o{ \"Tag\" : \"tags\"\n"));
}

TEST(DiagramTest, NamesThatMermaidCannotTakeAreQuoted) {
  Diagram diagram;
  diagram.entities = {{"shop.v1.User", {{"unit \"price\"", "text", false, false, true, false}}}};
  diagram.relations = {{DiagramRelation::Kind::kOneToOne, "shop.v1.User", "shop.v1.User", "other", true, false}};
  EXPECT_EQ(MermaidText(diagram),
            "erDiagram\n  \"shop.v1.User\" {\n    text unit__price_ UK \"unit 'price'\"\n  }\n"
            "  \"shop.v1.User\" |o..o| \"shop.v1.User\" : \"other\"\n");
}

TEST(DiagramTest, DotEscapesWhatWouldBeMarkup) {
  Diagram diagram;
  diagram.entities = {{"A\"B", {{"a<b", "x&y", true, false, false, true}}}};
  diagram.relations = {{DiagramRelation::Kind::kManyToOne, "A\"B", "A\"B", "self", true, true}};
  const std::string text = DotText(diagram);
  EXPECT_THAT(text, HasSubstr("\"A\\\"B\" [label=<"));
  EXPECT_THAT(text, HasSubstr("<u>a&lt;b</u>"));
  EXPECT_THAT(text, HasSubstr("x&amp;y?"));
  EXPECT_THAT(text, HasSubstr("[label=\"self\" arrowhead=teeodot arrowtail=crowodot];"));
}

}  // namespace
}  // namespace ormd::cli
