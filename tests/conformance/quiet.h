// When nothing moves any more.
#pragma once

#include <sys/types.h>

namespace ormd::conformance {

// Whether all threads of the process and of this one, the caller's apart, come to sleep: whatever was sent has arrived,
// and waits for something else. False where they do not in time.
bool BecomesQuiet(pid_t process);

}  // namespace ormd::conformance
