#include "server/wire/data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "tests/unit/wire/wire_schema.h"

namespace ormd::wire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Text(const EntityData& data);

std::string Text(const Target& target) {
  switch (target.kind) {
    case Target::Kind::kNull:
      return "null";
    case Target::Kind::kKey:
      return KeyText(target.key);
    case Target::Kind::kLocal:
      return "@" + target.local;
    case Target::Kind::kNew:
      return Text(*target.data);
  }
  return "";
}

std::string Text(const EntityData& data) {
  std::vector<std::string> parts;
  for (const auto& scalar : data.scalars) parts.push_back(scalar.property->name + "=" + ValueText(scalar.value));
  for (const auto& reference : data.references)
    parts.push_back(reference.property->name + "=" + Text(reference.target));
  for (const auto& items : data.collections) {
    static const char* const kSigns[] = {"+=", "-=", ":="};
    std::vector<std::string> targets;
    for (const Target& target : items.targets) targets.push_back(Text(target));
    parts.push_back(
        StrCat(items.property->name, kSigns[static_cast<int>(items.operation)], "[", StrJoin(targets, " "), "]"));
  }
  return StrCat("{", StrJoin(parts, " "), "}");
}

struct Request {
  std::string entity;
  std::string message;
  std::vector<std::string> fields = {};
};

orm::v1::Data DataOf(const Request& request) {
  orm::v1::Data data;
  data.set_message(BytesOf(TestEntity(request.entity), request.message));
  for (const std::string& field : request.fields) data.add_fields(field);
  return data;
}

absl::StatusOr<EntityData> Decode(const std::string& entity, const orm::v1::Data& data) {
  EntityData out;
  out.origin = "changes[3]";
  const absl::Status status = DecodeData(TestEntity(entity), data, &out);
  if (!status.ok()) return status;
  return out;
}

std::string Decoded(const std::string& entity, const orm::v1::Data& data) {
  const absl::StatusOr<EntityData> decoded = Decode(entity, data);
  return decoded.ok() ? Text(*decoded) : std::string(decoded.status().message());
}

std::string Decoded(const Request& request) { return Decoded(request.entity, DataOf(request)); }

// "REASON field".
std::string FaultOf(const std::string& entity, const orm::v1::Data& data) {
  const absl::StatusOr<EntityData> decoded = Decode(entity, data);
  if (decoded.ok()) return "ok: " + Text(*decoded);
  const Error error = ErrorOf(decoded.status());
  return StrCat(ReasonName(error.reason), " ", error.violations.empty() ? "-" : error.violations.front().field);
}

std::string FaultOf(const Request& request) { return FaultOf(request.entity, DataOf(request)); }

orm::v1::Data Raw(const std::string& bytes) {
  orm::v1::Data data;
  data.set_message(bytes);
  return data;
}

TEST(DataTest, WhatIsPresentIsGivenInCanonicalForm) {
  EXPECT_EQ(Decoded({"Everything", R"(i32: -5 s32: -6 u32: 4294967295 f32: 7 sf32: -8 s64: -9 f64: 10 sf64: -11)"}),
            "{i32=-5 s32=-6 u32=4294967295 f32=7 sf32=-8 s64=-9 f64=10 sf64=-11}");
  EXPECT_EQ(
      Decoded({"Everything", R"(u64: 18446744073709551615 real: 1.5 number: 0.1 flag: true text: "x" blob: "\377")"}),
      "{u64=18446744073709551615 real=1.5 number=0.1 flag=true text=x blob=ff}");
  EXPECT_EQ(
      Decoded({"Everything", R"(price: "1.5" uuid: "A0EEBC999C0B4EF8BB6D6BB9BD380A11" day: "2024-02-29" opt_int: 0)"}),
      "{opt_int=0 uuid=a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 price=1.50 day=2024-02-29}");
  EXPECT_EQ(Decoded({"Everything", R"(at { seconds: 1 nanos: 500001999 } span { seconds: -1 nanos: -500000000 })"}),
            "{at=1970-01-01T00:00:01.500001Z span=-1500000}");
  EXPECT_EQ(Decoded({"Everything", "color: BLUE opt_color: COLOR_UNSPECIFIED ints: [1, 0, -1] colors: [RED, BLUE]"}),
            "{color=BLUE opt_color=COLOR_UNSPECIFIED ints=[1, 0, -1] colors=[RED, BLUE]}");
  EXPECT_EQ(
      Decoded({"Everything", R"(boxed_int {} boxed_text { value: "t" } boxed_u64 { value: 18446744073709551615 })"}),
      "{boxed_int=0 boxed_text=t boxed_u64=18446744073709551615}");
  EXPECT_EQ(
      Decoded({"Everything", R"(texts: ["a", ""] flags: [true, false] numbers: [0.5] u64s: [18446744073709551615])"}),
      "{texts=[a, ] flags=[true, false] numbers=[0.5] u64s=[18446744073709551615]}");
}

