#include "server/wire/message.h"

#include <gmock/gmock.h>
#include <grpcpp/support/slice.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "orm/v1/entity_manager.pb.h"
#include "orm/v1/session.pb.h"
#include "server/wire/wire_buffer.h"

namespace ormd::wire {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

grpc::ByteBuffer Buffer(const std::string& bytes, size_t slice_size = SIZE_MAX) {
  std::vector<grpc::Slice> slices;
  for (size_t at = 0; at < bytes.size(); at += std::min(slice_size, bytes.size()))
    slices.emplace_back(bytes.substr(at, slice_size));
  if (slices.empty()) slices.emplace_back();
  return grpc::ByteBuffer(slices.data(), slices.size());
}

template <typename Message>
Error FaultOf(const std::string& bytes) {
  Message message;
  return ErrorOf(ParseMessage(Buffer(bytes), &message));
}

// Puts a message around bytes that were written backwards.
void Around(std::string& reversed, uint32_t number, size_t& size) {
  char header[20];
  char* end = PutVarint(size, PutVarint(number << 3 | 2, header));
  const size_t length = static_cast<size_t>(end - header);
  reversed.append(std::reverse_iterator<char*>(end), std::reverse_iterator<char*>(header));
  size += length;
}

// A FindRequest whose where is {"$not": {"$not": ...}}, `depth` levels: built inside out, so backwards.
std::string DeepFind(size_t depth) {
  const std::string name = "\x0a\x04$not";
  std::string reversed;
  size_t size = 0;
  for (size_t i = 0; i < depth; ++i) {
    Around(reversed, 9, size);  // Value.map
    Around(reversed, 2, size);  // Pair.value
    reversed.append(name.rbegin(), name.rend());
    size += name.size();
    Around(reversed, 1, size);  // MapValue.pairs
  }
  Around(reversed, 2, size);  // Find.where
  Around(reversed, 2, size);  // FindRequest.find
  return std::string(reversed.rbegin(), reversed.rend());
}

TEST(MessageTest, WhatIsSerialisedParses) {
  orm::v1::Command command;
  command.set_id(7);
  command.mutable_find()->set_entity(std::string(100'000, 'x'));
  orm::v1::Command parsed;
  const grpc::Slice bytes = SerializeMessage(command);
  ASSERT_TRUE(ParseMessage(grpc::ByteBuffer(&bytes, 1), &parsed).ok());
  EXPECT_EQ(parsed.SerializeAsString(), command.SerializeAsString());
  ASSERT_TRUE(ParseMessage(Buffer(command.SerializeAsString(), 1000), &parsed).ok()) << "in many slices";
  EXPECT_EQ(parsed.find().entity().size(), 100'000u);
}

TEST(MessageTest, NoBytesAreAnEmptyMessage) {
  orm::v1::Command parsed;
  parsed.set_id(1);
  EXPECT_TRUE(ParseMessage(Buffer(""), &parsed).ok());
  EXPECT_EQ(parsed.id(), 0u);
  EXPECT_TRUE(ParseMessage(grpc::ByteBuffer(), &parsed).ok());
}

TEST(MessageTest, AConditionOfSensibleDepthParses) {
  orm::v1::FindRequest request;
  EXPECT_TRUE(ParseMessage(Buffer(DeepFind(300)), &request).ok());
}

TEST(MessageTest, TooDeepIsALimitWithItsPath) {
  for (const size_t depth : {400, 10'000, 200'000}) {
    const Error error = FaultOf<orm::v1::FindRequest>(DeepFind(depth));
    EXPECT_EQ(error.reason, Reason::kLimitExceeded);
    EXPECT_THAT(error.metadata, ElementsAre(std::pair<std::string, std::string>("limit", "message_depth")));
    ASSERT_EQ(error.violations.size(), 1u);
    EXPECT_EQ(error.violations[0].field, "find.where.$not.$not.$not.$not.$not.$not...");
  }
}

// Values in lists in values: a million levels within four megabytes are enough to overflow any stack.
TEST(MessageTest, AMillionLevelsAreAnsweredToo) {
  std::string reversed;
  size_t size = 0;
  for (size_t i = 0; i < 250'000; ++i) {
    Around(reversed, 8, size);  // Value.list
    Around(reversed, 1, size);  // ListValue.values
  }
  const Error error = FaultOf<orm::v1::ListValue>(std::string(reversed.rbegin(), reversed.rend()));
  EXPECT_EQ(error.reason, Reason::kLimitExceeded);
  EXPECT_THAT(error.violations[0].field, StartsWith("[0][0]"));
  const Error groups = FaultOf<orm::v1::Command>(std::string(4'000'000, '\x0b'));
  EXPECT_EQ(groups.reason, Reason::kLimitExceeded) << "start tags of unknown groups";
}

TEST(MessageTest, MalformedBytesAreNamedByTheirPlace) {
  const auto fault = [](const std::string& bytes) {
    const Error error = FaultOf<orm::v1::FindRequest>(bytes);
    return std::string(ReasonName(error.reason)) + " " + error.violations[0].field;
  };
  EXPECT_EQ(fault("\x12"), "BAD_REQUEST ");
  EXPECT_EQ(fault("\x12\x03\x0a\x05x"), "BAD_REQUEST find") << "a text longer than its message";
  EXPECT_EQ(fault("\x12\x03\x0a\x01\xff"), "BAD_REQUEST find.entity") << "not UTF-8";
  EXPECT_EQ(fault("\x0c"), "BAD_REQUEST ") << "the end of a group that never began";
  EXPECT_EQ(fault(std::string("\0", 1)), "BAD_REQUEST ");
}

TEST(MessageTest, PlacesInListsAreCounted) {
  orm::v1::Flush flush;
  for (int i = 0; i < 3; ++i) flush.add_changes()->mutable_create()->set_entity("e");
  std::string bytes = flush.SerializeAsString();
  bytes.back() = '\xff';
  const Error error = FaultOf<orm::v1::Flush>(bytes);
  EXPECT_EQ(error.violations[0].field, "changes[2].create.entity");
}

}  // namespace
}  // namespace ormd::wire
