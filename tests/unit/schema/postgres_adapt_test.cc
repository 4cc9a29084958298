#include "orm/base/error.h"
#include "tests/unit/schema/postgres_schema_test.h"

namespace ormd {
namespace {

absl::StatusOr<DatabaseSchema> Adapted(Table table) { return PostgresDialect().Adapt(Tables({std::move(table)})); }

Type Named(TypeKind kind, std::string database_type) {
  return {.kind = kind, .database_type = std::move(database_type)};
}

TEST(PostgresAdaptTest, SaysItInTheWordsOfRead) {
  Table table = TableOf("t", {IdColumn(), Column("a", {.kind = TypeKind::kChar}),
                              Column("b", {.kind = TypeKind::kDecimal, .precision = 5})});
  table.columns[1].collation = "default";
  table.columns[2].generated = "1";
  table.columns[2].generated_stored = false;
  table.indexes = {{"i", {"a"}, {}, "", "", "BTREE", false}, {"j", {"a"}, {}, "", "", "HASH", false}};
  ForeignKey key;
  key.on_delete = ReferentialAction::kNoAction;
  key.on_update = ReferentialAction::kRestrict;
  table.foreign_keys = {key};
  const Table adapted = Adapted(table)->tables[0];
  EXPECT_EQ(adapted.columns[1].type.length, 1u);
  EXPECT_EQ(adapted.columns[1].collation, "");
  EXPECT_EQ(adapted.columns[2].type.scale, 0u);
  EXPECT_TRUE(adapted.columns[2].generated_stored);
  EXPECT_EQ(adapted.indexes[0].method, "");
  EXPECT_EQ(adapted.indexes[1].method, "hash");
  EXPECT_EQ(adapted.foreign_keys[0].on_delete, ReferentialAction::kDefault);
  EXPECT_EQ(adapted.foreign_keys[0].on_update, ReferentialAction::kRestrict);
}

TEST(PostgresAdaptTest, KeysOverTypesWithoutOrderAreRefused) {
  Table table = TableOf("t", {IdColumn(), Column("a", Named(TypeKind::kJson, "JSON"))});
  EXPECT_TRUE(Adapted(table).ok());
  Table unique = table;
  unique.uniques = {{"u", {"a"}, Deferrable::kNot}};
  const absl::Status status = Adapted(unique).status();
  EXPECT_EQ(ReasonOf(status), Reason::kUnsupported);
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("t.a"));
  Table index = table;
  index.indexes = {{"i", {"a"}, {}, "", "", "", false}};
  EXPECT_EQ(ReasonOf(Adapted(index).status()), Reason::kUnsupported);
  index.indexes[0].method = "gin";
  EXPECT_TRUE(Adapted(index).ok());
}

TEST(PostgresAdaptTest, TooManyColumnsAreRefused) {
  Table table = TableOf("t", {IdColumn()});
  for (int i = 0; i < 1600; ++i) table.columns.push_back(Column(StrCat("c", i), {}));
  EXPECT_EQ(ReasonOf(Adapted(table).status()), Reason::kUnsupported);
}

}  // namespace
}  // namespace ormd
