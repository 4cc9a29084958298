// Bytes to gRPC's buffers and back.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <string>

namespace ormd::bench {

grpc::ByteBuffer ToBuffer(const std::string& bytes);
std::string ToBytes(const grpc::ByteBuffer& buffer);

}  // namespace ormd::bench
