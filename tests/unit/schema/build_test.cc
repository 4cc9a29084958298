#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/base/strings.h"
#include "orm/schema/build_schema.h"
#include "tests/unit/schema/schema_text.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Names = std::vector<std::string>;

DatabaseSchema Build(std::string_view messages, const Platform& platform = PostgresPlatform()) {
  const std::unique_ptr<Schema> schema = SchemaOf(messages);
  if (schema == nullptr) return {};
  absl::StatusOr<DatabaseSchema> database = BuildSchema(*schema, platform);
  EXPECT_TRUE(database.ok()) << database.status();
  return database.ok() ? *std::move(database) : DatabaseSchema();
}

const Table& TableOf(const DatabaseSchema& database, const std::string& name) {
  static const Table none;
  const Table* table = database.FindTable({"", name});
  EXPECT_NE(table, nullptr) << name;
  return table == nullptr ? none : *table;
}

template <typename Part>
Names NamesOf(const std::vector<Part>& parts) {
  Names names;
  for (const Part& part : parts) names.push_back(part.name);
  return names;
}

// "id bigint identity", "name text? = 'x'".
std::string TextOf(const TableColumn& column) {
  return StrCat(column.name, " ", TypeName(column.type), column.nullable ? "?" : "", column.identity ? " identity" : "",
                column.default_sql ? StrCat(" = ", *column.default_sql) : "",
                column.generated ? StrCat(" as ", *column.generated) : "");
}

Names ColumnsOf(const Table& table) {
  Names columns;
  for (const TableColumn& column : table.columns) columns.push_back(TextOf(column));
  return columns;
}

std::string TextOf(const ForeignKey& key) {
  return StrCat(key.name, ": ", StrJoin(key.columns, ","), " -> ", key.target.name, "(",
                StrJoin(key.target_columns, ","), ") ", static_cast<int>(key.on_delete),
                static_cast<int>(key.on_update));
}

Names KeysOf(const Table& table) {
  Names keys;
  for (const ForeignKey& key : table.foreign_keys) keys.push_back(TextOf(key));
  return keys;
}

TEST(BuildSchemaTest, EntitiesBecomeTablesAndRelationsForeignKeys) {
  const DatabaseSchema shop = Build(kShop);
  ASSERT_EQ(shop.tables.size(), 7u);
  EXPECT_THAT(ColumnsOf(TableOf(shop, "order")), ElementsAre("id bigint identity", "user_id uuid", "state enum",
                                                             "total decimal(10,2) = 0.00", "version integer = 1"));
  EXPECT_THAT(ColumnsOf(TableOf(shop, "product")),
              ElementsAre("id bigint identity", "labels text[] = '{}'::text[]", "owner_id uuid"));
  EXPECT_THAT(ColumnsOf(TableOf(shop, "product_tags")), ElementsAre("product_id bigint", "tag_name text"));
  EXPECT_EQ(TableOf(shop, "user").comment, "people's accounts");
  EXPECT_EQ(TableOf(shop, "user").columns[1].comment, "lower case");
  EXPECT_EQ(TableOf(shop, "line").primary_key.columns, (Names{"order_id", "product_id"}));
  EXPECT_THAT(NamesOf(TableOf(shop, "parcel").uniques), ElementsAre("parcel_line_order_id_line_product_id_unique"));
  EXPECT_THAT(NamesOf(TableOf(shop, "line").indexes), ElementsAre("line_product_id_index"));
  EXPECT_THAT(NamesOf(TableOf(shop, "product_tags").indexes), ElementsAre("product_tags_tag_name_index"));
  EXPECT_THAT(TableOf(shop, "order").checks,
              ElementsAre(TableCheck{"order_state_check", R"("state" IN ('OPEN', 'PAID'))"}));
}

