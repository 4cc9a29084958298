// Finds out why a message could not be parsed.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string_view>

#include "absl/status/status.h"

namespace ormd::wire {

// Walks over the bytes, which are no acceptable message of this type, and names the first fault: nested deeper than
// `max_depth`, no message, or text that is not UTF-8. Needs stack and memory for at most `max_depth` levels, whatever
// the bytes are.
absl::Status FindMessageFault(const google::protobuf::Descriptor& type, std::string_view bytes, int max_depth);

}  // namespace ormd::wire
