#include "orm/generate/entity_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/base/strings.h"
#include "orm/metadata/loader.h"
#include "tests/unit/generate/tables.h"

namespace ormd {
namespace {

using testing::HasSubstr;
using testing::Not;

class EntityFilesTest : public testing::Test {
 protected:
  // The text, which must load where there are tables with keys.
  std::string Text(const GenerateOptions& options = {}) {
    std::string text = EntityFiles(database_, PlatformOnly(), options).at("entities.proto");
    const LoadResult result = LoadSchemaFromSources({{"entities.proto", text}});
    for (const SchemaFault& fault : result.faults) ADD_FAILURE() << FaultText(fault) << "\n" << text;
    return text;
  }
  Table& Add(Table table) { return database_.tables.emplace_back(std::move(table)); }

  DatabaseSchema database_;
};

TEST_F(EntityFilesTest, TablesBecomeMessages) {
  Table& table = Add(
      TableOf("invoice_lines", {ColumnOf("UnitPrice", TypeKind::kDecimal), ColumnOf("note", TypeKind::kText, true)}));
  table.columns[0].identity = true;
  table.columns[1].type.precision = 10;
  table.columns[1].type.scale = 2;
  table.comment = "what was sold";
  EXPECT_EQ(Text(), R"text(syntax = "proto3";

package app.v1;

import "orm/options.proto";

message InvoiceLine {
  option (orm.entity) = {table: "invoice_lines" comment: "what was sold"};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string unit_price = 2 [(orm.property) = {column: "UnitPrice" type: DECIMAL precision: 10 scale: 2}];
  optional string note = 3;
}
)text");
}

TEST_F(EntityFilesTest, ForeignKeysBecomeRelationsWithTwoSides) {
  Add(TableOf("invoice"));
  Table& line = Add(TableOf("invoice_line", {ColumnOf("invoice_id", TypeKind::kBigint)}));
  line.foreign_keys = {KeyTo("invoice", {"invoice_id"})};
  line.indexes = {{"line_of", {"invoice_id"}, {}, "", "", "", false}};
  const std::string text = Text();
  EXPECT_THAT(text,
              HasSubstr("  repeated InvoiceLine lines = 2 [(orm.property).one_to_many.mapped_by = \"invoice\"];"));
  EXPECT_THAT(text, HasSubstr("  Invoice invoice = 2 [(orm.property).many_to_one = {}];"));
  EXPECT_THAT(text, HasSubstr("indexes: {name: \"line_of\" properties: \"invoice\"}"));
}

TEST_F(EntityFilesTest, RulesThatOrmdWouldNotChooseAreSaid) {
  Add(TableOf("user"));
  Table& post = Add(TableOf("post", {ColumnOf("AuthorId", TypeKind::kBigint, true)}));
  post.foreign_keys = {KeyTo("user", {"AuthorId"})};
  post.foreign_keys.front().deferrable = Deferrable::kInitiallyDeferred;
  EXPECT_THAT(Text(), HasSubstr("{columns: \"AuthorId\" on_delete: NO_ACTION defer: DEFERRED}"));
  post.foreign_keys.front().on_delete = ReferentialAction::kSetNull;
  EXPECT_THAT(Text(), HasSubstr("{columns: \"AuthorId\" defer: DEFERRED}"));
}

TEST_F(EntityFilesTest, SelfReferencesAndTwoWaysToOneTable) {
  Table& employee = Add(TableOf("employee", {ColumnOf("reports_to", TypeKind::kBigint, true)}));
  employee.foreign_keys = {KeyTo("employee", {"reports_to"})};
  Table& match =
      Add(TableOf("match", {ColumnOf("home_id", TypeKind::kBigint), ColumnOf("guest_id", TypeKind::kBigint)}));
  match.foreign_keys = {KeyTo("employee", {"home_id"}), KeyTo("employee", {"guest_id"})};
  const std::string text = Text();
  EXPECT_THAT(text, HasSubstr("optional Employee reports_to = 2"));
  EXPECT_THAT(text,
              HasSubstr("repeated Employee reports = 3 [(orm.property).one_to_many.mapped_by = \"reports_to\"];"));
  EXPECT_THAT(text, HasSubstr("repeated Match matches = 4 [(orm.property).one_to_many.mapped_by = \"home\"];"));
  EXPECT_THAT(text, HasSubstr("repeated Match matches_by_guest = 5"));
}

TEST_F(EntityFilesTest, PivotTablesBecomeManyToMany) {
  Add(TableOf("playlist"));
  Add(TableOf("track"));
  Table& pivot = Add(TableOf("PlaylistTrack"));
  pivot.columns = {ColumnOf("PlaylistId", TypeKind::kBigint), ColumnOf("TrackId", TypeKind::kBigint)};
  pivot.primary_key.columns = {"PlaylistId", "TrackId"};
  pivot.foreign_keys = {KeyTo("playlist", {"PlaylistId"}), KeyTo("track", {"TrackId"})};
  const std::string text = Text();
  EXPECT_THAT(text, HasSubstr("pivot_table: \"PlaylistTrack\""));
  EXPECT_THAT(text, HasSubstr("join_columns: \"PlaylistId\""));
  EXPECT_THAT(text, HasSubstr("inverse_join_columns: \"TrackId\""));
  EXPECT_THAT(text, HasSubstr("on_delete: NO_ACTION"));
  EXPECT_THAT(text, HasSubstr("repeated Playlist playlists = 2 [(orm.property).many_to_many.mapped_by = \"tracks\"];"));
  EXPECT_THAT(text, Not(HasSubstr("message PlaylistTrack")));
}

TEST_F(EntityFilesTest, CompositeKeysOfRelationsKeepTheirOrder) {
  Add(TableOf("a"));
  Add(TableOf("b"));
  Table& both = Add(TableOf("both", {ColumnOf("b_id", TypeKind::kBigint), ColumnOf("a_id", TypeKind::kBigint)}));
  both.columns.erase(both.columns.begin());
  both.columns.push_back(ColumnOf("since", TypeKind::kDate));
  both.primary_key.columns = {"a_id", "b_id"};
  both.foreign_keys = {KeyTo("a", {"a_id"}), KeyTo("b", {"b_id"})};
  const std::string text = Text();
  EXPECT_THAT(
      text,
      HasSubstr(
          "  A a = 1 [(orm.property) = {primary: {} many_to_one: {on_delete: NO_ACTION on_update: NO_ACTION}}];"));
  EXPECT_THAT(text, HasSubstr("  B b = 2"));
}

TEST_F(EntityFilesTest, ChecksOfLabelsBecomeEnums) {
  Table& table = Add(TableOf("post", {ColumnOf("state"), ColumnOf("mood"), ColumnOf("kind")}));
  table.columns[1].default_sql = "'open'::text";
  table.checks = {{"post_state_check", "(state = ANY (ARRAY['open'::text, 'closed'::text]))"},
                  {"c2", "mood IN ('open', 'state')"},
                  {"post_kind_check", "kind IN ('in-stock')"}};
  const std::string text = Text();
  EXPECT_THAT(text, HasSubstr("  enum State {\n    open = 0;\n    closed = 1;\n  }\n"));
  EXPECT_THAT(text, HasSubstr("  State state = 2 [(orm.property).default = \"open\"];"));
  EXPECT_THAT(text, HasSubstr("  message Mood {\n    enum Value {\n      open = 0;\n      state = 1;\n"));
  EXPECT_THAT(text, HasSubstr("  Mood.Value mood = 3;"));
  EXPECT_THAT(text, HasSubstr("  string kind = 4 [(orm.property).check = \"kind IN ('in-stock')\"];"));
}

TEST_F(EntityFilesTest, NativeEnumsAreDeclaredOnce) {
  database_.enums = {{{"", "mood"}, {"happy", "sad"}}};
  Add(TableOf("cat", {ColumnOf("mood", TypeKind::kEnum)})).columns[1].type.database_type = "\"mood\"";
  Add(TableOf("dog", {ColumnOf("mood", TypeKind::kEnum)})).columns[1].type.database_type = "\"mood\"";
  const std::string text = Text();
  EXPECT_THAT(text, HasSubstr("  Mood mood = 2 [(orm.property).native_enum = \"mood\"];"));
  EXPECT_THAT(text, HasSubstr("  Cat.Mood mood = 2 [(orm.property).native_enum = \"mood\"];"));
}

TEST_F(EntityFilesTest, NamesThatClashGetOthers) {
  Add(TableOf("user", {ColumnOf("na me"), ColumnOf("na_me"), ColumnOf("name"), ColumnOf("message"), ColumnOf("2nd")}));
  Add(TableOf("users"));
  Table& other = Add(TableOf("user"));
  other.name.schema = "crm";
  const std::string text = Text();
  EXPECT_THAT(text, HasSubstr("string na_me = 2 [(orm.property).column = \"na me\"];"));
  EXPECT_THAT(text, HasSubstr("string na_me_2 = 3 [(orm.property).column = \"na_me\"];"));
  EXPECT_THAT(text, HasSubstr("string message = 5;"));
  EXPECT_THAT(text, HasSubstr("string x_2nd = 6"));
  EXPECT_THAT(text, HasSubstr("message User2 {\n  option (orm.entity) = {table: \"users\"};"));
  EXPECT_THAT(text, HasSubstr("message CrmUser {\n  option (orm.entity) = {table: \"user\" schema: \"crm\"};"));
}

// What an entity left out of its table, the next diff would drop.
TEST_F(EntityFilesTest, TablesThatAreNoEntityAsAWholeAreLeftOut) {
  Add(TableOf("one", {ColumnOf("Parent_Id"), ColumnOf("parent_id", TypeKind::kBigint)})).foreign_keys = {
      KeyTo("two", {"parent_id"})};
  Add(TableOf("two"));
  Add(TableOf("Two"));
  Add(TableOf("three", {ColumnOf(std::string(64, 'x'))}));
  Add(TableOf("")).primary_key.name = "p";
  Add(TableOf("four")).columns[0].type.kind = TypeKind::kJson;
  Add(TableOf("five")).columns[0].generated = "1";
  Table& counted = Add(TableOf("six"));
  counted.columns[0].type.kind = TypeKind::kDecimal;
  counted.columns[0].identity = true;
  Add(TableOf("seven", {ColumnOf("a")})).indexes = {{"TWO", {"a"}, {}, "", "", "", false}};
  const std::string text = Text();
  EXPECT_THAT(text, HasSubstr("table one, because its columns Parent_Id and parent_id differ by case only."));
  EXPECT_THAT(text, HasSubstr("message Two {"));
  EXPECT_THAT(text, HasSubstr("table Two, because its name differs from that of two by case only."));
  EXPECT_THAT(text, HasSubstr(StrCat("table three, because the column name '", std::string(64, 'x'), "' is longer")));
  EXPECT_THAT(text, HasSubstr("table , because the table name is empty."));
  EXPECT_THAT(text, HasSubstr("table four, because the column id of its key has a type that no key can have."));
  EXPECT_THAT(text, HasSubstr("table five, because the column id of its key is generated."));
  EXPECT_THAT(text, HasSubstr("table six, because the column id of its key counts, but not in integers."));
  EXPECT_THAT(text, HasSubstr("table seven, because the name of its index TWO differs from two by case only."));
}

TEST_F(EntityFilesTest, ColumnsOfViewsThatCannotBePropertiesAreSaid) {
  Add(TableOf("t"));
  View view;
  view.name = {"", "totals"};
  view.definition = "SELECT 1";
  view.columns = {ColumnOf("id", TypeKind::kBigint), ColumnOf("a"), ColumnOf("A"), ColumnOf(std::string(64, 'x'))};
  database_.views = {view};
  EXPECT_THAT(Text(), HasSubstr("  // No property: the column A, whose name is"));
  database_.views[0].indexes = {{"i", {"A"}, {}, "", "", "", false}};
  EXPECT_THAT(Text(), HasSubstr("view totals, because its index i has a column that cannot be a property."));
}

TEST_F(EntityFilesTest, IndexesOfViewsAreTheirOwn) {
  View view;
  view.name = {"", "totals"};
  view.definition = "SELECT 1";
  view.materialized = true;
  view.columns = {ColumnOf("id", TypeKind::kBigint), ColumnOf("a"), ColumnOf("b")};
  view.indexes = {{"totals_a_index", {"a"}, {}, "", "", "", false}, {"totals_b_unique", {"b"}, {}, "", "", "", true}};
  database_.views = {view};
  const std::string text = Text();
  EXPECT_THAT(text, HasSubstr("indexes: {properties: \"a\"}"));
  EXPECT_THAT(text, HasSubstr("indexes: {name: \"totals_b_unique\" properties: \"b\" unique: true}"));
}

TEST_F(EntityFilesTest, LabelsThatProtocTellsApartOnlyByTheEnumsNameRenameIt) {
  Add(TableOf("t", {ColumnOf("mail"), ColumnOf("kind"), ColumnOf("value")})).checks = {
      {"t_mail_check", "mail IN ('mail_in', 'in')"},
      {"t_kind_check", "kind IN ('kind', 'Value')"},
      {"t_value_check", "value IN ('Value')"}};
  const std::string text = Text();
  EXPECT_THAT(text, HasSubstr("  enum MailLabel {\n    mail_in = 0;\n    in = 1;\n"));
  EXPECT_THAT(text, HasSubstr("  message Kind {\n    enum ValueLabel {\n"));
  EXPECT_THAT(text, HasSubstr("  Kind.ValueLabel kind = 3;"));
  EXPECT_THAT(text, HasSubstr("  enum ValueLabel {\n    Value = 0;\n"));
}

TEST_F(EntityFilesTest, EnumTypesThatAreCalledAsATableStayTypesOfTheDatabase) {
  database_.enums = {{{"", "mood"}, {"happy", "sad"}}};
  Add(TableOf("Mood", {ColumnOf("mood", TypeKind::kEnum)})).columns[1].type.database_type = "\"mood\"";
  EXPECT_THAT(Text(), HasSubstr("string mood = 2 [(orm.property).column_type = \"\\\"mood\\\"\"];"));
}

TEST_F(EntityFilesTest, TypesThatOptionsCannotSay) {
  Table& table = Add(TableOf("t", {ColumnOf("a", TypeKind::kDecimal), ColumnOf("c", TypeKind::kArray)}));
  table.columns[1].type.precision = 3;
  table.columns[1].type.scale = 5;
  table.columns[2].type.element = std::make_shared<Type>(Type{.kind = TypeKind::kText});
  table.columns[2].type.database_type = "tags";
  const std::string text = Text();
  EXPECT_THAT(text, HasSubstr("string a = 2 [(orm.property) = {type: DECIMAL column_type: \"numeric(3,5)\"}];"));
  EXPECT_THAT(text, HasSubstr("string c = 3 [(orm.property).column_type = \"tags\"];"));
}

TEST_F(EntityFilesTest, UniquesThatSqliteDoesNotNameGetDifferentNames) {
  Add(TableOf("user", {ColumnOf("group_code")})).uniques = {{"", {"group_code"}, Deferrable::kNot}};
  Add(TableOf("user_group", {ColumnOf("code")})).uniques = {{"", {"code"}, Deferrable::kNot}};
  const std::string text = EntityFiles(database_, PlatformOnly(SqlitePlatform()), {}).at("entities.proto");
  EXPECT_THAT(text, HasSubstr("string group_code = 2 [(orm.property).unique = true];"));
  EXPECT_THAT(text, HasSubstr("uniques: {name: \"user_group_code_unique_"));
}

TEST_F(EntityFilesTest, UniquesIndexesAndChecksStandWhereTheirNamesSay) {
  Table& table = Add(TableOf("item", {ColumnOf("code"), ColumnOf("price", TypeKind::kDecimal), ColumnOf("name")}));
  table.uniques = {{"item_code_unique", {"code"}, Deferrable::kNot},
                   {"u2", {"code", "name"}, Deferrable::kInitiallyDeferred}};
  table.indexes = {{"item_name_index", {"name"}, {}, "", "", "", false},
                   {"lower_name", {}, {}, "lower(name)", "price > 1", "gin", false},
                   {"covering", {"name"}, {"price"}, "", "", "", true}};
  table.checks = {{"item_price_check", "price > 0"}, {"sane", "price < 100 OR name = 'x'"}};
  const std::string text = Text();
  EXPECT_THAT(text, HasSubstr("string code = 2 [(orm.property).unique = true];"));
  EXPECT_THAT(text, HasSubstr("uniques: {name: \"u2\" properties: [\"code\", \"name\"] defer: DEFERRED}"));
  EXPECT_THAT(text, HasSubstr("string name = 4 [(orm.property).index = true];"));
  EXPECT_THAT(
      text,
      HasSubstr("indexes: {name: \"lower_name\" expression: \"lower(name)\" where: \"price > 1\" method: \"gin\"}"));
  EXPECT_THAT(text, HasSubstr("indexes: {name: \"covering\" properties: \"name\" include: \"price\" unique: true}"));
  EXPECT_THAT(text, HasSubstr("check: \"price > 0\""));
  EXPECT_THAT(text, HasSubstr("checks: {name: \"sane\" expression: \"price < 100 OR name = 'x'\"}"));
}

TEST_F(EntityFilesTest, RelationsWithoutAnIndexSaySo) {
  Add(TableOf("user"));
  Table& post = Add(TableOf("post", {ColumnOf("user_id", TypeKind::kBigint)}));
  post.foreign_keys = {KeyTo("user", {"user_id"})};
  EXPECT_THAT(Text(), HasSubstr("  User user = 2 [(orm.property) = {index: false many_to_one: {}}];"));
}

TEST_F(EntityFilesTest, WhatCannotBeARelationIsSaid) {
  Add(TableOf("user", {ColumnOf("email")})).uniques = {{"u", {"email"}, Deferrable::kNot}};
  Table& post = Add(TableOf("post", {ColumnOf("author")}));
  post.foreign_keys = {KeyTo("user", {"author"}, {"email"})};
  const std::string text = Text();
  EXPECT_THAT(text, HasSubstr("  string author = 2;\n"));
  EXPECT_THAT(text,
              HasSubstr("  // No relation: the foreign key (author) to user (email), because it refers to columns"));
  EXPECT_THAT(text, HasSubstr("foreign_keys: {columns: \"author\" table: \"user\" target_columns: \"email\"}"));
}

TEST_F(EntityFilesTest, TypesOfTheDatabaseKeepTheirNames) {
  Table& table =
      Add(TableOf("t", {ColumnOf("a"), ColumnOf("b", TypeKind::kArray), ColumnOf("c", TypeKind::kArray, true)}));
  table.columns[1].type.database_type = "citext";
  table.columns[2].type.element = std::make_shared<Type>(Type{.kind = TypeKind::kInteger});
  table.columns[3].type.element = std::make_shared<Type>(Type{.kind = TypeKind::kTimestamp});
  const std::string text = Text();
  EXPECT_THAT(text, HasSubstr("string a = 2 [(orm.property).column_type = \"citext\"];"));
  EXPECT_THAT(text, HasSubstr("repeated int32 b = 3 [(orm.property).default_raw = \"NULL\"];"));
  EXPECT_THAT(text, HasSubstr("optional string c = 4 [(orm.property).column_type = \"timestamptz[]\"];"));
}

TEST_F(EntityFilesTest, ViewsGetAKeyByName) {
  View view;
  view.name = {"", "totals"};
  view.definition = "SELECT 1";
  view.columns = {ColumnOf("total", TypeKind::kDecimal, true), ColumnOf("user_id", TypeKind::kBigint, true)};
  database_.views = {view};
  const std::string text = Text();
  EXPECT_THAT(
      text,
      HasSubstr("message Total {\n  option (orm.entity) = {table: \"totals\" view: {expression: \"SELECT 1\"}};"));
  EXPECT_THAT(text, HasSubstr("optional string total = 1 [(orm.property).type = DECIMAL];"));
  EXPECT_THAT(text, HasSubstr("int64 user_id = 2 [(orm.property).primary = {}];"));
}

TEST_F(EntityFilesTest, OnlyWhatIsAskedFor) {
  Add(TableOf("a_one"));
  Add(TableOf("a_two"));
  Add(TableOf("b")).primary_key = {};
  GenerateOptions options;
  options.package = "orm.google.v2";
  options.only = {"a_*"};
  options.ignore = {"*two"};
  const std::string text = Text(options);
  EXPECT_THAT(text, HasSubstr("package orm.google.v2;"));
  EXPECT_THAT(text, HasSubstr("message AOne {\n  option (.orm.entity) = {};"));
  EXPECT_THAT(text, Not(HasSubstr("ATwo")));
  EXPECT_THAT(Text(), HasSubstr("// No entity: the table b, because it has no primary key."));
}

}  // namespace
}  // namespace ormd