TEST(DataTest, StructsAndMapsBecomeJsonText) {
  EXPECT_EQ(Decoded({"Everything", R"(object { fields { key: "a\"" value { list_value {
                        values { number_value: 1 } values { number_value: 0.1 } values { null_value: NULL_VALUE }
                        values { bool_value: true } values { struct_value {} } values { string_value: "\n" } values {} } } } })"}),
            R"({object={"a\"":[1,0.1,null,true,{},"\n",null]}})");
  EXPECT_EQ(Decoded({"Everything", "any { number_value: 1e300 } list {}"}), "{any=1e+300 list=[]}");
  EXPECT_EQ(Decoded({"Everything", R"(counts { key: "a" value: 9007199254740993 } counts { key: "b" })"}),
            R"({counts={"a":9007199254740993,"b":0}})");
  EXPECT_EQ(Decoded({"Everything", R"(names { key: -3 value: "x" } anys { key: "k" value { bool_value: false } })"}),
            R"({names={"-3":"x"} anys={"k":false}})");
}

TEST(DataTest, NamedFieldsThatAreAbsentAreNullOrZero) {
  EXPECT_EQ(Decoded({"Everything", R"(text: "x" i32: 3)", {"i32", "optText", "flag", "color", "ints", "counts", "at"}}),
            "{i32=3 flag=false opt_text=null at=null counts={} color=COLOR_UNSPECIFIED ints=[]}");
  EXPECT_EQ(Decoded({"Everything", "", {"uuid"}}), "{uuid=null}") << "nullable, and no text is no uuid";
  EXPECT_EQ(FaultOf({"Everything", "", {"day"}}), "BAD_VALUE changes[3].day");
}

TEST(DataTest, AMessageWithItsKeyAloneIsAReference) {
  EXPECT_EQ(Decoded({"Order", "customer { id: 5 }"}), "{customer=5}");
  EXPECT_EQ(Decoded({"Customer", R"(address { id: "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11" })"}),
            "{address=a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}");
  EXPECT_EQ(Decoded({"Remark", "line { order { id: 12 } number: 3 }"}), "{line=(12, 3)}");
  EXPECT_EQ(Decoded({"Remark", "line { order { id: 12 } }"}), "{line=(12, 0)}") << "zero has no presence";
  EXPECT_EQ(Decoded({"Order", R"(tags { name: "a" } tags { name: "b" })"}), "{tags:=[a b]}");
}

TEST(DataTest, AMessageWithMoreOrLessThanItsKeyIsANewEntity) {
  EXPECT_EQ(Decoded({"Order", R"(customer { name: "Ann" })"}), "{customer={name=Ann}}");
  EXPECT_EQ(Decoded({"Order", R"(customer { id: 5 name: "Ann" })"}), "{customer={id=5 name=Ann}}");
  EXPECT_EQ(Decoded({"Order", "customer {}"}), "{customer={}}");
  EXPECT_EQ(Decoded({"Remark", "line { number: 3 }"}), "{line={number=3}}");
  EXPECT_EQ(Decoded({"Order", R"(lines { number: 1 product { title: "t" } } lines { number: 2 product { id: 9 } })"}),
            "{lines:=[{number=1 product={title=t}} {number=2 product=9}]}");
}

