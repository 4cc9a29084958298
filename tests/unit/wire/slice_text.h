// The bytes of a slice, to compare them.
#pragma once

#include <grpcpp/support/slice.h>

#include <string>

namespace ormd::wire {

inline std::string TextOf(const grpc::Slice& bytes) {
  return std::string(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
}

}  // namespace ormd::wire
