#include "client/cli/seed_rows.h"

#include <gmock/gmock.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/timestamp.pb.h>
#include <gtest/gtest.h>

#include "client/cli/change_encode.h"
#include "client/cli/errors.h"
#include "orm/options.pb.h"
#include "tests/unit/client/shop.h"

namespace ormd::cli {
namespace {

using client::EntityType;
using client::Property;
using testing::HasSubstr;

class SeedRowsTest : public testing::Test {
 protected:
  Json Make(const std::string& entity, size_t count, uint64_t seed = 1) {
    SeedRows rows(seed, *model_, [this](const EntityType& type, const std::vector<const Property*>&) {
      const std::vector<StandingRow>& rows = standing_[type.descriptor()->name()];
      return StandingRows{rows, rows.size() + unseen_};
    });
    rows.Make(*model_->Find(entity), count);
    return rows.TakeChanges();
  }
  // The data of the changes of one entity.
  std::vector<Json> Rows(const Json& changes, const std::string& entity) {
    std::vector<Json> rows;
    for (const Json& change : changes.items) {
      const Json& create = *change.Find("create");
      if (create.Find("entity")->text == model_->Find(entity)->name()) rows.push_back(*create.Find("data"));
    }
    return rows;
  }

  std::shared_ptr<const client::Model> model_ = client::ShopModel();
  std::map<std::string, std::vector<StandingRow>> standing_;
  uint64_t unseen_ = 0;  // rows that stand beside those
};

TEST_F(SeedRowsTest, ValuesFitTheirFields) {
  for (const char* entity : {"User", "Order", "OrderItem", "Product", "Tag", "Sample"}) {
    const Json changes = Make(entity, 20);
    EXPECT_NO_THROW(EncodeChanges(Catalog(model_), changes)) << WriteJson(changes);
    EXPECT_EQ(Rows(changes, entity).size(), 20u);
  }
}

TEST_F(SeedRowsTest, TheSameSeedMakesTheSameRows) {
  EXPECT_EQ(Make("OrderItem", 10, 7), Make("OrderItem", 10, 7));
  EXPECT_NE(Make("OrderItem", 10, 7), Make("OrderItem", 10, 8));
}

TEST_F(SeedRowsTest, RowsThatAreNeededComeFirst) {
  const Json changes = Make("Order", 3);
  EXPECT_EQ(Rows(changes, "User").size(), 3u);
  EXPECT_EQ(changes.items.front().Find("create")->Find("entity")->text, "shop.v1.User");
  for (const Json& row : Rows(changes, "Order")) EXPECT_NE(row.Find("user")->Find("local"), nullptr);
}

TEST_F(SeedRowsTest, RowsThatStandAreReferredTo) {
  standing_["User"] = {{Json::String("u1"), Json::Object()}};
  const Json changes = Make("Order", 3);
  EXPECT_TRUE(Rows(changes, "User").empty());
  for (const Json& row : Rows(changes, "Order")) EXPECT_EQ(*row.Find("user"), Json::String("u1"));
}

TEST_F(SeedRowsTest, KeysOfRelationsAreDifferent) {
  const Json changes = Make("OrderItem", 60);
  std::set<std::string> keys;
  for (const Json& row : Rows(changes, "OrderItem")) {
    EXPECT_TRUE(keys.insert(WriteJson(*row.Find("order")) + WriteJson(*row.Find("product"))).second);
  }
}

TEST_F(SeedRowsTest, KeysThatNobodyMakesAreCounted) {
  standing_["Tag"] = {{Json::Number("7"), Json::Object({{"id", Json::Number("7")}})}};
  const std::vector<Json> rows = Rows(Make("Tag", 2), "Tag");
  EXPECT_EQ(rows[0].Find("id")->text, "8");
  EXPECT_EQ(rows[1].Find("id")->text, "9");
}

TEST_F(SeedRowsTest, RowsDifferFromThoseOfEarlierRunsThatAreNotSeen) {
  const std::vector<Json> first = Rows(Make("Tag", 3), "Tag");
  unseen_ = 3;
  const std::vector<Json> second = Rows(Make("Tag", 3), "Tag");
  for (size_t i = 0; i < first.size(); ++i) EXPECT_NE(*first[i].Find("label"), *second[i].Find("label"));
}

// Entities with rules.
class SeedRulesTest : public SeedRowsTest {
 protected:
  SeedRulesTest() {
    constexpr char kFile[] = R"text(
      syntax = "proto3";
      package a;
      import "google/protobuf/timestamp.proto";
      import "orm/options.proto";
      message Item {
        option (orm.entity) = {
          uniques: {properties: ["level", "state"]}
          indexes: {expression: "lower(title)" unique: true}
          indexes: {properties: "state" where: "lvl = 1" unique: true}
        };
        enum State { OPEN = 0; SHUT = 1; }
        int64 id = 1;
        string code = 2 [(orm.property).unique = true];
        string price = 3;
        int32 level = 4;
        State state = 5;
        string name = 6;
        Item next = 7 [(orm.property).one_to_one = {}];
        string title = 8;
        string day = 9;
        google.protobuf.Timestamp at = 10;
        int32 depth = 11 [(orm.property).unique = true];
        string share = 12 [(orm.property).unique = true];
        uint32 small = 13 [(orm.property).unique = true];
        string spans = 14 [(orm.property).column_type = "interval[]"];
      }
      message Unit { string id = 1; string code = 2; }
      message Use {
        option (orm.entity) = {foreign_keys: {columns: "unit_code" table: "unit" target_columns: "code"}};
        string id = 1;
        string unit_code = 2;
      }
      message Flag {
        option (orm.entity) = {
          indexes: {name: "one_live" properties: "live" where: "live" unique: true}
          indexes: {properties: ["owner", "level"] where: "gone_at IS NULL AND level > 1" unique: true}
          indexes: {name: "odd" properties: "kind" where: "kind % 2 = 1" unique: true}
        };
        int64 id = 1;
        bool live = 2 [(orm.property).default = "true"];
        string owner = 3;
        optional google.protobuf.Timestamp gone_at = 4;
        int32 level = 5;
        int32 kind = 6;
        bool certain = 7;
      }
      message Odd { string id = 1; string place = 2 [(orm.property).column_type = "point"]; }
      message Detail { Item item = 1; string text = 2; }
      message Loop { int64 id = 1; Loop loop = 2; }
    )text";
    constexpr char kEntities[] = R"text(
      entities {
        name: "a.Item" table: "item" primary_key: "id"
        checks: "price > 1.5 AND price <= 2" checks: "\"lvl\" BETWEEN 1 AND 3" checks: "length(name) > 40"
        checks: "length(title) = 20" checks: "day < '2020-01-03'::date AND day >= '2020-01-01'::date"
        checks: "at >= '1999-12-31 22:00:00+00'::timestamptz AND at < '2000-02-01'" checks: "depth <= '-5'::integer"
        properties { name: "id" kind: SCALAR type: "bigint" columns: "id" generated: true }
        properties { name: "code" kind: SCALAR type: "varchar(4)" columns: "code" }
        properties { name: "price" kind: SCALAR type: "decimal(3,2)" columns: "price" }
        properties { name: "level" kind: SCALAR type: "smallint" columns: "lvl" }
        properties { name: "state" kind: SCALAR type: "enum" columns: "state" }
        properties { name: "name" kind: SCALAR type: "char(50)" columns: "name" }
        properties { name: "next" kind: ONE_TO_ONE target: "a.Item" columns: "next_id" nullable: true }
        properties { name: "title" kind: SCALAR type: "text" columns: "title" }
        properties { name: "day" kind: SCALAR type: "date" columns: "day" }
        properties { name: "at" kind: SCALAR type: "timestamp" columns: "at" }
        properties { name: "depth" kind: SCALAR type: "integer" columns: "depth" }
        properties { name: "share" kind: SCALAR type: "decimal(3,3)" columns: "share" }
        properties { name: "small" kind: SCALAR type: "bigint" columns: "small" }
        properties { name: "spans" kind: SCALAR type: "text" columns: "spans" nullable: true }
      }
      entities {
        name: "a.Unit" table: "unit" primary_key: "id"
        properties { name: "id" kind: SCALAR type: "uuid" columns: "id" }
        properties { name: "code" kind: SCALAR type: "text" columns: "code" }
      }
      entities {
        name: "a.Use" table: "use" primary_key: "id"
        properties { name: "id" kind: SCALAR type: "uuid" columns: "id" }
        properties { name: "unit_code" kind: SCALAR type: "text" columns: "unit_code" }
      }
      entities {
        name: "a.Flag" table: "flag" primary_key: "id" checks: "kind BETWEEN 1 AND 200" checks: "level BETWEEN 1 AND 2"
        checks: "owner IN ('a', 'b')" checks: "certain"
        properties { name: "id" kind: SCALAR type: "bigint" columns: "id" generated: true }
        properties { name: "live" kind: SCALAR type: "bool" columns: "live" generated: true }
        properties { name: "owner" kind: SCALAR type: "text" columns: "owner" }
        properties { name: "gone_at" kind: SCALAR type: "timestamp" columns: "gone_at" nullable: true }
        properties { name: "level" kind: SCALAR type: "integer" columns: "level" }
        properties { name: "kind" kind: SCALAR type: "integer" columns: "kind" }
        properties { name: "certain" kind: SCALAR type: "bool" columns: "certain" }
      }
      entities {
        name: "a.Odd" table: "odd" primary_key: "id"
        properties { name: "id" kind: SCALAR type: "uuid" columns: "id" }
        properties { name: "place" kind: SCALAR type: "text" columns: "place" }
      }
      entities {
        name: "a.Detail" table: "detail" primary_key: "item"
        properties { name: "item" kind: ONE_TO_ONE target: "a.Item" columns: "item_id" }
        properties { name: "text" kind: SCALAR type: "text" columns: "text" }
      }
      entities {
        name: "a.Loop" table: "loop" primary_key: "id"
        properties { name: "id" kind: SCALAR type: "bigint" columns: "id" generated: true }
        properties { name: "loop" kind: MANY_TO_ONE target: "a.Loop" columns: "loop_id" }
      })text";
    google::protobuf::FileDescriptorSet files;
    google::protobuf::FileDescriptorProto parsed;
    google::protobuf::io::ArrayInputStream input(kFile, sizeof(kFile) - 1);
    google::protobuf::io::Tokenizer tokenizer(&input, nullptr);
    if (!google::protobuf::compiler::Parser().Parse(&tokenizer, &parsed)) throw std::logic_error("syntax");
    parsed.set_name("a.proto");
    // Options are interpreted once the file is built.
    google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
    orm::PropertyOptions::descriptor();
    google::protobuf::Timestamp::descriptor();
    const google::protobuf::FileDescriptor* built = pool.BuildFile(parsed);
    if (built == nullptr) throw std::logic_error("file");
    google::protobuf::FileDescriptorProto::descriptor()->file()->CopyTo(files.add_file());
    google::protobuf::Timestamp::descriptor()->file()->CopyTo(files.add_file());
    orm::PropertyOptions::descriptor()->file()->CopyTo(files.add_file());
    built->CopyTo(files.add_file());
    orm::v1::ListEntitiesResponse entities;
    if (!google::protobuf::TextFormat::ParseFromString(kEntities, &entities)) throw std::logic_error("entities");
    model_ = std::make_shared<client::Model>(entities, files);
  }
};

