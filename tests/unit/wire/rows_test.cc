// Rows straight to bytes: the same as the entity that holds them.
#include "server/wire/rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "orm/v1/query.pb.h"
#include "orm/value/text.h"
#include "server/wire/data.h"
#include "server/wire/entity_plan.h"
#include "tests/unit/wire/fake_result.h"
#include "tests/unit/wire/slice_text.h"
#include "tests/unit/wire/wire_schema.h"

namespace ormd::wire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kUuid = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";

// The entity that a hydrator would make of one scalar cell, encoded.
std::string ThroughEntity(const PropertyMetadata& property, const Cell& cell) {
  const auto entity = MakeEntity(*property.owner, {Value(1)});
  absl::StatusOr<Value> value = DecodeCell(property.type, cell);
  EXPECT_TRUE(value.ok()) << property.name << ": " << value.status();
  if (value.ok()) entity->Hydrate(property, *std::move(value));
  SlotMask mask(property.owner->size());
  mask.Set(property.index);
  WireBuffer out;
  std::vector<size_t> misfits;
  EntityPlan(*property.owner, mask).Encode(*entity, out, &misfits);
  return TextOf(*property.owner, std::string(out.view()));
}

bool Parse(const grpc::Slice& bytes, orm::v1::FindReply* reply) { return reply->ParseFromString(TextOf(bytes)); }

absl::Status Encode(const RowEncoder& encoder, const Result& rows, orm::v1::EntitySet* set) {
  grpc::Slice bytes;
  ORMD_RETURN_IF_ERROR(encoder.EncodeReplyPart(rows, 0, 1 << 22, &bytes).status());
  orm::v1::FindReply reply;
  EXPECT_TRUE(Parse(bytes, &reply));
  EXPECT_EQ(reply.graph().sets_size(), 1);
  set->Swap(reply.mutable_graph()->mutable_sets(0));
  return absl::OkStatus();
}

std::string ThroughRow(const PropertyMetadata& property, const Cell& cell) {
  orm::v1::EntitySet set;
  const absl::Status status = Encode(RowEncoder(*property.owner, {property.index}), FakeResult({{cell}}), &set);
  EXPECT_TRUE(status.ok()) << property.name << ": " << status;
  return set.entities_size() == 1 ? TextOf(*property.owner, set.entities(0)) : "NONE";
}

std::string ComparableText(const Type& type, const Value& value) {
  const bool json = type.kind == TypeKind::kJson && !value.is_null();
  return json ? CanonicalJson(value.as<std::string>()) : ValueText(value);
}

struct Case {
  const char* property;
  Cell cell;
};

class RowsLikeEntities : public ::testing::TestWithParam<Case> {};

TEST_P(RowsLikeEntities, SameBytes) {
  const PropertyMetadata& property = PropertyOf(TestEntity("Everything"), GetParam().property);
  const std::string text = ThroughRow(property, GetParam().cell);
  EXPECT_NE(text, "MALFORMED");
  EXPECT_EQ(text, ThroughEntity(property, GetParam().cell));
}

// What a client got and sends back is what the database held.
TEST_P(RowsLikeEntities, ComesBackAsTheSameValue) {
  const PropertyMetadata& property = PropertyOf(TestEntity("Everything"), GetParam().property);
  if (property.read_only()) return;
  orm::v1::EntitySet set;
  ASSERT_TRUE(Encode(RowEncoder(*property.owner, {property.index}), FakeResult({{GetParam().cell}}), &set).ok());
  orm::v1::Data data;
  data.set_message(set.entities(0));
  data.add_fields(property.name);
  EntityData decoded;
  const absl::Status status = DecodeData(*property.owner, data, &decoded);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_EQ(decoded.scalars.size(), 1u);
  const Value expected = *DecodeCell(property.type, GetParam().cell);
  EXPECT_EQ(ComparableText(property.type, decoded.scalars[0].value), ComparableText(property.type, expected));
}

