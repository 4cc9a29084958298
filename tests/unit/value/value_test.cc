#include "orm/value/value.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "orm/value/type.h"

namespace ormd {
namespace {

TEST(ValueTest, NamesItsKind) {
  EXPECT_EQ(Value().kind_name(), "null");
  EXPECT_EQ(Value(true).kind_name(), "bool");
  EXPECT_EQ(Value(1).kind_name(), "int64");
  EXPECT_EQ(Value(1.0).kind_name(), "double");
  EXPECT_EQ(Value("x").kind_name(), "text");
  EXPECT_EQ(Value(Bytes{"x"}).kind_name(), "bytes");
  EXPECT_EQ(Value(Timestamp{1}).kind_name(), "timestamp");
  EXPECT_EQ(Value(List{}).kind_name(), "list");
  EXPECT_EQ(Value(Map{}).kind_name(), "map");
}

TEST(ValueTest, EqualValuesHaveTheSameKind) {
  EXPECT_EQ(Value(List{1, "a", Value()}), Value(List{1, "a", nullptr}));
  EXPECT_NE(Value(1), Value(1.0));
  EXPECT_NE(Value("x"), Value(Bytes{"x"}));
  EXPECT_NE(Value(0), Value(Timestamp{0}));
}

TEST(ValueTest, EqualValuesHashEqually) {
  const absl::Hash<Value> hash;
  EXPECT_EQ(hash(Value(List{1, "a", 0.0})), hash(Value(List{1, "a", -0.0})));
  EXPECT_NE(hash(Value("x")), hash(Value(Bytes{"x"})));
  EXPECT_NE(hash(Value(1)), hash(Value(Timestamp{1})));
  EXPECT_NE(hash(Value()), hash(Value(0)));
}

const std::string kLongText = "longer than what a string holds by itself";

std::vector<Value> OneOfEachKind() {
  return {nullptr, true, 7, 1.5, Timestamp{9}, "x", kLongText, Bytes{kLongText}, List{1, kLongText}, Map{{"a", 1}}};
}

TEST(ValueTest, ACopyIsEqualAndLeavesTheOriginal) {
  for (const Value& value : OneOfEachKind()) {
    const Value copy = value;
    EXPECT_EQ(copy, value);
    for (Value other : OneOfEachKind()) {
      other = value;
      EXPECT_EQ(other, value);
    }
  }
  EXPECT_EQ(OneOfEachKind(), OneOfEachKind());
}

TEST(ValueTest, WhatWasMovedFromIsNull) {
  for (const Value& value : OneOfEachKind()) {
    for (Value other : OneOfEachKind()) {
      Value moved = value;
      other = std::move(moved);
      EXPECT_EQ(other, value);
      EXPECT_TRUE(moved.is_null());
      moved = kLongText;  // is usable again
      EXPECT_EQ(moved, Value(kLongText));
    }
  }
}

TEST(ValueTest, AssignedToItselfItStays) {
  for (Value value : OneOfEachKind()) {
    const Value before = value;
    Value& same = value;
    value = same;
    EXPECT_EQ(value, before);
    value = std::move(same);
    EXPECT_EQ(value, before);
  }
}

TEST(ValueTest, TextOfAKeyOfOneValueIsBare) {
  EXPECT_EQ(KeyText({7}), "7");
  EXPECT_EQ(KeyText({1, "abc"}), "(1, abc)");
  EXPECT_EQ(KeyText({}), "()");
}

TEST(ValueTest, TextShowsEveryKind) {
  EXPECT_EQ(ValueText(List{Value(), true, 1.5, Bytes{"\xAB"}, Timestamp{0}, Map{{"a", 1}, {"b", List{}}}}),
            "[null, true, 1.5, ab, 1970-01-01T00:00:00Z, {a: 1, b: []}]");
}

TEST(TypeTest, NamesItself) {
  EXPECT_EQ(TypeName({.kind = TypeKind::kDecimal, .precision = 10, .scale = 2}), "decimal(10,2)");
  EXPECT_EQ(TypeName({.kind = TypeKind::kDecimal, .precision = 10}), "decimal(10)");
  EXPECT_EQ(TypeName({.kind = TypeKind::kDecimal}), "decimal");
  EXPECT_EQ(TypeName({.kind = TypeKind::kVarchar, .length = 20}), "varchar(20)");
  EXPECT_EQ(TypeName({.kind = TypeKind::kArray, .element = std::make_shared<Type>(Type{.kind = TypeKind::kBigint})}),
            "bigint[]");
  EXPECT_EQ(TypeName({.kind = TypeKind::kTimestamp}), "timestamp");
}

TEST(TypeTest, ComparesArraysByTheirElements) {
  const auto array_of = [](TypeKind kind) {
    return Type{.kind = TypeKind::kArray, .element = std::make_shared<Type>(Type{.kind = kind})};
  };
  EXPECT_EQ(array_of(TypeKind::kText), array_of(TypeKind::kText));
  EXPECT_FALSE(array_of(TypeKind::kText) == array_of(TypeKind::kUuid));
  EXPECT_FALSE(array_of(TypeKind::kText) == Type{.kind = TypeKind::kArray});
}

}  // namespace
}  // namespace ormd
