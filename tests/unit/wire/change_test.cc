#include "server/wire/change.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "tests/unit/wire/wire_schema.h"

namespace ormd::wire {
namespace {

orm::v1::Change Parse(const std::string& text) {
  orm::v1::Change change;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &change)) << text;
  return change;
}

absl::StatusOr<StagedChange> Decode(const orm::v1::Change& change) {
  StagedChange out;
  out.origin = "changes[1]";
  const absl::Status status = DecodeChange(TestSchema(), change, &out);
  if (!status.ok()) return status;
  return out;
}

std::string FaultOf(const std::string& text) {
  const Error error = ErrorOf(Decode(Parse(text)).status());
  return StrCat(ReasonName(error.reason), " ", error.violations.empty() ? "-" : error.violations.front().field);
}

TEST(WireChangeTest, ACreateHasDataAndPerhapsAName) {
  orm::v1::Change change = Parse(R"(create { entity: "Tag" local: "t" })");
  change.mutable_create()->mutable_data()->set_message(BytesOf(TestEntity("Tag"), R"(name: "red")"));
  const auto staged = Decode(change);
  ASSERT_TRUE(staged.ok()) << staged.status();
  EXPECT_EQ(staged->operation, StagedChange::Operation::kCreate);
  EXPECT_EQ(staged->entity, &TestEntity("Tag"));
  EXPECT_EQ(staged->local, "t");
  EXPECT_EQ(staged->origin, "changes[1]");
  EXPECT_EQ(staged->data.origin, "changes[1]");
  ASSERT_EQ(staged->data.scalars.size(), 1u);
  EXPECT_EQ(staged->data.scalars[0].value, Value("red"));
}

TEST(WireChangeTest, AssignAndRemoveNameTheirTargetAndVersion) {
  const auto assign =
      Decode(Parse(R"(assign { entity: "Customer" key { values { int64: 5 } } version { text: "3" } })"));
  ASSERT_TRUE(assign.ok()) << assign.status();
  EXPECT_EQ(assign->operation, StagedChange::Operation::kAssign);
  EXPECT_EQ(assign->target.entity, &TestEntity("Customer"));
  EXPECT_EQ(assign->target.key, (Key{5}));
  EXPECT_EQ(assign->version, Value(3));
  const auto remove = Decode(Parse(R"(remove { entity: "Customer" local: "ann" })"));
  ASSERT_TRUE(remove.ok());
  EXPECT_EQ(remove->operation, StagedChange::Operation::kRemove);
  EXPECT_EQ(remove->target.local, "ann");
  EXPECT_FALSE(remove->version.has_value());
}

TEST(WireChangeTest, FaultsStandUnderTheChange) {
  EXPECT_EQ(FaultOf(""), "BAD_REQUEST changes[1]");
  EXPECT_EQ(FaultOf("create {}"), "BAD_REQUEST changes[1].entity");
  EXPECT_EQ(FaultOf(R"(create { entity: "Nothing" })"), "UNKNOWN_ENTITY changes[1].entity");
  EXPECT_EQ(FaultOf(R"(assign { entity: "Customer" })"), "BAD_REQUEST changes[1].key");
  EXPECT_EQ(FaultOf(R"(assign { entity: "Customer" local: "" })"), "BAD_REQUEST changes[1].local");
  EXPECT_THAT(FaultOf(R"(remove { entity: "Customer" key { values { text: "x" } } })"),
              ::testing::StartsWith("BAD_VALUE changes[1].key"));
  EXPECT_EQ(FaultOf(R"(remove { entity: "Customer" local: "a" version { text: "x" } })"),
            "BAD_VALUE changes[1].version");
  EXPECT_EQ(FaultOf(R"(remove { entity: "Customer" local: "a" version {} })"), "BAD_VALUE changes[1].version");
  EXPECT_EQ(FaultOf(R"(remove { entity: "Tag" local: "a" version { int64: 1 } })"), "BAD_REQUEST changes[1].version");
  EXPECT_EQ(FaultOf(R"(create { entity: "Tag" data { message: "\n\001\377" } })"), "BAD_VALUE changes[1].name");
}

TEST(WireChangeTest, APlanIsListedInOrder) {
  orm::v1::FlushReply reply;
  EncodePlan(
      {{FlushAction::kInsert, "w.Tag", 2, "INSERT", {"a", "new"}}, {FlushAction::kExtraUpdate, "w.Tag", 1, "U", {"1"}}},
      &reply);
  ASSERT_EQ(reply.plan_size(), 2);
  EXPECT_EQ(reply.plan(0).ShortDebugString(),
            R"(action: INSERT entity: "w.Tag" rows: 2 sql: "INSERT" targets: "a" targets: "new")");
  EXPECT_EQ(reply.plan(1).action(), orm::v1::PlannedStatement::EXTRA_UPDATE);
}

}  // namespace
}  // namespace ormd::wire