const Case kPostgres[] = {
    {"id", Cell::Text("-9223372036854775808")},
    {"i32", Cell::Text("-7")},
    {"i32", Cell::Text("0")},
    {"s32", Cell::Text("-7")},
    {"u32", Cell::Text("4294967295")},
    {"f32", Cell::Text("4294967295")},
    {"sf32", Cell::Text("-7")},
    {"s64", Cell::Text("-7")},
    {"u64", Cell::Text("18446744073709551615")},
    {"f64", Cell::Text("18446744073709551615")},
    {"sf64", Cell::Text("-7")},
    {"real", Cell::Text("0.1")},
    {"real", Cell::Text("-Infinity")},
    {"number", Cell::Text("0.1")},
    {"number", Cell::Text("1e+300")},
    {"number", Cell::Text("NaN")},
    {"flag", Cell::Text("t")},
    {"flag", Cell::Text("f")},
    {"text", Cell::Text("Zoë")},
    {"text", Cell::Text("")},
    {"blob", Cell::Text("\\x00ff")},
    {"blob", Cell::Text("\\x")},
    {"opt_int", Cell::Text("0")},
    {"opt_int", Cell::Null()},
    {"opt_text", Cell::Text("")},
    {"uuid", Cell::Text(kUuid)},
    {"uuid", Cell::Text("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11")},
    {"price", Cell::Text("1234.50")},
    {"price", Cell::Text("0.50")},
    {"price", Cell::Text("-0.50")},
    {"price", Cell::Text("-0.00")},
    {"price", Cell::Text("7")},
    {"exact", Cell::Text("1.500")},
    {"exact", Cell::Text("12345678901234567890.123456789")},
    {"day", Cell::Text("2024-02-29")},
    {"hour", Cell::Text("13:00:00.5")},
    {"hour", Cell::Text("13:00:00")},
    {"doc", Cell::Text("{\"a\": 0.10}")},
    {"code", Cell::Text("ab  ")},
    {"short", Cell::Text("abc")},
    {"at", Cell::Text("2024-02-29 13:00:00.123456+00")},
    {"at", Cell::Text("1969-12-31 23:59:59.999999+00")},
    {"span", Cell::Text("PT1.5S")},
    {"span", Cell::Text("P1DT-2H")},
    {"object", Cell::Text("{\"a\": [1, \"x\", null]}")},
    {"any", Cell::Text("[true]")},
    {"any", Cell::Text("null")},
    {"list", Cell::Text("[1, [2]]")},
    {"counts", Cell::Text("{\"a\": 1, \"b\": -2}")},
    {"names", Cell::Text("{\"1\": \"x\"}")},
    {"anys", Cell::Text("{\"1\": {\"y\": 2}}")},
    {"boxed_int", Cell::Text("-4")},
    {"boxed_int", Cell::Text("0")},
    {"boxed_text", Cell::Text("t")},
    {"boxed_u64", Cell::Text("18446744073709551615")},
    {"boxed_flag", Cell::Text("t")},
    {"color", Cell::Text("BLUE")},
    {"color", Cell::Text("COLOR_UNSPECIFIED")},
    {"opt_color", Cell::Text("COLOR_UNSPECIFIED")},
    {"ints", Cell::Text("{1,-2,0}")},
    {"ints", Cell::Text("{}")},
    {"texts", Cell::Text("{a,\"b c\",\"\"}")},
    {"flags", Cell::Text("{t,f}")},
    {"numbers", Cell::Text("{0.5,-1}")},
    {"colors", Cell::Text("{RED,BLUE}")},
    {"blobs", Cell::Text("{\"\\\\x00ff\"}")},
    {"u64s", Cell::Text("{18446744073709551615}")},
    {"prices", Cell::Text("{1.50,2.00}")},
    {"twice", Cell::Text("14")},
};
INSTANTIATE_TEST_SUITE_P(Postgres, RowsLikeEntities, ::testing::ValuesIn(kPostgres));

