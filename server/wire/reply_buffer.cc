#include "server/wire/reply_buffer.h"

namespace ormd::wire {
namespace {

void DeleteBytes(void* bytes) { delete[] static_cast<char*>(bytes); }

}  // namespace

grpc::Slice ToSlice(WireBuffer& out, size_t first) {
  const size_t size = out.size() - first;
  if (size == 0) return grpc::Slice();
  char* bytes = out.Release().release();
  return grpc::Slice(bytes + first, size, DeleteBytes, bytes);
}

}  // namespace ormd::wire