TEST(DataTest, NestedEntitiesKnowTheirPlaceInTheRequest) {
  const auto data = Decode("Order", DataOf({"Order", R"(lines { number: 1 product { title: "t" } })"}));
  ASSERT_TRUE(data.ok());
  const EntityData& line = *data->collections[0].targets[0].data;
  EXPECT_EQ(line.origin, "changes[3].lines[0]");
  EXPECT_EQ(line.references[0].target.data->origin, "changes[3].lines[0].product");
}

TEST(DataTest, PathsReachIntoNestedMessages) {
  EXPECT_EQ(Decoded({"Order", R"(customer { id: 5 name: "Ann" note: "n" })", {"customer.name", "customer.note"}}),
            "{customer={name=Ann note=n}}");
  EXPECT_EQ(Decoded({"Order", R"(customer { id: 5 name: "Ann" })", {"customer.id"}}), "{customer=5}");
  EXPECT_EQ(Decoded({"Order", R"(customer { id: 5 name: "Ann" })", {"customer"}}), "{customer={id=5 name=Ann}}");
  EXPECT_EQ(Decoded({"Order", "", {"customer"}}), "{customer=null}");
  EXPECT_EQ(Decoded({"Order", "", {"customer.note"}}), "{customer={note=null}}");
  EXPECT_EQ(Decoded({"Order", "", {"tags"}}), "{tags:=[]}");
  EXPECT_EQ(Decoded({"Order", "lines { number: 1 } lines { number: 2 }", {"lines[1].product"}}),
            "{lines:=[{number=1} {product=null}]}");
}

TEST(DataTest, LocalReferencesStandAtTheirPaths) {
  orm::v1::Data data = DataOf({"Order", R"(lines { number: 1 })"});
  data.add_references()->set_path("customer");
  data.mutable_references(0)->set_local("ann");
  data.add_references()->set_path("lines[0].product");
  data.mutable_references(1)->set_local("p");
  EXPECT_EQ(Decoded("Order", data), "{customer=@ann lines:=[{number=1 product=@p}]}");
  data.mutable_references(1)->set_path("lines[1].product");
  EXPECT_EQ(FaultOf("Order", data), "BAD_REQUEST changes[3].references[1].path");
  data.mutable_references(1)->set_path("tags");
  EXPECT_EQ(FaultOf("Order", data), "BAD_REQUEST changes[3].references[1].path");
  data.mutable_references(1)->set_path("customer");
  EXPECT_EQ(FaultOf("Order", data), "BAD_REQUEST changes[3].references[1].path");
}

TEST(DataTest, ARelationIsGivenOnce) {
  orm::v1::Data data = DataOf({"Order", "customer { id: 5 }"});
  data.add_references()->set_path("customer");
  data.mutable_references(0)->set_local("ann");
  EXPECT_EQ(FaultOf("Order", data), "BAD_REQUEST changes[3].customer");
  orm::v1::Data tags = DataOf({"Order", R"(tags { name: "a" })"});
  tags.add_collections()->set_path("tags");
  tags.mutable_collections(0)->set_operation(orm::v1::CollectionChange::ADD);
  EXPECT_EQ(FaultOf("Order", tags), "BAD_REQUEST changes[3].tags");
}

TEST(DataTest, CollectionsChangeByDelta) {
  orm::v1::Data data;
  auto* add = data.add_collections();
  add->set_path("lines");
  add->set_operation(orm::v1::CollectionChange::ADD);
  *add->add_items()->mutable_data() = DataOf({"Line", R"(number: 1 product { title: "t" })"});
  add->add_items()->set_local("line");
  auto* remove = data.add_collections();
  remove->set_path("lines");
  remove->set_operation(orm::v1::CollectionChange::REMOVE);
  *remove->add_items()->mutable_data() = DataOf({"Line", "order { id: 1 } number: 2"});
  EXPECT_EQ(Decoded("Order", data), "{lines+=[{number=1 product={title=t}} @line] lines-=[(1, 2)]}");
  *remove->mutable_items(0)->mutable_data() = DataOf({"Line", "product { id: 1 }"});
  EXPECT_EQ(FaultOf("Order", data), "BAD_VALUE changes[3].lines[0]");
  remove->set_operation(orm::v1::CollectionChange::OPERATION_UNSPECIFIED);
  EXPECT_EQ(FaultOf("Order", data), "BAD_REQUEST changes[3].lines");
  remove->set_path("customer");
  EXPECT_EQ(FaultOf("Order", data), "BAD_REQUEST changes[3].collections[1].path");
}

