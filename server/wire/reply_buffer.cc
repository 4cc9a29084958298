#include "server/wire/reply_buffer.h"

#include <grpcpp/support/slice.h>

namespace ormd::wire {
namespace {

void DeleteBytes(void* bytes) { delete[] static_cast<char*>(bytes); }

}  // namespace

grpc::ByteBuffer ToByteBuffer(WireBuffer& out, size_t first) {
  const size_t size = out.size() - first;
  if (size == 0) {
    const grpc::Slice empty;
    return grpc::ByteBuffer(&empty, 1);
  }
  char* bytes = out.Release().release();
  const grpc::Slice slice(bytes + first, size, DeleteBytes, bytes);
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace ormd::wire
