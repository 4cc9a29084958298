#include "server/runtime/descriptors.h"

#include <sys/resource.h>

#include <algorithm>

namespace ormd {
namespace {

// The hard limit of a container may be a thousand millions.
constexpr rlim_t kMost = 1 << 20;

}  // namespace

size_t RaiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  rlimit raised = limit;
  raised.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, kMost));
  return setrlimit(RLIMIT_NOFILE, &raised) == 0 ? raised.rlim_cur : limit.rlim_cur;
}

}  // namespace ormd
