// Every error that the metadata floor answers to a request. Faults of a schema are SchemaFaults (loader.h) instead.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace ormd {

// `proposal` is "; did you mean …?" or empty.
absl::Status UnknownEntity(std::string_view name, std::string_view proposal);

// A short name that several entities have; `full_names` are theirs.
absl::Status AmbiguousEntity(std::string_view name, const std::vector<std::string>& full_names);

}  // namespace ormd
