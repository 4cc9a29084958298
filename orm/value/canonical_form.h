// The canonical form of a value, kind by kind: what Canonicalize is made of. No value is null here; each is changed in
// place, and unspecified after a fault. `added_digits` counts what exponents and scales have written out over all the
// documents and numbers of an array; beyond kMostAddedDigits they are refused.
#pragma once

#include "absl/status/statusor.h"
#include "orm/value/type.h"

namespace ormd {

// Decimals without a scale but with a precision are whole numbers, as in SQL.
std::optional<uint32_t> DecimalScale(const Type& type);

absl::Status CanonicalBool(const Type& type, Value& value);
// smallint, integer, bigint.
absl::Status CanonicalInteger(const Type& type, Value& value);
// real, double.
absl::Status CanonicalFloat(const Type& type, Value& value);
absl::Status CanonicalNumeric(const Type& type, Value& value, uint64_t& added_digits);

// text, varchar, char.
absl::Status CanonicalString(const Type& type, Value& value);
absl::Status CanonicalLabel(const Type& type, Value& value);
// uuid, date, time.
absl::Status CanonicalTextForm(const Type& type, Value& value);
absl::Status CanonicalTimestamp(const Type& type, Value& value);
absl::Status CanonicalInterval(const Type& type, Value& value);
absl::Status CanonicalBytes(const Type& type, Value& value);
absl::Status CanonicalDocument(const Type& type, Value& value, uint64_t& added_digits);

}  // namespace ormd
