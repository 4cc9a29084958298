#include "client/cli/value_encode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cli/errors.h"
#include "tests/unit/client/shop.h"

namespace ormd::cli {
namespace {

using client::ShopModel;

Json Parse(const std::string& text) { return ParseJson(text, "test"); }

orm::v1::Value Encode(const std::string& text) { return EncodeValue(Parse(text), "where"); }

const client::EntityType* Type(const char* name) { return ShopModel()->Find(name); }

TEST(ValueEncodeTest, IntegersStayExact) {
  EXPECT_EQ(Encode("9223372036854775807").int64(), 9223372036854775807);
  EXPECT_EQ(Encode("9223372036854775808").text(), "9223372036854775808");
}

TEST(ValueEncodeTest, FractionsAreDoublesOnlyWhereNoDigitIsLost) {
  EXPECT_EQ(Encode("9.90").double_(), 9.9);
  EXPECT_EQ(Encode("0.1234567890123456789").text(), "0.1234567890123456789");
}

TEST(ValueEncodeTest, NestedShapesKeepTheirOrder) {
  const auto where = Encode(R"({"b": {"$in": [1, "x", null]}, "a": true})").map();
  ASSERT_EQ(where.pairs_size(), 2);
  EXPECT_EQ(where.pairs(0).name(), "b");
  const auto& list = where.pairs(0).value().map().pairs(0).value().list();
  ASSERT_EQ(list.values_size(), 3);
  EXPECT_TRUE(list.values(2).has_null());
  EXPECT_TRUE(where.pairs(1).value().bool_());
}

TEST(ValueEncodeTest, OrdersFlattenToPaths) {
  const auto orders =
      EncodeOrderBy(Parse(R"([{"customer": {"name": "DESC nulls last"}}, {"id": 1}, {"age": -1}])"), "order_by");
  ASSERT_EQ(orders.size(), 3);
  EXPECT_EQ(orders[0].path(), "customer.name");
  EXPECT_TRUE(orders[0].descending());
  EXPECT_EQ(orders[0].nulls(), orm::v1::OrderBy::NULLS_LAST);
  EXPECT_FALSE(orders[1].descending());
  EXPECT_TRUE(orders[2].descending());
}

TEST(ValueEncodeTest, UnknownDirectionIsABadValueAtItsPath) {
  try {
    EncodeOrderBy(Parse(R"({"name": "upwards"})"), "order_by");
    FAIL();
  } catch (const client::Error& error) {
    EXPECT_EQ(error.reason(), "BAD_VALUE");
    EXPECT_EQ(error.violations().at(0).field, "order_by.name");
  }
}

TEST(KeyEncodeTest, BareTextIsTheWholeKey) {
  EXPECT_EQ(EncodeKeyText(Type("Order"), "42").values(0).text(), "42");
  EXPECT_EQ(EncodeKeyText(Type("User"), "{x}").values(0).text(), "{x}");
}

TEST(KeyEncodeTest, CompositeKeyIsAnObjectInKeyOrder) {
  const auto key = EncodeKeyText(Type("OrderItem"), R"({"product": 7, "order": {"id": 5}})");
  ASSERT_EQ(key.values_size(), 2);
  EXPECT_EQ(key.values(0).int64(), 5);
  EXPECT_EQ(key.values(1).int64(), 7);
}

TEST(KeyEncodeTest, KeyOfAnotherShapeIsRefused) {
  EXPECT_THROW(EncodeKeyText(Type("OrderItem"), "5"), UsageError);
  EXPECT_THROW(EncodeKeyText(Type("OrderItem"), "nonsense"), UsageError);
  EXPECT_THROW(EncodeKeyText(Type("OrderItem"), R"({"order": 5})"), client::Error);
  EXPECT_THROW(EncodeKey(Type("Order"), Parse("[1]"), "key"), client::Error);
}

}  // namespace
}  // namespace ormd::cli