TEST_F(SeedRulesTest, ValuesMeetChecksAndUniques) {
  const std::vector<Json> rows = Rows(Make("Item", 6), "Item");
  std::set<std::string> pairs;
  std::set<std::string> codes, distinct;
  for (const Json& row : rows) {
    const double price = std::stod(row.Find("price")->text);
    EXPECT_GT(price, 1.5);
    EXPECT_LE(price, 2);
    const int level = std::stoi(row.Find("level")->text);
    EXPECT_TRUE(level >= 1 && level <= 3) << level;
    EXPECT_EQ(row.Find("name")->text.size(), 50u);
    EXPECT_LE(row.Find("code")->text.size(), 4u);
    EXPECT_TRUE(codes.insert(row.Find("code")->text).second);
    EXPECT_EQ(row.Find("title")->text.size(), 20u);
    EXPECT_THAT(row.Find("day")->text, testing::AnyOf("2020-01-01", "2020-01-02"));
    EXPECT_THAT(row.Find("at")->text, testing::StartsWith("2000-01-"));
    EXPECT_LE(std::stoi(row.Find("depth")->text), -5);
    EXPECT_TRUE(distinct.insert(row.Find("share")->text).second);
    EXPECT_LT(std::stod(row.Find("share")->text), 1);
    EXPECT_LE(std::stoull(row.Find("small")->text), 4'294'967'295u);
    EXPECT_EQ(row.Find("spans"), nullptr);
    EXPECT_TRUE(pairs.insert(row.Find("level")->text + row.Find("state")->text).second);
  }
}

TEST_F(SeedRulesTest, TooManyDifferentRowsAreRefused) {
  try {
    Make("Item", 7);
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("not enough different values of level, state for so many rows of a.Item"));
  }
}

