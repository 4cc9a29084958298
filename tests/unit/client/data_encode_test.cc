#include "client/cli/data_encode.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "client/cli/errors.h"
#include "tests/unit/client/shop.h"

namespace ormd::cli {
namespace {

using client::ShopModel;
using testing::ElementsAre;
using testing::IsEmpty;

orm::v1::Data Encode(const char* entity, const std::string& json, const std::string& origin = "") {
  const auto model = ShopModel();
  return EncodeData(*model, *model->Find(entity), ParseJson(json, "test"), origin);
}

std::string MessageText(const char* entity, const orm::v1::Data& data) {
  const auto model = ShopModel();
  std::string text;
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.PrintToString(*model->Parse(*model->Find(entity), data.message()), &text);
  return text.empty() ? text : text.substr(0, text.size() - 1);
}

std::string Fault(const char* entity, const std::string& json, const std::string& origin = "") {
  try {
    Encode(entity, json, origin);
    return "";
  } catch (const client::Error& error) {
    return error.what();
  }
}

TEST(DataEncodeTest, FieldsNameExactlyWhatIsGiven) {
  const auto data = Encode("User", R"({"email": "a@x", "name": null})");
  EXPECT_EQ(MessageText("User", data), R"(email: "a@x")");
  EXPECT_THAT(data.fields(), ElementsAre("email", "name"));
}

TEST(DataEncodeTest, HiddenPropertiesAreWritten) {
  const auto data = Encode("User", R"({"secret": "s"})");
  EXPECT_EQ(MessageText("User", data), R"(secret: "s")");
  EXPECT_THAT(data.fields(), ElementsAre("secret"));
}

TEST(DataEncodeTest, LowerCamelCaseNamesAreAccepted) {
  const auto data = Encode("User", R"({"createdAt": "2024-02-29T13:00:00.5+02:00"})");
  EXPECT_THAT(data.fields(), ElementsAre("created_at"));
  EXPECT_EQ(MessageText("User", data), "created_at { seconds: 1709204400 nanos: 500000000 }");
}

TEST(DataEncodeTest, EveryTypeFindsItsField) {
  const auto data = Encode("Sample", R"({
    "id": "9223372036854775807", "flag": true, "small": -5, "big": 18446744073709551615, "ratio": 1e3, "data": "AAE=",
    "color": "BLUE", "length": "PT1M30.5S", "document": {"a": [1, null]}, "exact": {"n": 1.10}, "numbers": [1, "2"],
    "labels": {"k": "v"}, "note": "hi", "weight": 0.5, "maybe": 0})");
  EXPECT_EQ(MessageText("Sample", data),
            R"(id: 9223372036854775807 flag: true small: -5 big: 18446744073709551615 ratio: 1000 data: "\000\001" )"
            R"(color: BLUE length { seconds: 90 nanos: 500000000 } document { fields { key: "a" value { list_value { )"
            R"(values { number_value: 1 } values { null_value: NULL_VALUE } } } } } exact: "{\"n\":1.10}" numbers: 1 )"
            R"(numbers: 2 labels { key: "k" value: "v" } note { value: "hi" } weight: 0.5 maybe: 0)");
}

TEST(DataEncodeTest, DecimalsKeepTheirDigits) {
  EXPECT_EQ(MessageText("Order", Encode("Order", R"({"total": 1234567890123456.780})")),
            R"(total: "1234567890123456.780")");
}

TEST(DataEncodeTest, BareKeyIsAReference) {
  const auto data = Encode("Order", R"({"user": "018f"})");
  EXPECT_EQ(MessageText("Order", data), R"(user { id: "018f" })");
  EXPECT_THAT(data.fields(), ElementsAre("user", "user.id"));
}

TEST(DataEncodeTest, NestedObjectIsWrittenInPlace) {
  const auto data =
      Encode("Order", R"({"user": {"email": "a@x", "name": null}, "items": [{"product": 7, "quantity": 2}]})");
  EXPECT_EQ(MessageText("Order", data), R"(user { email: "a@x" } items { product { id: 7 } quantity: 2 })");
  EXPECT_THAT(data.fields(), ElementsAre("user", "user.email", "user.name", "items", "items[0].product",
                                         "items[0].product.id", "items[0].quantity"));
}

TEST(DataEncodeTest, LocalNamesBecomeReferences) {
  const auto data = Encode("Order", R"({"user": {"local": "ann"}, "items": [{"product": {"local": "tea"}}]})");
  ASSERT_EQ(data.references_size(), 2);
  EXPECT_EQ(data.references(0).path(), "user");
  EXPECT_EQ(data.references(0).local(), "ann");
  EXPECT_EQ(data.references(1).path(), "items[0].product");
  EXPECT_THAT(data.fields(), ElementsAre("items"));
}

TEST(DataEncodeTest, NullReferenceIsNamedAndAbsent) {
  const auto data = Encode("Order", R"({"user": null})");
  EXPECT_THAT(data.fields(), ElementsAre("user"));
  EXPECT_THAT(data.message(), IsEmpty());
}

TEST(DataEncodeTest, EmptyListClearsACollection) {
  EXPECT_THAT(Encode("Product", R"({"tags": []})").fields(), ElementsAre("tags"));
}

TEST(DataEncodeTest, ListWithLocalsSetsTheCollectionItemByItem) {
  const auto data = Encode("Product", R"({"tags": [{"local": "hot"}, 3, {"label": "new"}]})");
  ASSERT_EQ(data.collections_size(), 1);
  const auto& change = data.collections(0);
  EXPECT_EQ(change.path(), "tags");
  EXPECT_EQ(change.operation(), orm::v1::CollectionChange::SET);
  ASSERT_EQ(change.items_size(), 3);
  EXPECT_EQ(change.items(0).local(), "hot");
  EXPECT_THAT(change.items(1).data().fields(), ElementsAre("id"));
  EXPECT_EQ(MessageText("Tag", change.items(2).data()), R"(label: "new")");
  EXPECT_THAT(data.fields(), IsEmpty());
}

TEST(DataEncodeTest, DeltaOfACollection) {
  const auto data = Encode("Product", R"({"tags": {"add": [1], "remove": [2, 3]}})");
  ASSERT_EQ(data.collections_size(), 2);
  EXPECT_EQ(data.collections(0).operation(), orm::v1::CollectionChange::ADD);
  EXPECT_EQ(data.collections(1).operation(), orm::v1::CollectionChange::REMOVE);
  EXPECT_EQ(data.collections(1).items_size(), 2);
}

TEST(DataEncodeTest, FaultsNameReasonAndPath) {
  EXPECT_EQ(Fault("User", R"({"emial": 1})"), "UNKNOWN_PROPERTY: User has no property \"emial\" (emial)");
  EXPECT_EQ(Fault("User", R"({"email": 1})", "changes[3]"),
            "BAD_VALUE: a value of kind number cannot be used as text (changes[3].email)");
  EXPECT_EQ(Fault("Order", R"({"user": {"name": []}})"),
            "BAD_VALUE: a value of kind list cannot be used as text (user.name)");
  EXPECT_EQ(Fault("Order", R"({"items": [{"quantity": "many"}]})"),
            "BAD_VALUE: not a valid integer (items[0].quantity)");
  EXPECT_EQ(Fault("Sample", R"({"small": 2147483648})"), "BAD_VALUE: out of the range of integer (small)");
  EXPECT_EQ(Fault("Sample", R"({"weight": 1e39})"), "BAD_VALUE: out of the range of real (weight)");
  EXPECT_EQ(Fault("Sample", R"({"weight": "Infinity"})"), "");
  EXPECT_EQ(Fault("Sample", R"({"id": 1.5})"), "BAD_VALUE: not a valid bigint (id)");
  EXPECT_EQ(Fault("Sample", R"({"color": "GREEN"})"),
            "BAD_VALUE: not one of the values COLOR_UNSPECIFIED, RED, BLUE (color)");
  EXPECT_EQ(Fault("User", R"({"created_at": "yesterday"})"), "BAD_VALUE: not a valid timestamp (created_at)");
  EXPECT_EQ(Fault("Sample", R"({"document": {"n": 9007199254740993}})"),
            "BAD_VALUE: a number of this size would be rounded here; give it as a string (document)");
  EXPECT_EQ(Fault("Product", R"({"tags": null})"),
            "BAD_VALUE: a to-many relation takes a list, or lists named add, remove and set (tags)");
  EXPECT_EQ(Fault("Product", R"({"tags": {"add": [{"id": "x"}]}})", "changes[0]"),
            "BAD_VALUE: not a valid integer (changes[0].tags[0].id)");
  EXPECT_EQ(Fault("Sample", R"({"numbers": [1, true]})"),
            "BAD_VALUE: a value of kind bool cannot be used as bigint (numbers[1])");
  EXPECT_EQ(Fault("User", R"({"created_at": "2024-01-01T00:00:00Z", "createdAt": null})"),
            "BAD_VALUE: the property is given twice (created_at)");
  EXPECT_EQ(Fault("OrderItem", R"({"order": [1]})"), "BAD_VALUE: not a key of Order, which is id (order)");
}

}  // namespace
}  // namespace ormd::cli