const Case kSqlite[] = {
    {"id", Cell::Int64(-7)},
    {"i32", Cell::Int64(0)},
    {"u32", Cell::Int64(4294967295)},
    {"u64", Cell::Text("18446744073709551615")},
    {"real", Cell::Double(0.1)},
    {"number", Cell::Double(0.1)},
    {"number", Cell::Int64(3)},
    {"flag", Cell::Int64(1)},
    {"flag", Cell::Int64(0)},
    {"blob", Cell::Bytes(std::string_view("\0\xff", 2))},
    {"uuid", Cell::Text(kUuid)},
    {"price", Cell::Text("1234.50")},
    {"at", Cell::Text("2024-02-29 13:00:00.123456")},
    {"span", Cell::Int64(-1'500'000)},
    {"object", Cell::Text("{\"a\":1}")},
    {"boxed_flag", Cell::Int64(1)},
    {"color", Cell::Text("RED")},
    {"ints", Cell::Text("[1,-2]")},
    {"texts", Cell::Text("[\"a\"]")},
    {"blobs", Cell::Text("[\"00ff\"]")},
    {"prices", Cell::Text("[\"1.50\"]")},
};
INSTANTIATE_TEST_SUITE_P(Sqlite, RowsLikeEntities, ::testing::ValuesIn(kSqlite));

// The slots of these properties.
std::vector<size_t> Slots(const EntityMetadata& entity, const std::vector<std::string>& names) {
  std::vector<size_t> slots;
  for (const std::string& name : names) slots.push_back(PropertyOf(entity, name).index);
  return slots;
}

TEST(RowEncoderTest, ARelationTakesTheColumnsOfItsKey) {
  const EntityMetadata& remark = TestEntity("Remark");
  const RowEncoder encoder(remark, Slots(remark, {"id", "line"}));
  const FakeResult rows({{Cell::Text("1"), Cell::Text("12"), Cell::Text("3")},
                         {Cell::Int64(2), Cell::Int64(12), Cell::Int64(0)},
                         {Cell::Text("3"), Cell::Null(), Cell::Null()}});
  orm::v1::EntitySet set;
  ASSERT_TRUE(Encode(encoder, rows, &set).ok());
  EXPECT_EQ(set.entity(), "w.Remark");
  EXPECT_THAT(set.loaded(), ElementsAre("id", "line"));
  EXPECT_EQ(TextOf(remark, set.entities(0)), "id: 1 line { order { id: 12 } number: 3 }");
  EXPECT_EQ(TextOf(remark, set.entities(1)), "id: 2 line { order { id: 12 } }");
  EXPECT_EQ(TextOf(remark, set.entities(2)), "id: 3");
}

TEST(RowEncoderTest, AHiddenPropertyKeepsItsColumnButIsNotSent) {
  const EntityMetadata& entity = TestEntity("Everything");
  const RowEncoder encoder(entity, Slots(entity, {"id", "secret", "twice"}));
  orm::v1::EntitySet set;
  ASSERT_TRUE(Encode(encoder, FakeResult({{Cell::Text("1"), Cell::Text("s"), Cell::Text("14")}}), &set).ok());
  EXPECT_THAT(set.loaded(), ElementsAre("id", "twice"));
  EXPECT_EQ(TextOf(entity, set.entities(0)), "id: 1 twice: 14");
}

TEST(RowEncoderTest, ACellThatDoesNotFitIsAnInternalErrorThatNamesTheProperty) {
  const EntityMetadata& entity = TestEntity("Everything");
  const Case cases[] = {{"i32", Cell::Int64(int64_t{1} << 40)}, {"u32", Cell::Text("-1")},
                        {"flag", Cell::Text("maybe")},          {"object", Cell::Text("[1]")},
                        {"color", Cell::Text("GREEN")},         {"blob", Cell::Text("\\x0g")},
                        {"at", Cell::Text("infinity")},         {"price", Cell::Text("NaN")}};
  for (const Case& bad : cases) {
    orm::v1::EntitySet set;
    const absl::Status status =
        Encode(RowEncoder(entity, Slots(entity, {bad.property})), FakeResult({{bad.cell}}), &set);
    EXPECT_EQ(ReasonOf(status), Reason::kInternal) << bad.property;
    EXPECT_THAT(std::string(status.message()), HasSubstr(bad.property));
  }
}