TEST_F(SeedRulesTest, RowsDifferWhereTheConditionOfAUniqueIndexMayHold) {
  int live = 0;
  std::set<std::string> standing;
  const std::vector<Json> rows = Rows(Make("Flag", 30), "Flag");
  for (const Json& row : rows) {
    ASSERT_NE(row.Find("live"), nullptr) << "what the database would set is not known";
    live += row.Find("live")->boolean ? 1 : 0;
    EXPECT_TRUE(row.Find("certain")->boolean);
    if (row.Find("gone_at") == nullptr && row.Find("level")->text == "2") {
      EXPECT_TRUE(standing.insert(row.Find("owner")->text).second);
    }
  }
  EXPECT_EQ(rows.size(), 30u);
  EXPECT_LE(live, 1);
}

TEST_F(SeedRulesTest, RowsThatStandCountForPartialUniques) {
  standing_["Flag"] = {
      {Json::String("1"), Json::Object({{"live", Json::Bool(true)}, {"level", Json::Integer(1)}})},
      {Json::String("2"), Json::Object({{"live", Json::Bool(false)}, {"level", Json::Integer(2)}})},
  };
  for (const Json& row : Rows(Make("Flag", 20), "Flag")) EXPECT_FALSE(row.Find("live")->boolean);
}

