#include "orm/unit/commit_order.h"

#include <gtest/gtest.h>

#include "orm/metadata/loader.h"
#include "tests/unit/unit/library_schema.h"

namespace ormd {
namespace {

std::string Entity(const std::string& name, const std::string& relations) {
  return "message " + name +
         " {\n  option (orm.entity) = {};\n  int64 id = 1 [(orm.property).primary.generated = IDENTITY];\n" +
         relations + "}\n";
}

std::string Required(const std::string& target, const std::string& number) {
  return "  " + target + " r" + number + " = " + number + " [(orm.property).many_to_one = {}];\n";
}

std::string Nullable(const std::string& target, const std::string& number) {
  return "  " + target + " r" + number + " = " + number + " [(orm.property) = {nullable: true many_to_one: {}}];\n";
}

std::unique_ptr<Schema> Load(const std::string& messages) {
  LoadResult result = LoadSchemaFromSources(
      {{"test.proto", "syntax = \"proto3\";\npackage t;\nimport \"orm/options.proto\";\n" + messages}});
  for (const SchemaFault& fault : result.faults) ADD_FAILURE() << FaultText(fault);
  return std::move(result.schema);
}

// Whether `first` is inserted before `second`.
bool Before(const Schema& schema, const std::string& first, const std::string& second) {
  const CommitOrder order(schema);
  return order.rank(**schema.Find(first)) < order.rank(**schema.Find(second));
}

TEST(CommitOrderTest, InsertsTargetsBeforeThoseThatPointAtThem) {
  const auto schema = Load(Entity("A", Required("B", "2")) + Entity("B", Required("C", "2")) + Entity("C", ""));
  EXPECT_TRUE(Before(*schema, "C", "B"));
  EXPECT_TRUE(Before(*schema, "B", "A"));
}

TEST(CommitOrderTest, HonoursNullableRelationsWhereNothingSpeaksAgainst) {
  const auto schema = Load(Entity("A", Nullable("B", "2")) + Entity("B", ""));
  EXPECT_TRUE(Before(*schema, "B", "A"));
}

TEST(CommitOrderTest, BreaksACycleAtItsNullableRelation) {
  const auto schema = Load(Entity("A", Nullable("B", "2")) + Entity("B", Required("A", "2")));
  EXPECT_TRUE(Before(*schema, "A", "B"));
}

TEST(CommitOrderTest, BreaksTheSameCycleWhateverTheOrderOfDeclaration) {
  const auto schema = Load(Entity("B", Required("A", "2")) + Entity("A", Nullable("B", "2")));
  EXPECT_TRUE(Before(*schema, "A", "B"));
}

TEST(CommitOrderTest, BreaksALongCycleAtItsNullableRelation) {
  const auto schema =
      Load(Entity("A", Required("B", "2")) + Entity("B", Nullable("C", "2")) + Entity("C", Required("A", "2")));
  EXPECT_TRUE(Before(*schema, "B", "A"));
  EXPECT_TRUE(Before(*schema, "A", "C"));
}

TEST(CommitOrderTest, GivesEveryTypeARankOfItsOwn) {
  const auto schema = Load(std::string(kLibraryProto).substr(std::string(kLibraryProto).find("message Country")));
  EXPECT_TRUE(Before(*schema, "Country", "City"));
}

}  // namespace
}  // namespace ormd
