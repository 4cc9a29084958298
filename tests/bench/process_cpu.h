// CPU time, in microseconds, user and system.
#pragma once

#include <sys/types.h>

namespace ormd::bench {

// Of this process.
double OwnCpu();
// Of another one, from /proc; in steps of the kernel's clock tick (usually 10 ms).
double CpuOf(pid_t pid);

}  // namespace ormd::bench
