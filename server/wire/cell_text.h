// Quick looks at the texts of database cells: whether they stand in canonical form already, as nearly all do.
#pragma once

#include <cstdint>
#include <string_view>

#include "orm/value/type.h"

namespace ormd::wire {

// Lower-case 8-4-4-4-12 form.
bool IsCanonicalUuid(const Type& type, std::string_view text);

// "-12.50" with exactly the scale's decimals, without needless zeros. Says no to some rare canonical forms.
bool IsCanonicalDecimal(const Type& type, std::string_view text);

// "2024-02-29 13:00:00[.123456][+00]" to microseconds since the epoch. False for every other form, valid or not.
bool ReadUtcTimestamp(std::string_view text, int64_t* micros);

}  // namespace ormd::wire
