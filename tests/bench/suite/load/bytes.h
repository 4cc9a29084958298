// Messages to bytes and back.
#pragma once

#include <google/protobuf/message_lite.h>
#include <grpcpp/support/byte_buffer.h>

#include <cstdint>

namespace ormd::bench {

grpc::ByteBuffer Serialize(const google::protobuf::MessageLite& message);

// The bytes of a message whose field `field` holds `message`, and, where `id` is not 0, whose field 1 holds that.
grpc::ByteBuffer SerializeInField(int field, const google::protobuf::MessageLite& message, uint64_t id);

bool Parse(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite* message);

}  // namespace ormd::bench
