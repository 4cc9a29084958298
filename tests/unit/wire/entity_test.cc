// Entities to the bytes of their messages, as protobuf reads them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/wire/entity_plan.h"
#include "tests/unit/wire/wire_schema.h"

namespace ormd::wire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Encoded(const Entity& entity, const std::vector<std::string>& names) {
  WireBuffer out;
  std::vector<size_t> misfits;
  EntityPlan(entity.metadata(), MaskOf(entity.metadata(), names)).Encode(entity, out, &misfits);
  EXPECT_THAT(misfits, IsEmpty());
  return std::string(out.view());
}

// The property of Everything with this value, as a message.
std::string Scalar(const std::string& name, Value value) {
  const EntityMetadata& metadata = TestEntity("Everything");
  const std::unique_ptr<Entity> entity = MakeEntity(metadata, {Value(1)});
  Put(*entity, name, std::move(value));
  return TextOf(metadata, Encoded(*entity, {name}));
}

std::string Relations(const Entity& entity, const std::vector<std::string>& names) {
  return TextOf(entity.metadata(), Encoded(entity, names));
}

TEST(EntityWireTest, IntegersOfEveryWireForm) {
  EXPECT_EQ(Scalar("id", -1), "id: -1");
  EXPECT_EQ(Scalar("i32", -2147483647), "i32: -2147483647");
  EXPECT_EQ(Scalar("s32", -5), "s32: -5");
  EXPECT_EQ(Scalar("u32", int64_t{4294967295}), "u32: 4294967295");
  EXPECT_EQ(Scalar("f32", int64_t{4294967295}), "f32: 4294967295");
  EXPECT_EQ(Scalar("sf32", -7), "sf32: -7");
  EXPECT_EQ(Scalar("s64", INT64_MIN), "s64: -9223372036854775808");
  EXPECT_EQ(Scalar("u64", "18446744073709551615"), "u64: 18446744073709551615");
  EXPECT_EQ(Scalar("f64", "18446744073709551615"), "f64: 18446744073709551615");
  EXPECT_EQ(Scalar("sf64", int64_t{-9}), "sf64: -9");
}

TEST(EntityWireTest, FloatingPointTextAndBytes) {
  EXPECT_EQ(Scalar("real", 1.5), "real: 1.5");
  EXPECT_EQ(Scalar("number", 0.1), "number: 0.1");
  EXPECT_EQ(Scalar("number", -0.0), "number: -0");
  EXPECT_EQ(Scalar("flag", true), "flag: true");
  EXPECT_EQ(Scalar("text", "a\"b"), R"(text: "a\"b")");
  EXPECT_EQ(Scalar("blob", Bytes{std::string("\0\xff", 2)}), R"(blob: "\000\377")");
}

TEST(EntityWireTest, TypesThatTravelAsText) {
  EXPECT_EQ(Scalar("uuid", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"), R"(uuid: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")");
  EXPECT_EQ(Scalar("price", "12345678.9"), R"(price: "12345678.90")");
  EXPECT_EQ(Scalar("day", "2024-02-29"), R"(day: "2024-02-29")");
  EXPECT_EQ(Scalar("hour", "13:00:00.5"), R"(hour: "13:00:00.5")");
  EXPECT_EQ(Scalar("doc", R"({"n":0.10})"), R"(doc: "{\"n\":0.10}")");
}

TEST(EntityWireTest, TimesKeepMicrosecondsOnBothSidesOfTheEpoch) {
  EXPECT_EQ(Scalar("at", Timestamp{1'500'001}), "at { seconds: 1 nanos: 500001000 }");
  EXPECT_EQ(Scalar("at", Timestamp{-1}), "at { seconds: -1 nanos: 999999000 }");
  EXPECT_EQ(Scalar("at", Timestamp{0}), "at { }");
  EXPECT_EQ(Scalar("span", int64_t{-1'500'000}), "span { seconds: -1 nanos: -500000000 }");
}

TEST(EntityWireTest, JsonBecomesStructsValuesListsAndMaps) {
  EXPECT_EQ(
      Scalar("object", R"({"a":[1,null,{"b":true}]})"),
      R"(object { fields { key: "a" value { list_value { values { number_value: 1 } values { null_value: NULL_VALUE } )"
      R"(values { struct_value { fields { key: "b" value { bool_value: true } } } } } } } })");
  EXPECT_EQ(Scalar("object", "{}"), "object { }");
  EXPECT_EQ(Scalar("any", "\"x\""), R"(any { string_value: "x" })");
  EXPECT_EQ(Scalar("any", "null"), "any { null_value: NULL_VALUE }");
  EXPECT_EQ(Scalar("list", "[[],{}]"), "list { values { list_value { } } values { struct_value { } } }");
  EXPECT_EQ(Scalar("counts", R"({"a":9007199254740993})"), R"(counts { key: "a" value: 9007199254740993 })");
  EXPECT_EQ(Scalar("names", R"({"-3":"x"})"), R"(names { key: -3 value: "x" })");
  EXPECT_EQ(
      Scalar("anys", R"({"k":{"x":[2.5]}})"),
      R"(anys { key: "k" value { struct_value { fields { key: "x" value { list_value { values { number_value: 2.5 } } } } } } })");
}

TEST(EntityWireTest, LongJsonGetsLongLengths) {
  const std::string word(300, 'x');
  const std::string text = Scalar("object", R"({"a":{"b":")" + word + R"("}})");
  EXPECT_EQ(text, R"(object { fields { key: "a" value { struct_value { fields { key: "b" value { string_value: ")" +
                      word + R"(" } } } } } })");
}