TEST(DataTest, FaultsOfValuesStandAtTheirProperty) {
  EXPECT_EQ(FaultOf({"Everything", R"(uuid: "zz")"}), "BAD_VALUE changes[3].uuid");
  EXPECT_EQ(FaultOf({"Everything", R"(price: "1.555")"}), "BAD_VALUE changes[3].price");
  EXPECT_EQ(FaultOf({"Everything", R"(short: "toolong")"}), "BAD_VALUE changes[3].short");
  EXPECT_EQ(FaultOf({"Everything", R"(doc: "{")"}), "BAD_VALUE changes[3].doc");
  EXPECT_EQ(FaultOf({"Everything", "at { seconds: 253402300800 }"}), "BAD_VALUE changes[3].at");
  EXPECT_EQ(FaultOf({"Everything", "at { nanos: -1 }"}), "BAD_VALUE changes[3].at");
  EXPECT_EQ(FaultOf({"Everything", "span { seconds: 9223372036854775807 }"}), "BAD_VALUE changes[3].span");
  EXPECT_EQ(FaultOf({"Everything", "color: 3"}), "BAD_VALUE changes[3].color");
  EXPECT_EQ(FaultOf({"Everything", "colors: [1, 3]"}), "BAD_VALUE changes[3].colors[1]");
  EXPECT_EQ(FaultOf({"Everything", R"(prices: ["1", "x"])"}), "BAD_VALUE changes[3].prices[1]");
  EXPECT_EQ(FaultOf({"Everything", "any { number_value: nan }"}), "BAD_VALUE changes[3].any");
  EXPECT_EQ(FaultOf({"Everything", "twice: 1"}), "BAD_VALUE changes[3].twice");
  EXPECT_EQ(FaultOf({"Order", R"(customer { address { id: "zz" } })"}), "BAD_VALUE changes[3].customer.address.id");
  EXPECT_EQ(FaultOf({"Order", R"(lines { number: 1 } lines { product { title: "\000" } })"}),
            "BAD_VALUE changes[3].lines[1].product.title");
}

TEST(DataTest, BytesThatAreNoMessageAreRefusedAtTheirPlace) {
  EXPECT_EQ(FaultOf("Order", Raw("\x08")), "BAD_REQUEST changes[3]") << "truncated varint";
  EXPECT_EQ(FaultOf("Order", Raw("\x12\x05\x08")), "BAD_REQUEST changes[3]") << "truncated message";
  EXPECT_EQ(FaultOf("Order", Raw("\x12\x01\x08")), "BAD_REQUEST changes[3].customer");
  EXPECT_EQ(FaultOf("Order", Raw("\x10\x01")), "BAD_REQUEST changes[3].customer") << "a number for a message";
  EXPECT_EQ(FaultOf("Order", Raw(std::string("\x0d\0\0\0\0", 5))), "BAD_REQUEST changes[3].id") << "fixed32 for int64";
  EXPECT_EQ(FaultOf("Customer", Raw("\x12\x01\xff")), "BAD_VALUE changes[3].name") << "not UTF-8";
  EXPECT_EQ(FaultOf("Everything", Raw("\xf2\x01\x01\x08")), "BAD_REQUEST changes[3].list");
}

TEST(DataTest, AnUnknownFieldNumberIsNamed) {
  const absl::StatusOr<EntityData> data = Decode("Tag", Raw("\x98\x06\x01"));
  EXPECT_EQ(ReasonOf(data.status()), Reason::kBadValue);
  EXPECT_THAT(std::string(data.status().message()), HasSubstr("99"));
}

TEST(DataTest, ThePartsOfASplitMessageAreMergedAndTheLastScalarCounts) {
  EXPECT_EQ(Decoded("Order", Raw(BytesOf(TestEntity("Order"), "customer { id: 5 }") +
                                 BytesOf(TestEntity("Order"), R"(id: 3 customer { name: "Ann" })"))),
            "{id=3 customer={id=5 name=Ann}}");
  EXPECT_EQ(Decoded("Tag", Raw("\x0a\x01"
                               "a"
                               "\x0a\x01"
                               "b")),
            "{name=b}");
}

TEST(DataTest, UnpackedListsAreReadToo) {
  EXPECT_EQ(Decoded("Everything", Raw("\xc0\x02\x01\xc0\x02\x02")), "{ints=[1, 2]}");
}

TEST(DataTest, PathsThatLeadNowhereAreNamed) {
  EXPECT_EQ(FaultOf({"Order", "", {"customer", "customer.nme"}}), "UNKNOWN_PROPERTY changes[3].fields[1]");
  EXPECT_THAT(Decoded({"Order", "", {"customer.nme"}}), HasSubstr("did you mean 'name'"));
  EXPECT_EQ(FaultOf({"Order", "", {"id.x"}}), "BAD_REQUEST changes[3].fields[0]");
  EXPECT_EQ(FaultOf({"Order", "", {"lines.number"}}), "BAD_REQUEST changes[3].fields[0]");
  EXPECT_EQ(FaultOf({"Order", "", {"lines[x]"}}), "BAD_REQUEST changes[3].fields[0]");
  EXPECT_EQ(FaultOf({"Order", "", {""}}), "BAD_REQUEST changes[3].fields[0]");
  EXPECT_EQ(FaultOf({"Order", "", {"lines[4]"}}), "BAD_REQUEST changes[3].fields[0]");
}

// A customer with `depth` mentors above each other.
std::string Mentors(size_t depth) {
  std::string bytes = "\x12\x01n";
  for (size_t i = 0; i < depth; ++i) {
    std::string length;
    for (size_t size = bytes.size();; size >>= 7) {
      length += static_cast<char>(size >= 0x80 ? (size & 0x7f) | 0x80 : size);
      if (size < 0x80) break;
    }
    bytes = "\x3a" + length + bytes;
  }
  return bytes;
}

TEST(DataTest, DepthIsLimited) {
  EXPECT_TRUE(Decode("Customer", Raw(Mentors(kDataDepth - 1))).ok());
  const absl::StatusOr<EntityData> deep = Decode("Customer", Raw(Mentors(10'000)));
  EXPECT_EQ(ReasonOf(deep.status()), Reason::kLimitExceeded);
  EXPECT_THAT(ErrorOf(deep.status()).metadata, ElementsAre(std::pair<std::string, std::string>("limit", "data_depth")));
}

// Every byte of a message that holds something of everything is replaced, dropped and cut off in turn.
TEST(DataTest, DamagedBytesAreDecodedOrRefusedNeverMore) {
  const std::string everything = BytesOf(TestEntity("Everything"), R"(
      i32: 5 f64: 6 real: 1 text: "abc" price: "1.5" at { seconds: 5 nanos: 6000 } span { seconds: 7 }
      object { fields { key: "a" value { list_value { values { number_value: 1 } values { string_value: "x" } } } } }
      counts { key: "k" value: 3 } names { key: 1 value: "v" } boxed_int { value: 9 } color: RED ints: [1, 200] numbers: [2])");
  const std::string order = BytesOf(TestEntity("Order"), R"(
      customer { name: "n" address { id: "x" city: "c" } } lines { number: 1 product { title: "t" } } tags { name: "g" })");
  size_t refused = 0;
  for (const auto& [entity, good] : {std::pair("Everything", everything), std::pair("Order", order)}) {
    for (size_t i = 0; i < good.size(); ++i) {
      for (const char byte : {'\x00', '\x01', '\x0a', '\x7f', '\x80', '\xff'}) {
        std::string bad = good;
        bad[i] = byte;
        refused += !Decode(entity, Raw(bad)).ok();
      }
      refused += !Decode(entity, Raw(good.substr(0, i))).ok();
      refused += !Decode(entity, Raw(good.substr(0, i) + good.substr(i + 1))).ok();
    }
  }
  EXPECT_GT(refused, 500u);
}

TEST(DataTest, JsonDepthIsLimited) {
  std::string value = "bool_value: true";
  for (int i = 0; i < 150; ++i) value = "list_value { values { " + value + " } }";
  EXPECT_EQ(FaultOf({"Everything", "any { " + value + " }"}), "LIMIT_EXCEEDED changes[3].any");
}

}  // namespace
}  // namespace ormd::wire
