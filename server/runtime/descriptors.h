// File descriptors, of which each connection takes one.
#pragma once

#include <cstddef>

namespace ormd {

// Raises what this process may have to what the system allows it; answers that.
size_t RaiseDescriptorLimit();

}  // namespace ormd
