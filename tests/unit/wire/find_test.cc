#include "server/wire/find.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "tests/unit/wire/wire_schema.h"

namespace ormd::wire {
namespace {

using ::testing::ElementsAre;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

std::string FaultText(const absl::Status& status) {
  const Error error = ErrorOf(status);
  return StrCat(ReasonName(error.reason), " ", error.violations.empty() ? "-" : error.violations.front().field);
}

std::string FaultOf(const std::string& text) {
  return FaultText(DecodeFind(TestSchema(), Parse<orm::v1::Find>(text), {}).status());
}

TEST(WireFindTest, AllOptionsAreResolved) {
  const auto find = DecodeFind(TestSchema(), Parse<orm::v1::Find>(R"(
      entity: "Customer" where { pairs { name: "name" value { text: "Ann" } } }
      order_by { path: "address.city" descending: true nulls: NULLS_LAST } limit: 5 offset: 2 populate: "orders.tags"
      fields: "name" lock_mode: PESSIMISTIC_WRITE refresh: true)"),
                               {});
  ASSERT_TRUE(find.ok()) << find.status();
  const FindOptions& options = find->options;
  EXPECT_EQ(find->entity->name, "w.Customer");
  EXPECT_EQ(options.where.kind, Condition::Kind::kCompare);
  ASSERT_GE(options.order.size(), 1u);
  EXPECT_TRUE(options.order[0].descending);
  EXPECT_EQ(options.order[0].nulls, Nulls::kLast);
  EXPECT_EQ(options.limit, 5u);
  EXPECT_EQ(options.offset, 2u);
  ASSERT_EQ(options.populate.size(), 1u);
  EXPECT_EQ(options.populate[0].children[0].relation->name, "tags");
  EXPECT_THAT(options.fields, ElementsAre(0u, 1u, 7u)) << "key and version are always read";
  EXPECT_EQ(options.lock, LockMode::kPessimisticWrite);
  EXPECT_TRUE(options.refresh);
}

TEST(WireFindTest, AnUnsetLimitMeansAll) {
  const auto find = DecodeFind(TestSchema(), Parse<orm::v1::Find>(R"(entity: "w.Tag")"), {});
  ASSERT_TRUE(find.ok());
  EXPECT_FALSE(find->options.limit.has_value());
  EXPECT_EQ(find->options.where.kind, Condition::Kind::kTrue);
}

TEST(WireFindTest, FaultsStandAtTheirFields) {
  EXPECT_EQ(FaultOf(""), "BAD_REQUEST entity");
  EXPECT_EQ(FaultOf(R"(entity: "Custmer")"), "UNKNOWN_ENTITY entity");
  EXPECT_EQ(FaultOf(R"(entity: "Customer" where { pairs { name: "nme" value { int64: 1 } } })"),
            "UNKNOWN_PROPERTY where.nme");
  EXPECT_EQ(FaultOf(R"(entity: "Customer" where { pairs { name: "address" value { map { pairs { name: "city"
                       value { bool: true } } } } } })"),
            "BAD_VALUE where.address.city");
  EXPECT_EQ(FaultOf(R"(entity: "Customer" where { pairs { name: "name" } })"), "BAD_VALUE where.name");
  EXPECT_THAT(FaultOf(R"(entity: "Customer" order_by { path: "name" } order_by { path: "x" })"),
              ::testing::StartsWith("UNKNOWN_PROPERTY order_by[1]"));
  EXPECT_EQ(FaultOf(R"(entity: "Customer" order_by { path: "name" nulls: 9 })"), "BAD_REQUEST order_by[0].nulls");
  EXPECT_THAT(FaultOf(R"(entity: "Customer" populate: "x")"), ::testing::StartsWith("UNKNOWN_PROPERTY populate[0]"));
  EXPECT_EQ(FaultOf(R"(entity: "Customer" fields: "x")"), "UNKNOWN_PROPERTY fields[0]");
  EXPECT_EQ(FaultOf(R"(entity: "Customer" lock_mode: 9)"), "BAD_REQUEST lock_mode");
}

std::string OneFault(const std::string& text) {
  return FaultText(DecodeFindOne(TestSchema(), Parse<orm::v1::FindOne>(text), {}).status());
}

TEST(WireFindTest, FindOneTakesAKeyOrACondition) {
  const auto by_key = DecodeFindOne(
      TestSchema(), Parse<orm::v1::FindOne>(R"(entity: "Customer" key { values { text: "5" } } allow_missing: true)"),
      {});
  ASSERT_TRUE(by_key.ok()) << by_key.status();
  EXPECT_EQ(by_key->key, (Key{5}));
  EXPECT_FALSE(by_key->options.limit.has_value());
  EXPECT_TRUE(by_key->allow_missing);
  const auto by_where = DecodeFindOne(TestSchema(), Parse<orm::v1::FindOne>(R"(entity: "Customer" where {})"), {});
  ASSERT_TRUE(by_where.ok());
  EXPECT_FALSE(by_where->key.has_value());
  EXPECT_EQ(by_where->options.limit, 1u);
  EXPECT_EQ(OneFault(R"(entity: "Customer")"), "BAD_REQUEST key");
  EXPECT_EQ(OneFault(R"(entity: "Customer" key {} where {})"), "BAD_REQUEST key");
  EXPECT_THAT(OneFault(R"(entity: "Customer" key { values { text: "x" } })"), ::testing::StartsWith("BAD_VALUE key"));
}

TEST(WireFindTest, CountAndRefreshAreResolved) {
  const auto count = DecodeCount(TestSchema(), Parse<orm::v1::Count>(R"(entity: "Tag" where { pairs { name: "name"
                                                                        value { text: "a" } } })"),
                                 {});
  ASSERT_TRUE(count.ok());
  EXPECT_EQ(count->where.kind, Condition::Kind::kCompare);
  const auto refresh = DecodeRefresh(
      TestSchema(), Parse<orm::v1::Refresh>(R"(entity: "Customer" key { values { int64: 5 } } populate: "orders")"),
      {});
  ASSERT_TRUE(refresh.ok());
  EXPECT_EQ(refresh->key, (Key{5}));
  EXPECT_TRUE(refresh->options.refresh);
  EXPECT_FALSE(refresh->options.fields.empty());
  EXPECT_EQ(FaultText(DecodeRefresh(TestSchema(), Parse<orm::v1::Refresh>(R"(entity: "Customer")"), {}).status()),
            "BAD_REQUEST key");
}

}  // namespace
}  // namespace ormd::wire