TEST(BuildSchemaTest, RulesFollowFromWhatARelationMeans) {
  using enum ReferentialAction;
  const auto rules = [](ReferentialAction on_delete, ReferentialAction on_update) {
    return StrCat(static_cast<int>(on_delete), static_cast<int>(on_update));
  };
  const DatabaseSchema shop = Build(kShop);
  EXPECT_THAT(
      KeysOf(TableOf(shop, "user")),
      ElementsAre(StrCat("user_referrer_id_foreign: referrer_id -> user(id) ", rules(kSetNull, kDefault)),
                  StrCat("user_favourite_id_foreign: favourite_id -> product(id) ", rules(kSetNull, kDefault))));
  EXPECT_THAT(KeysOf(TableOf(shop, "line"))[0],
              StrCat("line_order_id_foreign: order_id -> order(id) ", rules(kCascade, kCascade)));
  EXPECT_THAT(KeysOf(TableOf(shop, "parcel")),
              ElementsAre(StrCat("parcel_line_order_id_line_product_id_foreign: line_order_id,line_product_id -> "
                                 "line(order_id,product_id) ",
                                 rules(kDefault, kCascade))));
  const DatabaseSchema given = Build(R"schema(
    message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; }
    message B {
      option (orm.entity) = {};
      A id = 1 [(orm.property) = {primary: {} one_to_one: {on_delete: RESTRICT}}];
      A a = 2 [(orm.property) = {nullable: true many_to_one: {on_delete: NO_ACTION on_update: SET_DEFAULT}}];
    })schema");
  EXPECT_THAT(KeysOf(TableOf(given, "b")),
              ElementsAre(StrCat("b_id_id_foreign: id_id -> a(id) ", rules(kRestrict, kCascade)),
                          StrCat("b_a_id_foreign: a_id -> a(id) ", rules(kNoAction, kSetDefault))));
}

TEST(BuildSchemaTest, DefaultsAreSqlOfThePlatform) {
  constexpr std::string_view kDefaults = R"schema(
    message A {
      option (orm.entity) = {};
      int32 id = 1 [(orm.property).primary = {}];
      bool flag = 2 [(orm.property).default = "true"];
      string note = 3 [(orm.property).default = "it's"];
      string born = 4 [(orm.property) = {type: DATE default: "2024-02-29"}];
      google.protobuf.Timestamp at = 5 [(orm.property).default_raw = "now()"];
      map<string, string> facts = 6;
      repeated int64 numbers = 7;
      google.protobuf.Timestamp seen = 8 [(orm.property).version = {}];
      string shout = 9 [(orm.property).generated = {sql: "upper(note)"}];
    })schema";
  EXPECT_THAT(ColumnsOf(TableOf(Build(kDefaults), "a")),
              ElementsAre("id integer", "flag bool = TRUE", "note text = 'it''s'", "born date = '2024-02-29'::date",
                          "at timestamp = now()", "facts json = '{}'::jsonb", "numbers bigint[] = '{}'::bigint[]",
                          "seen timestamp = now()", "shout text as upper(note)"));
  EXPECT_THAT(ColumnsOf(TableOf(Build(kDefaults, SqlitePlatform()), "a")),
              ElementsAre("id integer", "flag bool = 1", "note text = 'it''s'", "born date = '2024-02-29'",
                          "at timestamp = now()", "facts json = '{}'", "numbers bigint[] = '[]'",
                          "seen timestamp = now()", "shout text as upper(note)"));
}

TEST(BuildSchemaTest, ARelationIsFoundByAnIndex) {
  const DatabaseSchema database = Build(R"schema(
    message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; }
    message B {
      option (orm.entity) = {
        indexes: {name: "mine" properties: ["a", "n"]}
        indexes: {name: "some" properties: "c" where: "n > 1"}
      };
      int32 id = 1 [(orm.property).primary = {}];
      A a = 2 [(orm.property).many_to_one = {}];
      int32 n = 3;
      A b = 4 [(orm.property).many_to_one = {constraint: false}];
      A c = 5 [(orm.property).many_to_one = {}];
    })schema");
  EXPECT_THAT(NamesOf(TableOf(database, "b").indexes), ElementsAre("mine", "some", "b_b_id_index", "b_c_id_index"));
  EXPECT_THAT(NamesOf(TableOf(database, "b").foreign_keys), ElementsAre("b_a_id_foreign", "b_c_id_foreign"));
}

