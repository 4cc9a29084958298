// The well-known types that hold JSON on the wire to JSON documents.
#pragma once

#include <google/protobuf/descriptor.h>

#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "server/wire/wire_reader.h"

namespace ormd::wire {

// Documents in a Struct nest at most so deep.
inline constexpr int kJsonDepth = 100;

// The document that the occurrences of the field hold: google.protobuf.Struct, Value, ListValue, or a map. Numbers are
// written as short as they read back. Faults have no path: BAD_REQUEST (no such message, not UTF-8), BAD_VALUE (no
// finite number, a name that stands twice), LIMIT_EXCEEDED.
absl::StatusOr<std::string> JsonFromWire(const google::protobuf::FieldDescriptor& field,
                                         std::span<const WireField> parts);

}  // namespace ormd::wire
