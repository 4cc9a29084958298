// Scalars on the wire to Values, by the type of the field.
#pragma once

#include <google/protobuf/descriptor.h>

#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "orm/value/value.h"
#include "server/wire/wire_reader.h"

namespace ormd::wire {

// `parts` are the occurrences of one field, at least one, in the order of the wire; of a field that is not repeated the
// last one counts, messages apart, which are merged. Values are not canonical yet. Faults have paths relative to the
// field: BAD_REQUEST for bytes that do not fit, BAD_VALUE for enum numbers, times and JSON that cannot be.
absl::Status DecodeScalar(const google::protobuf::FieldDescriptor& field, std::span<const WireField> parts, Value* out);

// The same for a field whose own label is of no interest.
absl::Status DecodeSingle(const google::protobuf::FieldDescriptor& field, std::span<const WireField> parts, Value* out);

// What a field without presence is where it is absent; an empty list, the text of an empty JSON object for a map.
Value ZeroOf(const google::protobuf::FieldDescriptor& field);

// The bytes of one message that stands on the wire in parts; `storage` holds them where there are several.
std::string_view JoinedBytes(std::span<const WireField> parts, std::string& storage);

}  // namespace ormd::wire
