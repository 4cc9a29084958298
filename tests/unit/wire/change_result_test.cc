// As a client reads what became of changes.
#include "server/wire/change_result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/wire/slice_text.h"
#include "tests/unit/wire/wire_schema.h"

namespace ormd::wire {
namespace {

using Operation = StagedChange::Operation;
using ::testing::ElementsAre;

bool KnowsAll(const google::protobuf::Message& message) {
  return message.GetReflection()->GetUnknownFields(message).empty();
}

orm::v1::FlushReply ReplyOf(const std::vector<std::pair<Operation, const Entity*>>& changes) {
  WireBuffer sent;
  ChangeResultEncoder encoder;
  for (const auto& [operation, entity] : changes) encoder.AddTo(sent, operation, *entity);
  orm::v1::FlushReply received;
  EXPECT_TRUE(received.ParseFromString(std::string(sent.view())));
  EXPECT_TRUE(KnowsAll(received));
  return received;
}

orm::v1::ChangeResult ResultOf(Operation operation, const Entity& entity) {
  orm::v1::ChangeReply received;
  EXPECT_TRUE(received.ParseFromString(TextOf(ChangeResultEncoder().EncodeReply(operation, entity))));
  EXPECT_TRUE(KnowsAll(received));
  return received.result();
}

TEST(ChangeResultTest, AResultHoldsKeyAndWhatWasMade) {
  const EntityMetadata& metadata = TestEntity("Customer");
  const auto customer = MakeEntity(metadata, {Value(5)});
  Put(*customer, "id", 5);
  Put(*customer, "name", "Ann");
  Put(*customer, "version", 1);
  customer->set_local("ann");
  customer->made.Set(PropertyOf(metadata, "id").index);
  customer->made.Set(PropertyOf(metadata, "version").index);
  const orm::v1::ChangeResult result = ResultOf(StagedChange::Operation::kCreate, *customer);
  EXPECT_EQ(result.operation(), orm::v1::ChangeResult::CREATE);
  EXPECT_EQ(result.entity(), "w.Customer");
  EXPECT_EQ(result.local(), "ann");
  EXPECT_EQ(result.key().ShortDebugString(), "values { int64: 5 }");
  EXPECT_THAT(result.generated_fields(), ElementsAre("id", "version"));
  EXPECT_EQ(TextOf(metadata, result.generated()), "id: 5 version: 1");
}

TEST(ChangeResultTest, AKeyHasAllItsParts) {
  const auto line = MakeEntity(TestEntity("Line"), {Value(12), Value(3)});
  EXPECT_EQ(ResultOf(Operation::kRemove, *line).key().ShortDebugString(), "values { int64: 12 } values { int64: 3 }");
}

TEST(ChangeResultTest, AResultWithoutAKeyHasNone) {
  const Entity staged(TestEntity("Customer"), Entity::State::kNew);
  const orm::v1::ChangeResult result = ResultOf(StagedChange::Operation::kAssign, staged);
  EXPECT_FALSE(result.has_key());
  EXPECT_TRUE(result.generated().empty());
}

// Short ones, long ones, and with other properties made, by one encoder.
TEST(ChangeResultTest, ASerialisedReplyIsThatOfTheMessage) {
  const EntityMetadata& metadata = TestEntity("Customer");
  ChangeResultEncoder encoder;
  for (const std::string& local : {std::string(), std::string("ann"), std::string(300, 'x')}) {
    const auto customer = MakeEntity(metadata, {Value(5)});
    Put(*customer, "id", 5);
    customer->set_local(local);
    customer->made.Set(PropertyOf(metadata, "id").index, !local.empty());
    orm::v1::ChangeReply message;
    *message.mutable_result() = ResultOf(Operation::kCreate, *customer);
    EXPECT_EQ(TextOf(encoder.EncodeReply(Operation::kCreate, *customer)), message.SerializeAsString());
  }
}

TEST(ChangeResultTest, ResultsOfOneReplyAreEachOnesOwn) {
  const EntityMetadata& metadata = TestEntity("Customer");
  const auto first = MakeEntity(metadata, {Value(5)});
  const auto second = MakeEntity(metadata, {Value(-6)});
  const auto third = MakeEntity(metadata, {Value(7)});
  Put(*second, "version", 2);
  Put(*third, "version", 3);
  second->made.Set(PropertyOf(metadata, "version").index);
  third->made.Set(PropertyOf(metadata, "version").index);
  third->set_local("c");
  const Entity tag(TestEntity("Tag"), Entity::State::kNew);
  const orm::v1::FlushReply reply = ReplyOf({{Operation::kAssign, first.get()},
                                             {Operation::kAssign, second.get()},
                                             {Operation::kAssign, third.get()},
                                             {Operation::kRemove, third.get()},
                                             {Operation::kCreate, &tag}});
  ASSERT_EQ(reply.results_size(), 5);
  EXPECT_EQ(reply.results(0).ShortDebugString(),
            R"(operation: ASSIGN entity: "w.Customer" key { values { int64: 5 } })");
  EXPECT_EQ(reply.results(1).key().ShortDebugString(), "values { int64: -6 }");
  EXPECT_EQ(TextOf(metadata, reply.results(1).generated()), "version: 2");
  EXPECT_EQ(reply.results(2).local(), "c");
  EXPECT_EQ(TextOf(metadata, reply.results(2).generated()), "version: 3");
  EXPECT_EQ(reply.results(3).operation(), orm::v1::ChangeResult::REMOVE);
  EXPECT_EQ(reply.results(4).ShortDebugString(), R"(operation: CREATE entity: "w.Tag")");
}

}  // namespace
}  // namespace ormd::wire
