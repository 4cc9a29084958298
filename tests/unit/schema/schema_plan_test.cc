#include "orm/schema/schema_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Table TableOf(TableName name) {
  Table table;
  table.name = std::move(name);
  return table;
}

ForeignKey KeyTo(const std::string& target) {
  ForeignKey key;
  key.name = target + "_foreign";
  key.columns = {target + "_id"};
  key.target.name = target;
  return key;
}

// A table with a unique, an index and a foreign key.
DatabaseSchema Whole() {
  Table table = TableOf({"", "t"});
  table.uniques.push_back({"t_u", {"u"}});
  table.indexes.push_back({"t_i", {"i"}, {}, "", "", ""});
  table.foreign_keys.push_back(KeyTo("x"));
  return {{table}};
}

TEST(PlanCreateTest, MakesAMissingTableWhole) {
  const DatabaseSchema database = Whole();
  const CreatePlan plan = PlanCreate(database, {});
  EXPECT_THAT(plan.tables, ElementsAre(&database.tables[0]));
  EXPECT_EQ(plan.indexes.size(), 1u);
  EXPECT_EQ(plan.foreign_keys.size(), 1u);
  EXPECT_THAT(plan.uniques, IsEmpty());
}

TEST(PlanCreateTest, AddsWhatAStandingTableLacks) {
  const DatabaseSchema database = Whole();
  Catalog catalog;
  catalog.tables[{"", "t"}] = {};
  const CreatePlan plan = PlanCreate(database, catalog);
  EXPECT_THAT(plan.tables, IsEmpty());
  EXPECT_EQ(plan.indexes.size(), 1u);
  EXPECT_EQ(plan.foreign_keys.size(), 1u);
  EXPECT_EQ(plan.uniques.size(), 1u);
}

TEST(PlanCreateTest, RecognisesConstraintsByNameOrColumns) {
  const DatabaseSchema database = Whole();
  Catalog by_name;
  by_name.tables[{"", "t"}].names = {"t_u", "t_i", "x_foreign"};
  Catalog by_columns;
  by_columns.tables[{"", "t"}].foreign_keys = {{"x_id"}};
  by_columns.tables[{"", "t"}].indexes = {{"i"}, {"u"}};
  by_columns.tables[{"", "t"}].uniques = {{"u"}};
  for (const Catalog& catalog : {by_name, by_columns}) {
    const CreatePlan plan = PlanCreate(database, catalog);
    EXPECT_THAT(plan.indexes, IsEmpty());
    EXPECT_THAT(plan.uniques, IsEmpty());
    EXPECT_THAT(plan.foreign_keys, IsEmpty());
  }
}

TEST(PlanCreateTest, RecognisesAPartialIndexByNameOnly) {
  DatabaseSchema database{{TableOf({"", "t"})}};
  database.tables[0].indexes.push_back({"t_i", {"i"}, {}, "", "i > 0", ""});
  Catalog catalog;
  catalog.tables[{"", "t"}].indexes = {{"i"}};
  EXPECT_EQ(PlanCreate(database, catalog).indexes.size(), 1u);
  catalog.tables[{"", "t"}].names = {"t_i"};
  EXPECT_THAT(PlanCreate(database, catalog).indexes, IsEmpty());
}

TEST(PlanCreateTest, AViewStandsForItsTable) {
  const DatabaseSchema database = Whole();
  Catalog catalog;
  catalog.tables[{"", "t"}].is_view = true;
  const CreatePlan plan = PlanCreate(database, catalog);
  EXPECT_THAT(plan.tables, IsEmpty());
  EXPECT_THAT(plan.indexes, IsEmpty());
  EXPECT_THAT(PlanDrop(database, catalog), IsEmpty());
}

TEST(PlanCreateTest, MakesEachMissingSchemaOnce) {
  const DatabaseSchema database{{TableOf({"a", "x"}), TableOf({"a", "y"}), TableOf({"b", "x"}), TableOf({"", "x"})}};
  Catalog catalog;
  catalog.schemas = {"b", "public"};
  EXPECT_THAT(PlanCreate(database, catalog).schemas, ElementsAre("a"));
}

TEST(PlanCreateTest, WithoutSchemasNamesAreJoinedAndFolded) {
  DatabaseSchema database{{TableOf({"Cms", "Page"})}};
  database.tables[0].indexes.push_back({"I", {"i"}, {}, "", "", ""});
  database.tables[0].foreign_keys.push_back(KeyTo("x"));
  Catalog catalog;
  catalog.has_schemas = false;
  catalog.tables[{"", "cms.page"}].names = {"cms.i"};
  const CreatePlan plan = PlanCreate(database, catalog);
  EXPECT_THAT(plan.schemas, IsEmpty());
  EXPECT_THAT(plan.tables, IsEmpty());
  EXPECT_THAT(plan.indexes, IsEmpty());
  EXPECT_THAT(plan.foreign_keys, IsEmpty());
}

std::vector<std::string> DropNames(const DatabaseSchema& database) {
  Catalog catalog;
  for (const Table& table : database.tables) catalog.tables[table.name] = {};
  std::vector<std::string> names;
  for (const Table* table : PlanDrop(database, catalog)) names.push_back(table->name.name);
  return names;
}

TEST(PlanDropTest, DropsThoseThatReferFirst) {
  DatabaseSchema database{{TableOf({"", "a"}), TableOf({"", "b"}), TableOf({"", "c"})}};
  database.tables[1].foreign_keys.push_back(KeyTo("a"));
  database.tables[2].foreign_keys.push_back(KeyTo("b"));
  EXPECT_THAT(DropNames(database), ElementsAre("c", "b", "a"));
}

TEST(PlanDropTest, EndsOnCycles) {
  DatabaseSchema database{{TableOf({"", "a"}), TableOf({"", "b"})}};
  database.tables[0].foreign_keys = {KeyTo("a"), KeyTo("b")};
  database.tables[1].foreign_keys = {KeyTo("a")};
  EXPECT_THAT(DropNames(database), testing::UnorderedElementsAre("a", "b"));
}

TEST(PlanDropTest, LeavesWhatDoesNotStand) { EXPECT_THAT(PlanDrop(Whole(), {}), IsEmpty()); }

}  // namespace
}  // namespace ormd
