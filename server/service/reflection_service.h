// Server reflection, v1 and v1alpha.
#pragma once

#include <string>

#include "server/rpc/raw_service.h"
#include "server/service/reflection_index.h"

namespace ormd {

// Both versions are the same on the wire; only the service's name differs.
class ReflectionService : public RawService {
 public:
  static constexpr const char* kV1 = "grpc.reflection.v1.ServerReflection";
  static constexpr const char* kV1Alpha = "grpc.reflection.v1alpha.ServerReflection";

  // `index` outlives the service.
  ReflectionService(std::string name, const ReflectionIndex& index);
};

}  // namespace ormd