TEST(EntityWireTest, WrappersEnumsAndLists) {
  EXPECT_EQ(Scalar("boxed_int", int64_t{-4}), "boxed_int { value: -4 }");
  EXPECT_EQ(Scalar("boxed_int", 0), "boxed_int { }");
  EXPECT_EQ(Scalar("boxed_text", "t"), R"(boxed_text { value: "t" })");
  EXPECT_EQ(Scalar("boxed_u64", "18446744073709551615"), "boxed_u64 { value: 18446744073709551615 }");
  EXPECT_EQ(Scalar("boxed_flag", true), "boxed_flag { value: true }");
  EXPECT_EQ(Scalar("color", "BLUE"), "color: BLUE");
  EXPECT_EQ(Scalar("ints", List{1, -1, 0}), "ints: [1, -1, 0]");
  EXPECT_EQ(Scalar("texts", List{"", "b"}), R"(texts: "" texts: "b")");
  EXPECT_EQ(Scalar("flags", List{true, false}), "flags: [true, false]");
  EXPECT_EQ(Scalar("numbers", List{0.5, 0.0}), "numbers: [0.5, 0]");
  EXPECT_EQ(Scalar("colors", List{"RED", "COLOR_UNSPECIFIED"}), "colors: [RED, COLOR_UNSPECIFIED]");
  EXPECT_EQ(Scalar("u64s", List{"18446744073709551615", "1"}), "u64s: [18446744073709551615, 1]");
  EXPECT_EQ(Scalar("prices", List{"1", "2.5"}), R"(prices: "1.00" prices: "2.50")");
  EXPECT_EQ(Scalar("ints", List{}), "");
  EXPECT_EQ(Scalar("ints", List{1, Value(), 3}), "ints: [1, 0, 3]") << "a null keeps the others' places";
}

TEST(EntityWireTest, ZeroIsWrittenOnlyWherePresenceTellsIt) {
  EXPECT_EQ(Scalar("i32", 0), "");
  EXPECT_EQ(Scalar("text", ""), "");
  EXPECT_EQ(Scalar("opt_int", 0), "opt_int: 0");
  EXPECT_EQ(Scalar("opt_text", ""), R"(opt_text: "")");
  EXPECT_EQ(Scalar("opt_color", "COLOR_UNSPECIFIED"), "opt_color: COLOR_UNSPECIFIED");
  EXPECT_EQ(Scalar("opt_int", Value()), "");
}

TEST(EntityWireTest, HiddenPropertiesAreNeverWritten) { EXPECT_EQ(Scalar("secret", "s"), ""); }

TEST(EntityWireTest, AToOneIsAMessageWithItsKeyAlone) {
  const auto address = MakeEntity(TestEntity("Address"), {Value("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")});
  const auto customer = MakeEntity(TestEntity("Customer"), {Value(5)});
  Put(*address, "city", "Rome");
  Put(*customer, "address", address.get());
  EXPECT_EQ(Relations(*customer, {"address", "mentor"}), R"(address { id: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11" })");
}

TEST(EntityWireTest, AKeyThatHoldsARelationNestsIt) {
  const auto line = MakeEntity(TestEntity("Line"), {Value(12), Value(3)});
  const auto remark = MakeEntity(TestEntity("Remark"), {Value(1)});
  Put(*remark, "line", line.get());
  EXPECT_EQ(Relations(*remark, {"line"}), "line { order { id: 12 } number: 3 }");
}

TEST(EntityWireTest, ATargetWithoutAKeyIsAnEmptyMessage) {
  Entity mentor(TestEntity("Customer"), Entity::State::kNew);
  const auto customer = MakeEntity(TestEntity("Customer"), {Value(5)});
  Put(*customer, "mentor", &mentor);
  EXPECT_EQ(Relations(*customer, {"mentor"}), "mentor { }");
}

TEST(EntityWireTest, AToManyIsAListOfKeys) {
  const auto order = MakeEntity(TestEntity("Order"), {Value(1)});
  const auto red = MakeEntity(TestEntity("Tag"), {Value("red")});
  const auto blue = MakeEntity(TestEntity("Tag"), {Value("blue")});
  order->collection(PropertyOf(order->metadata(), "tags")).Initialize({red.get(), blue.get()});
  EXPECT_EQ(Relations(*order, {"tags", "lines"}), R"(tags { name: "red" } tags { name: "blue" })");
  EXPECT_EQ(Relations(*order, {"lines"}), "");
}

TEST(EntityWireTest, WhatDoesNotFitItsFieldIsLeftOutAndTold) {
  const auto entity = MakeEntity(TestEntity("Everything"), {Value(1)});
  Put(*entity, "object", "[1]");
  Put(*entity, "text", "kept");
  WireBuffer out;
  std::vector<size_t> misfits;
  const EntityPlan plan(entity->metadata(), MaskOf(entity->metadata(), {"text", "object"}));
  plan.Encode(*entity, out, &misfits);
  EXPECT_EQ(TextOf(entity->metadata(), std::string(out.view())), R"(text: "kept")");
  EXPECT_THAT(misfits, ElementsAre(PropertyOf(entity->metadata(), "object").index));
}

}  // namespace
}  // namespace ormd::wire