// Tags with names of about `size` bytes.
std::vector<std::string> Names(size_t count, size_t size) {
  std::vector<std::string> names;
  for (size_t i = 0; i < count; ++i) names.push_back(std::to_string(i) + std::string(i % 2 == 0 ? size : 3, 'x'));
  return names;
}

FakeResult TagRows(const std::vector<std::string>& names) {
  std::vector<std::vector<Cell>> rows;
  for (const std::string& name : names) rows.push_back({Cell::Text(name)});
  return FakeResult(std::move(rows));
}

TEST(RowEncoderTest, AReplyIsTheSerialisedFindReply) {
  const EntityMetadata& tag = TestEntity("Tag");
  const RowEncoder encoder(tag, {0});
  for (const size_t size : {1, 127, 200, 20'000}) {
    const std::vector<std::string> names = Names(9, size);
    const FakeResult rows = TagRows(names);
    grpc::Slice bytes;
    const absl::StatusOr<size_t> next = encoder.EncodeReplyPart(rows, 0, 1 << 22, &bytes);
    ASSERT_TRUE(next.ok());
    EXPECT_EQ(*next, 9u);
    orm::v1::FindReply reply;
    ASSERT_TRUE(Parse(bytes, &reply));
    ASSERT_EQ(reply.graph().sets_size(), 1);
    const orm::v1::EntitySet& set = reply.graph().sets(0);
    EXPECT_EQ(set.entity(), tag.name);
    EXPECT_THAT(set.loaded(), ElementsAre("name"));
    ASSERT_EQ(set.entities_size(), 9);
    for (int i = 0; i < 9; ++i) EXPECT_EQ(TextOf(tag, set.entities(i)), "name: \"" + names[i] + "\"");
    EXPECT_EQ(reply.SerializeAsString(), TextOf(bytes)) << "every length in as few bytes as it needs";
  }
}

TEST(RowEncoderTest, PartsHoldEveryRowOnceAndStayBelowTheirLimit) {
  const RowEncoder encoder(TestEntity("Tag"), {0});
  const std::vector<std::string> names = Names(40, 150);
  const FakeResult rows = TagRows(names);
  std::vector<std::string> seen;
  for (size_t row = 0; row < rows.rows();) {
    grpc::Slice bytes;
    const absl::StatusOr<size_t> next = encoder.EncodeReplyPart(rows, row, 1000, &bytes);
    ASSERT_TRUE(next.ok());
    ASSERT_GT(*next, row);
    EXPECT_LE(bytes.size(), 1000u);
    orm::v1::FindReply reply;
    ASSERT_TRUE(Parse(bytes, &reply));
    for (const std::string& entity : reply.graph().sets(0).entities())
      seen.push_back(TextOf(TestEntity("Tag"), entity));
    row = *next;
  }
  ASSERT_EQ(seen.size(), names.size());
  for (size_t i = 0; i < names.size(); ++i) EXPECT_EQ(seen[i], "name: \"" + names[i] + "\"");
}

TEST(RowEncoderTest, ARowLargerThanThePartStandsAlone) {
  const RowEncoder encoder(TestEntity("Tag"), {0});
  const std::vector<std::string> names = Names(3, 500);
  grpc::Slice bytes;
  EXPECT_EQ(*encoder.EncodeReplyPart(TagRows(names), 0, 10, &bytes), 1u);
  orm::v1::FindReply reply;
  ASSERT_TRUE(Parse(bytes, &reply));
  EXPECT_EQ(reply.graph().sets(0).entities_size(), 1);
}

TEST(RowEncoderTest, NoRowsAreAnEmptyGraph) {
  const RowEncoder encoder(TestEntity("Tag"), {0});
  grpc::Slice bytes;
  EXPECT_EQ(*encoder.EncodeReplyPart(FakeResult({}), 0, 1000, &bytes), 0u);
  orm::v1::FindReply reply;
  ASSERT_TRUE(Parse(bytes, &reply));
  EXPECT_TRUE(reply.has_graph());
  EXPECT_EQ(reply.graph().sets_size(), 0);
}

}  // namespace
}  // namespace ormd::wire
