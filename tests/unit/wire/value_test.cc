#include "server/wire/value.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "tests/unit/wire/wire_schema.h"

namespace ormd::wire {
namespace {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

std::string Read(const std::string& text) {
  const absl::StatusOr<Value> value = FromWire(Parse<orm::v1::Value>(text));
  if (value.ok()) return StrCat(value->kind_name(), " ", ValueText(*value));
  const Error error = ErrorOf(value.status());
  return StrCat(ReasonName(error.reason), " at '", error.violations.front().field, "'");
}

TEST(WireValueTest, EveryKindIsRead) {
  EXPECT_EQ(Read("null: NULL_VALUE_UNSPECIFIED"), "null null");
  EXPECT_EQ(Read("bool: true"), "bool true");
  EXPECT_EQ(Read("int64: -9223372036854775808"), "int64 -9223372036854775808");
  EXPECT_EQ(Read("double: 0.1"), "double 0.1");
  EXPECT_EQ(Read("text: 'x'"), "text x");
  EXPECT_EQ(Read("bytes: '\\377'"), "bytes ff");
  EXPECT_EQ(Read("timestamp { seconds: 1 nanos: 1999 }"), "timestamp 1970-01-01T00:00:01.000001Z");
  EXPECT_EQ(Read("list { values { int64: 1 } values { text: 'a' } }"), "list [1, a]");
  EXPECT_EQ(Read("map { pairs { name: 'a' value { int64: 1 } } }"), "map {a: 1}");
  EXPECT_EQ(Read("json: '[1]'"), "text [1]");
}

TEST(WireValueTest, FaultsNameTheirPlace) {
  EXPECT_EQ(Read(""), "BAD_VALUE at ''");
  EXPECT_EQ(Read("list { values { int64: 1 } values {} }"), "BAD_VALUE at '[1]'");
  EXPECT_EQ(Read("map { pairs { name: 'a' value { map { pairs { name: 'b' } } } } }"), "BAD_VALUE at 'a.b'");
  EXPECT_EQ(Read("map { pairs { name: 'a' value { int64: 1 } } pairs { name: 'a' value { int64: 2 } } }"),
            "BAD_VALUE at 'a'");
  EXPECT_EQ(Read("timestamp { seconds: 999999999999 }"), "BAD_VALUE at ''");
  EXPECT_EQ(Read("json: '{'"), "BAD_VALUE at ''");
}

std::string Written(const Type& type, const Value& value) {
  orm::v1::Value out;
  ToWire(type, value, &out);
  return out.ShortDebugString();
}

TEST(WireValueTest, ValuesAreWrittenByTheirType) {
  EXPECT_EQ(Written({}, Value()), "null: NULL_VALUE_UNSPECIFIED");
  EXPECT_EQ(Written({TypeKind::kBigint}, int64_t{-5}), "int64: -5");
  EXPECT_EQ(Written({TypeKind::kDecimal}, "1.50"), R"(text: "1.50")");
  EXPECT_EQ(Written({TypeKind::kTimestamp}, Timestamp{-1}), "timestamp { seconds: -1 nanos: 999999000 }");
  EXPECT_EQ(Written({TypeKind::kJson}, "{}"), R"(json: "{}")");
  EXPECT_EQ(Written({TypeKind::kBytes}, Bytes{"b"}), R"(bytes: "b")");
  Type list{TypeKind::kArray};
  list.element = std::make_shared<const Type>(Type{TypeKind::kBool});
  EXPECT_EQ(Written(list, List{true, false}), "list { values { bool: true } values { bool: false } }");
}

TEST(WireKeyTest, KeysAreCanonical) {
  const EntityMetadata& line = TestEntity("Line");
  const auto wire = Parse<orm::v1::Key>("values { int64: 12 } values { text: '3' }");
  const absl::StatusOr<Key> key = KeyFromWire(line, wire);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(*key, (Key{12, 3}));
}

TEST(WireKeyTest, AKeyThatDoesNotFitIsRefused) {
  const EntityMetadata& line = TestEntity("Line");
  EXPECT_EQ(ReasonOf(KeyFromWire(line, Parse<orm::v1::Key>("values { int64: 1 }")).status()), Reason::kBadValue);
  EXPECT_EQ(ReasonOf(KeyFromWire(line, Parse<orm::v1::Key>("values { int64: 1 } values { text: 'x' }")).status()),
            Reason::kBadValue);
  const Error unset = ErrorOf(KeyFromWire(line, Parse<orm::v1::Key>("values { int64: 1 } values {}")).status());
  EXPECT_EQ(unset.violations.at(0).field, "values[1]");
}

}  // namespace
}  // namespace ormd::wire
