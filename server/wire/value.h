// Values and keys of the API to values of the ORM and back.
#pragma once

#include "absl/status/statusor.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/v1/value.pb.h"
#include "orm/value/type.h"
#include "orm/value/value.h"

namespace ormd::wire {

// Not yet canonical: the property that a value is meant for decides its type. BAD_VALUE, with its place relative to the
// value, where no kind is set, a name stands twice in a map, a timestamp is out of range or JSON is malformed.
// Recursive: `value` must come from ParseMessage, which bounds its depth.
absl::StatusOr<Value> FromWire(const orm::v1::Value& value);

// The pairs as a Map, in order.
absl::StatusOr<Value> MapFromWire(const orm::v1::MapValue& map);

// A canonical value of this type.
void ToWire(const Type& type, const Value& value, orm::v1::Value* out);

// One canonical value for each key column of the entity. BAD_VALUE where number or values do not fit.
absl::StatusOr<Key> KeyFromWire(const EntityMetadata& entity, const orm::v1::Key& key);

}  // namespace ormd::wire
