#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/schema/build_schema.h"
#include "tests/unit/schema/schema_text.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

DatabaseSchema Build(std::string_view messages) {
  const std::unique_ptr<Schema> schema = SchemaOf(messages);
  return schema == nullptr ? DatabaseSchema() : BuildSchema(*schema, PostgresPlatform()).value();
}

TEST(ForeignKeyOptionsTest, ForeignKeysThatAreNoRelationsStandBesideThose) {
  const DatabaseSchema database = Build(R"--(
message A {
  option (orm.entity) = {foreign_keys: {columns: "code" table: "b" target_columns: "code" on_update: CASCADE}};
  int64 id = 1 [(orm.property).primary = {}];
  string code = 2;
  A a = 3 [(orm.property).many_to_one = {}];
})--");
  const std::vector<ForeignKey>& keys = database.tables[0].foreign_keys;
  ASSERT_THAT(keys, SizeIs(2));
  EXPECT_EQ(keys[1].name, "a_code_foreign");
  EXPECT_EQ(keys[1].target, (TableName{"", "b"}));
  EXPECT_THAT(keys[1].target_columns, ElementsAre("code"));
  EXPECT_EQ(keys[1].on_update, ReferentialAction::kCascade);
}

TEST(ForeignKeyOptionsTest, RelationsWithoutIndexHaveNone) {
  const DatabaseSchema database = Build(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  A x = 2 [(orm.property) = {index: false many_to_one: {}}];
  repeated A z = 3 [(orm.property) = {index: false many_to_many: {on_delete: NO_ACTION on_update: RESTRICT}}];
})--");
  EXPECT_THAT(database.tables[0].indexes, IsEmpty());
  EXPECT_THAT(database.tables[1].indexes, IsEmpty());
  for (const ForeignKey& key : database.tables[1].foreign_keys) {
    EXPECT_EQ(key.on_delete, ReferentialAction::kNoAction);
    EXPECT_EQ(key.on_update, ReferentialAction::kRestrict);
  }
}

TEST(ForeignKeyOptionsTest, AListWithoutDefaultSaysNull) {
  const DatabaseSchema database = Build(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated string x = 2 [(orm.property).default_raw = "NULL"];
})--");
  EXPECT_FALSE(database.tables[0].columns[1].default_sql.has_value());
}

}  // namespace
}  // namespace ormd
