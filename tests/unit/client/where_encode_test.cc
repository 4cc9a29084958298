#include "client/cli/where_encode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cli/errors.h"
#include "tests/unit/client/shop.h"

namespace ormd::cli {
namespace {

using client::ShopModel;
using orm::v1::MapValue;
using orm::v1::Value;

MapValue Encode(const char* entity, const std::string& text) {
  const client::EntityType* type = entity == nullptr ? nullptr : ShopModel()->Find(entity);
  return EncodeWhere(type, ParseJson(text, "test"), "where");
}

// What stands at the end of a way that has one member at each step.
Value Only(const MapValue& map) {
  const Value& value = map.pairs(0).value();
  if (value.has_map()) return Only(value.map());
  return value.has_list() && value.list().values(0).has_map() ? Only(value.list().values(0).map()) : value;
}

TEST(WhereEncodeTest, WhatIsComparedWithJsonIsADocument) {
  EXPECT_EQ(Only(Encode("Sample", R"({"exact": "word"})")).json(), R"("word")");
  EXPECT_EQ(Only(Encode("Sample", R"({"exact": ["a", 1]})")).json(), R"(["a",1])");
  EXPECT_EQ(Only(Encode("Sample", R"({"document": {"$ne": {"a": 1.10}}})")).json(), R"({"a":1.10})");
  EXPECT_EQ(Only(Encode("Sample", R"({"$or": [{"exact": {"$not": {"$eq": "word"}}}]})")).json(), R"("word")");
}

TEST(WhereEncodeTest, ListsOfDocumentsKeepTheirNulls) {
  const Value list = Only(Encode("Sample", R"({"exact": {"$in": ["word", null]}})"));
  ASSERT_EQ(list.list().values_size(), 2);
  EXPECT_EQ(list.list().values(0).json(), R"("word")");
  EXPECT_TRUE(list.list().values(1).has_null());
}

TEST(WhereEncodeTest, NullsAndExistenceAreNoDocuments) {
  EXPECT_TRUE(Only(Encode("Sample", R"({"exact": null})")).has_null());
  EXPECT_TRUE(Only(Encode("Sample", R"({"exact": {"$exists": true}})")).bool_());
}

TEST(WhereEncodeTest, WhatLooksIntoADocumentIsLeftToTheDaemon) {
  EXPECT_EQ(Only(Encode("Sample", R"({"document": {"a": "x"}})")).text(), "x");
}

TEST(WhereEncodeTest, OthersAreTheirOwnValuesOverAllRelations) {
  EXPECT_EQ(Only(Encode("Order", R"({"user": {"email": {"$like": "a%"}}})")).text(), "a%");
  EXPECT_EQ(Only(Encode("User", R"({"orders": {"$some": {"items": {"product": 7}}}})")).int64(), 7);
  EXPECT_EQ(Only(Encode("Order", R"({"user": {"$in": ["u1"]}})")).list().values(0).text(), "u1");
}

TEST(WhereEncodeTest, WhatNobodyKnowsIsTakenAsItIs) {
  EXPECT_EQ(Only(Encode("Sample", R"({"nothing": {"exact": "word"}})")).text(), "word");
  EXPECT_EQ(Only(Encode(nullptr, R"({"exact": "word"})")).text(), "word");
}

TEST(WhereEncodeTest, MoreThanAHundredLevelsAreALimit) {
  for (const char* property : {"flag", "exact"}) {
    std::string text = "1";
    for (int i = 0; i < 200; ++i) text = R"({"$not":)" + text + "}";
    try {
      Encode("Sample", std::string("{\"") + property + "\":" + text + "}");
      FAIL();
    } catch (const client::Error& error) {
      EXPECT_EQ(error.reason(), "LIMIT_EXCEEDED");
      EXPECT_EQ(error.violations().at(0).field, "where");
    }
  }
}

}  // namespace
}  // namespace ormd::cli
