// The canonical form of a value, kind by kind: what Canonicalize is made of. No value is null here.
#pragma once

#include "absl/status/statusor.h"
#include "orm/value/type.h"

namespace ormd {

// Decimals without a scale but with a precision are whole numbers, as in SQL.
std::optional<uint32_t> DecimalScale(const Type& type);

absl::StatusOr<Value> CanonicalBool(const Type& type, const Value& value);
// smallint, integer, bigint.
absl::StatusOr<Value> CanonicalInteger(const Type& type, const Value& value);
// real, double.
absl::StatusOr<Value> CanonicalFloat(const Type& type, const Value& value);
absl::StatusOr<Value> CanonicalNumeric(const Type& type, Value value);

// text, varchar, char.
absl::StatusOr<Value> CanonicalString(const Type& type, Value value);
absl::StatusOr<Value> CanonicalLabel(const Type& type, Value value);
// uuid, date, time.
absl::StatusOr<Value> CanonicalTextForm(const Type& type, const Value& value);
absl::StatusOr<Value> CanonicalTimestamp(const Type& type, const Value& value);
absl::StatusOr<Value> CanonicalInterval(const Type& type, const Value& value);
absl::StatusOr<Value> CanonicalBytes(const Type& type, Value value);
absl::StatusOr<Value> CanonicalDocument(const Type& type, Value value);

}  // namespace ormd
