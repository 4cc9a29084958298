#include "orm/metadata/schema.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "tests/unit/metadata/schema_source.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kEntity = R"--( {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
})--";

std::string Entity(std::string_view name) { return "message " + std::string(name).append(kEntity) + "\n"; }

std::string File(std::string_view package, std::string_view body) {
  return "syntax = \"proto3\"; package " + std::string(package) + "; import \"orm/options.proto\";\n" +
         std::string(body);
}

TEST(SchemaTest, TableIsTheUnderscoredName) {
  const auto schema = GoodSchema(Entity("OrderLine") + Entity("HTTPLog") + Entity("V2Item"));
  std::vector<std::string> tables;
  for (const auto& entity : schema->entities()) tables.push_back(entity->table);
  EXPECT_THAT(tables, ElementsAre("order_line", "http_log", "v2_item"));
}

TEST(SchemaTest, FindsByFullAndByShortName) {
  const auto schema = GoodSchema(Entity("User"));
  EXPECT_EQ(schema->Find("User").value(), schema->Find("t.User").value());
  EXPECT_EQ(schema->Find(schema->entities()[0]->descriptor), schema->entities()[0].get());
  EXPECT_EQ(schema->Find(google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName("orm.Type")),
            nullptr);
}

TEST(SchemaTest, UnknownEntityProposesTheNearest) {
  const auto schema = GoodSchema(Entity("User") + Entity("Order"));
  const absl::Status status = schema->Find("usr").status();
  EXPECT_EQ(ReasonOf(status), Reason::kUnknownEntity);
  EXPECT_EQ(status.message(), "unknown entity 'usr'; did you mean 'User'?");
  EXPECT_EQ(schema->Find("Invoice").status().message(), "unknown entity 'Invoice'");
  EXPECT_EQ(schema->Find("").status().message(), "unknown entity ''");
}

TEST(SchemaTest, ShortNameOfSeveralEntitiesIsAmbiguous) {
  LoadResult result = LoadSchemaFromSources(
      {{"a.proto", File("a", Entity("User"))},
       {"b.proto",
        File("b",
             "message User { option (orm.entity).table = \"b_user\"; int64 id = 1 [(orm.property).primary = {}]; }")}});
  ASSERT_THAT(FaultTexts(result), IsEmpty());
  EXPECT_EQ(result.schema->Find("User").status().message(), "several entities are called 'User': a.User, b.User");
  EXPECT_EQ(result.schema->Find("b.User").value()->table, "b_user");
}

TEST(SchemaTest, EntitiesStandInOrderOfFilesAndDeclaration) {
  LoadResult result = LoadSchemaFromSources(
      {{"z.proto", File("z", "import \"sub/a.proto\"; import \"google/protobuf/empty.proto\";\n" + Entity("Last"))},
       {"sub/a.proto", File("a", Entity("Second") + "message Outer { message Inner" + std::string(kEntity) + " }")},
       {"b.proto", File("b", Entity("First"))},
       {"unused.proto", "syntax = \"proto3\"; message Plain {}"}});
  ASSERT_THAT(FaultTexts(result), IsEmpty());
  std::vector<std::string> names, files;
  for (const auto& entity : result.schema->entities()) names.push_back(entity->name);
  for (const auto* file : result.schema->files()) files.push_back(file->name());
  EXPECT_THAT(names, ElementsAre("b.First", "a.Second", "a.Outer.Inner", "z.Last"));
  EXPECT_EQ(result.schema->entities()[2]->index, 2u);
  EXPECT_THAT(files, ElementsAre("google/protobuf/descriptor.proto", "orm/options.proto", "b.proto", "sub/a.proto",
                                 "google/protobuf/empty.proto", "z.proto"));
  EXPECT_NE(result.schema->pool().FindMessageTypeByName("Plain"), nullptr);
}

TEST(SchemaTest, ConstraintsAreNamedByTableAndColumns) {
  const auto schema = GoodSchema(R"--(
message A {
  option (orm.entity) = {
    comment: "about" readonly: true order: {property: "name"} order: {property: "owner" descending: true}
    indexes: {properties: "name" properties: "owner" where: "name <> ''" include: "id"}
    indexes: {expression: "lower(name)" method: "gin"}
    uniques: {properties: "name" properties: "size"}
    uniques: {name: "mine" properties: "size"}
    checks: {expression: "size > 0"}
    checks: {
name:
  "named" expression : "size < 9"
}
};
int64 id = 1 [(orm.property).primary = {}];
string name = 2 [(orm.property).index = true];
int32 size = 3 [(orm.property).check = "size <> 5"];
A owner = 4 [(orm.property) = {unique : true many_to_one : {}}];
})--");
  const EntityMetadata& a = *schema->Find("A").value();
  EXPECT_EQ(a.comment, "about");
  EXPECT_TRUE(a.readonly);
  ASSERT_EQ(a.order.size(), 2u);
  EXPECT_EQ(a.order[1].property, &a.property(3));
  ASSERT_EQ(a.indexes.size(), 3u);
  EXPECT_EQ(a.indexes[0].name, "a_name_index");
  EXPECT_EQ(a.indexes[1].name, "a_name_owner_id_index");
  EXPECT_THAT(a.indexes[1].columns, ElementsAre(1, 3));
  EXPECT_THAT(a.indexes[1].include, ElementsAre(0));
  EXPECT_EQ(a.indexes[1].where, "name <> ''");
  EXPECT_EQ(a.indexes[2].name, "a_2_index");
  EXPECT_EQ(a.indexes[2].expression, "lower(name)");
  EXPECT_EQ(a.indexes[2].method, "gin");
  ASSERT_EQ(a.uniques.size(), 3u);
  EXPECT_EQ(a.uniques[0].name, "a_owner_id_unique");
  EXPECT_EQ(a.uniques[1].name, "a_name_size_unique");
  EXPECT_EQ(a.uniques[2].name, "mine");
  ASSERT_EQ(a.checks.size(), 3u);
  EXPECT_EQ(a.checks[0].name, "a_size_check");
  EXPECT_EQ(a.checks[1].name, "a_1_check");
  EXPECT_EQ(a.checks[2].name, "named");
}

}  // namespace
}  // namespace ormd
