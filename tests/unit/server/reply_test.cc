#include "server/session/reply.h"

#include <gtest/gtest.h>

#include <string>

#include "server/wire/message.h"

namespace ormd {
namespace {

using orm::v1::Reply;

// Short ones are copied, long ones go out as they are.
TEST(ReplyTest, BytesAreThoseOfTheMessage) {
  for (const size_t size : {0, 1, 100, 4096, 5000, 200'000}) {
    for (const uint64_t id : {uint64_t{0}, uint64_t{1}, UINT64_MAX}) {
      for (const bool more : {false, true}) {
        Reply reply;
        reply.set_id(id);
        reply.set_more(more);
        reply.mutable_find()->mutable_graph()->add_sets()->set_entity(std::string(size, 'x'));
        const EncodedReply encoded(Reply::kFind, wire::SerializeMessage(reply.find()), more);
        const grpc::ByteBuffer bytes = ReplyBytes(id, encoded);
        EXPECT_EQ(bytes.Length(), reply.ByteSizeLong());
        EXPECT_EQ(ReplySize(id, encoded), bytes.Length());
        EXPECT_LE(bytes.Length(), encoded.message.size() + kReplyHeadBytes);
        Reply read;
        ASSERT_TRUE(wire::ParseMessage(bytes, &read).ok());
        EXPECT_EQ(read.SerializeAsString(), reply.SerializeAsString());
      }
    }
  }
}

TEST(ReplyTest, AnEmptyMessageStillHasItsKind) {
  Reply read;
  ASSERT_TRUE(wire::ParseMessage(ReplyBytes(7, {Reply::kClear, orm::v1::ClearReply()}), &read).ok());
  EXPECT_EQ(read.id(), 7u);
  EXPECT_TRUE(read.has_clear());
}

}  // namespace
}  // namespace ormd