TEST(BuildSchemaTest, EveryOptionOfATableArrives) {
  const DatabaseSchema database = Build(R"schema(
    enum Colour { RED = 0; }
    message Page {
      option (orm.entity) = {
        schema: "cms"
        renamed_from: "old_page"
        indexes: {properties: "facts" method: "gin"}
        indexes: {properties: "path" include: "site" unique: true}
        indexes: {expression: "lower(path), site DESC" where: "site <> ''"}
        uniques: {properties: ["path", "site"] defer: DEFERRED}
        checks: {name: "page_path" expression: "length(path) < 100"}
      };
      int32 id = 1 [(orm.property).primary = {}];
      string path = 2 [(orm.property) = {collation: "C" renamed_from: "address"}];
      string site = 3 [(orm.property).column_type = "citext"];
      google.protobuf.Struct facts = 4;
      Colour colour = 5 [(orm.property).check = "colour <> ''"];
      Page parent = 6 [(orm.property) = {nullable: true many_to_one: {defer: IMMEDIATE}}];
    })schema");
  const Table* page = database.FindTable({"cms", "page"});
  ASSERT_NE(page, nullptr);
  EXPECT_EQ(page->renamed_from, "old_page");
  EXPECT_EQ(page->columns[1].collation, "C");
  EXPECT_EQ(page->columns[1].renamed_from, "address");
  EXPECT_EQ(page->columns[2].type.database_type, "citext");
  EXPECT_EQ(page->foreign_keys[0].deferrable, Deferrable::kInitiallyImmediate);
  EXPECT_THAT(page->indexes,
              ElementsAre(TableIndex{"page_facts_index", {"facts"}, {}, "", "", "gin", false},
                          TableIndex{"page_path_index", {"path"}, {"site"}, "", "", "", true},
                          TableIndex{"page_3_index", {}, {}, "lower(path), site DESC", "site <> ''", "", false},
                          TableIndex{"page_parent_id_index", {"parent_id"}, {}, "", "", "", false}));
  EXPECT_THAT(page->uniques,
              ElementsAre(UniqueConstraint{"page_path_site_unique", {"path", "site"}, Deferrable::kInitiallyDeferred}));
  EXPECT_THAT(page->checks, ElementsAre(TableCheck{"page_colour_check", "colour <> ''"},
                                        TableCheck{"page_path", "length(path) < 100"},
                                        TableCheck{"page_colour_enum_check", R"("colour" IN ('RED'))"}));
}

TEST(BuildSchemaTest, WhatRefersToAKeyHasItsTypeAndCollation) {
  const DatabaseSchema database = Build(R"schema(
    message A {
      option (orm.entity) = {};
      string id = 1 [(orm.property) = {primary: {} column_type: "citext" collation: "C"}];
      repeated A friends = 2 [(orm.property).many_to_many = {}];
    }
    message B {
      option (orm.entity) = {};
      int32 id = 1 [(orm.property).primary = {}];
      A a = 2 [(orm.property).many_to_one = {}];
    })schema");
  for (const TableColumn& column : TableOf(database, "a_friends").columns) {
    EXPECT_EQ(column.type.database_type, "citext");
    EXPECT_EQ(column.collation, "C");
  }
  EXPECT_EQ(TableOf(database, "b").columns[1].type.database_type, "citext");
  EXPECT_EQ(TableOf(database, "b").columns[1].collation, "C");
}

TEST(BuildSchemaTest, NativeEnumsAreTypesWithoutChecks) {
  const DatabaseSchema database = Build(R"schema(
    enum State { OPEN = 0; PAID = 1; }
    message A {
      option (orm.entity) = {schema: "shop"};
      int32 id = 1 [(orm.property).primary = {}];
      State state = 2 [(orm.property) = {native_enum: "state" default: "PAID"}];
      repeated State former = 3 [(orm.property).native_enum = "state"];
      State plain = 4;
    })schema");
  EXPECT_THAT(database.enums, ElementsAre(EnumType{{"shop", "state"}, {"OPEN", "PAID"}}));
  const Table& table = database.tables[0];
  EXPECT_THAT(NamesOf(table.checks), ElementsAre("a_plain_check"));
  EXPECT_EQ(table.columns[1].default_sql, R"('PAID'::"shop"."state")");
  EXPECT_EQ(table.columns[2].default_sql, R"('{}'::"shop"."state"[])");
}

TEST(BuildSchemaTest, ViewEntitiesBecomeViews) {
  const DatabaseSchema database = Build(R"schema(
    message A { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary = {}]; }
    message V {
      option (orm.entity) = {
        schema: "cms"
        comment: "seen"
        view: {expression: "SELECT 1 AS id" materialized: true}
        indexes: {properties: "id" unique: true}
      };
      int32 id = 1 [(orm.property).primary = {}];
      A a = 2 [(orm.property).many_to_one = {}];
    })schema");
  ASSERT_EQ(database.views.size(), 1u);
  const View& view = database.views[0];
  EXPECT_EQ(view.name, (TableName{"cms", "v"}));
  EXPECT_EQ(view.definition, "SELECT 1 AS id");
  EXPECT_EQ(view.comment, "seen");
  EXPECT_TRUE(view.materialized);
  EXPECT_THAT(view.indexes, ElementsAre(TableIndex{"v_id_index", {"id"}, {}, "", "", "", true}));
  EXPECT_EQ(database.tables.size(), 1u);
  EXPECT_THAT(database.namespaces, IsEmpty());
}

}  // namespace
}  // namespace ormd