TEST_F(SeedRulesTest, AnIndexWithAConditionThatSaysNothingIsNamedWhereItRunsOut) {
  try {
    Make("Flag", 201);
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("values of kind for so many rows of a.Flag, by the unique index odd"));
  }
}

TEST_F(SeedRulesTest, EachRowIsPointedToOnceByAOneToOne) {
  const Json changes = Make("Detail", 4);
  std::set<std::string> items;
  for (const Json& row : Rows(changes, "Detail")) EXPECT_TRUE(items.insert(WriteJson(*row.Find("item"))).second);
  EXPECT_EQ(Rows(changes, "Item").size(), 4u);
}

TEST_F(SeedRulesTest, ForeignKeysThatAreNoRelationsHaveValuesOfTheirTargets) {
  const Json changes = Make("Use", 5);
  std::set<std::string> codes;
  for (const Json& row : Rows(changes, "Unit")) codes.insert(row.Find("code")->text);
  EXPECT_EQ(codes.size(), 5u);
  for (const Json& row : Rows(changes, "Use")) EXPECT_TRUE(codes.contains(row.Find("unit_code")->text));
  standing_["Unit"] = {{Json::String("u"), Json::Object({{"code", Json::String("kg")}})}};
  for (const Json& row : Rows(Make("Use", 5), "Use")) EXPECT_EQ(row.Find("unit_code")->text, "kg");
}

TEST_F(SeedRulesTest, TypesOfTheDatabasesOwnAreRefused) {
  try {
    Make("Odd", 1);
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("no telling what a value of a.Odd.place is"));
  }
}

TEST_F(SeedRulesTest, EntitiesThatNeedThemselvesAreRefused) { EXPECT_THROW(Make("Loop", 1), UsageError); }

}  // namespace
}  // namespace ormd::cli
