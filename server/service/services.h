// All services of the daemon.
#pragma once

#include <memory>
#include <vector>

#include "server/rpc/raw_service.h"
#include "server/service/host.h"
#include "server/service/reflection_index.h"

namespace ormd {

// Outlives the server that they are registered with.
class Services {
 public:
  explicit Services(const Host& host);

  const std::vector<std::unique_ptr<RawService>>& all() const { return services_; }

 private:
  void AddReflection(const Host& host);

  std::unique_ptr<ReflectionIndex> reflection_;
  std::vector<std::unique_ptr<RawService>> services_;
};

}  // namespace ormd
