#include "orm/schema/schema_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"

namespace ormd {
namespace {

using testing::HasSubstr;

TableColumn ColumnOf(std::string name, Type type) {
  TableColumn column;
  column.name = std::move(name);
  column.type = std::move(type);
  return column;
}

Type ListOf(Type element) {
  return {.kind = TypeKind::kArray, .element = std::make_shared<const Type>(std::move(element))};
}

// Every member that is not a hint, none of them default.
DatabaseSchema Everything() {
  DatabaseSchema schema;
  schema.namespaces = {"shop"};
  schema.enums = {{{"shop", "status"}, {"OPEN", "it's \"PAID\""}}};
  Table book = {};
  book.name = {"shop", "book"};
  book.comment = "all\nbooks";
  const Type status = {.kind = TypeKind::kEnum, .labels = {"OPEN", "PAID"}, .database_type = "\"shop\".\"status\""};
  TableColumn id = ColumnOf("id", {.kind = TypeKind::kBigint});
  id.identity = true;
  TableColumn price = ColumnOf("price", {.kind = TypeKind::kDecimal, .precision = 10, .scale = 2});
  price.nullable = true;
  price.default_sql = "0.00";
  price.collation = "C";
  price.comment = "net";
  TableColumn gross = ColumnOf("gross", {.kind = TypeKind::kDouble});
  gross.generated = "price * 1.19";
  gross.generated_stored = false;
  TableColumn tags = ColumnOf("tags", ListOf({.kind = TypeKind::kVarchar, .length = 20}));
  tags.default_sql = "";
  book.columns = {id, price, gross, ColumnOf("state", status), ColumnOf("states", ListOf(status)), tags};
  book.primary_key = {"book_pkey", {"id"}};
  book.uniques = {{"book_state_unique", {"state"}, Deferrable::kInitiallyDeferred}};
  book.indexes = {{"book_price_index", {"price"}, {"state"}, "", "price > 0", "hash", true},
                  {"book_lower_index", {}, {}, "lower(state)", "", "", false}};
  book.checks = {{"book_price_check", "price >= 0"}};
  book.foreign_keys = {{"",
                        {"id"},
                        {"", "item"},
                        {"id"},
                        ReferentialAction::kCascade,
                        ReferentialAction::kNoAction,
                        Deferrable::kInitiallyImmediate}};
  schema.tables = {book};
  View view = {};
  view.name = {"", "cheap"};
  view.definition = "SELECT 1";
  view.materialized = true;
  view.comment = "cheap ones";
  view.columns = {price};
  view.indexes = {{"cheap_index", {"price"}, {}, "", "", "", false}};
  schema.views = {view};
  return schema;
}

TEST(SchemaJsonTest, EveryPartComesBack) {
  const std::string json = SchemaToJson(Everything());
  const absl::StatusOr<DatabaseSchema> read = SchemaFromJson(json);
  ASSERT_TRUE(read.ok()) << read.status() << json;
  EXPECT_EQ(SchemaToJson(*read), json);

  const Table& book = read->tables.at(0);
  const Table expected = Everything().tables[0];
  ASSERT_EQ(book.columns.size(), expected.columns.size());
  for (size_t i = 0; i < book.columns.size(); ++i) {
    EXPECT_EQ(book.columns[i].name, expected.columns[i].name);
    EXPECT_EQ(book.columns[i].type, expected.columns[i].type) << book.columns[i].name;
    EXPECT_EQ(book.columns[i].default_sql, expected.columns[i].default_sql);
    EXPECT_EQ(book.columns[i].generated, expected.columns[i].generated);
  }
  EXPECT_TRUE(book.columns[0].identity);
  EXPECT_TRUE(book.columns[1].nullable);
  EXPECT_EQ(book.columns[1].collation, "C");
  EXPECT_FALSE(book.columns[2].generated_stored);
  EXPECT_EQ(book.comment, expected.comment);
  EXPECT_EQ(book.primary_key, expected.primary_key);
  EXPECT_EQ(book.uniques, expected.uniques);
  EXPECT_EQ(book.indexes, expected.indexes);
  EXPECT_EQ(book.checks, expected.checks);
  EXPECT_EQ(book.foreign_keys, expected.foreign_keys);
  EXPECT_EQ(read->enums, Everything().enums);
  EXPECT_EQ(read->namespaces, Everything().namespaces);
  EXPECT_TRUE(read->views.at(0).materialized);
  EXPECT_EQ(read->views.at(0).columns.size(), 1u);
  EXPECT_EQ(read->views.at(0).indexes, Everything().views[0].indexes);
}

TEST(SchemaJsonTest, HintsAndDefaultsAreLeftOut) {
  DatabaseSchema schema;
  schema.tables.resize(1);
  schema.tables[0].name = {"", "book"};
  schema.tables[0].renamed_from = "volume";
  schema.tables[0].columns = {ColumnOf("title", {})};
  schema.tables[0].columns[0].renamed_from = "name";
  EXPECT_EQ(SchemaToJson(schema), R"({
  "tables": [
    {
      "columns": [
        {
          "name": "title",
          "type": "text"
        }
      ],
      "name": "book"
    }
  ],
  "version": 1
}
)");
}

TEST(SchemaJsonTest, TextThatIsNotUtf8DoesNotThrow) {
  DatabaseSchema schema;
  schema.tables.resize(1);
  schema.tables[0].name = {"", "b\xFFok"};
  EXPECT_TRUE(SchemaFromJson(SchemaToJson(schema)).ok());
}

std::string FaultOf(std::string_view json) {
  const absl::StatusOr<DatabaseSchema> read = SchemaFromJson(json);
  EXPECT_EQ(ReasonOf(read.status()), Reason::kBadValue) << json;
  return std::string(read.status().message());
}

TEST(SchemaJsonTest, FaultsAreNamedByTheirPath) {
  EXPECT_THAT(FaultOf("{"), HasSubstr("no JSON"));
  EXPECT_THAT(FaultOf("[]"), HasSubstr("must be an object"));
  EXPECT_THAT(FaultOf("{}"), HasSubstr("version is missing"));
  EXPECT_THAT(FaultOf(R"({"version": 2})"), HasSubstr("version"));
  EXPECT_THAT(FaultOf(R"({"version": 1, "tabels": []})"), HasSubstr("tabels is unknown"));
  EXPECT_THAT(FaultOf(R"({"version": 1, "tables": {}})"), HasSubstr("tables must be a list"));
  EXPECT_THAT(FaultOf(R"({"version": 1, "tables": [{}]})"), HasSubstr("tables[0].name is missing"));
  EXPECT_THAT(FaultOf(R"({"version": 1, "tables": [{"name": "a", "columns": [{"name": "b", "type": "flaot"}]}]})"),
              HasSubstr("tables[0].columns[0].type is no type"));
  EXPECT_THAT(FaultOf(R"({"version": 1, "tables": [{"name": "a", "columns": [{"name": 1, "type": "text"}]}]})"),
              HasSubstr("tables[0].columns[0].name must be a text"));
  EXPECT_THAT(FaultOf(R"({"version": 1, "tables": [{"name": "a", "foreign_keys": [{"target": {"name": "b"},
                          "on_delete": "explode"}]}]})"),
              HasSubstr("tables[0].foreign_keys[0].on_delete"));
}

}  // namespace
}  // namespace ormd
