// Dates and times of day, private to this floor and to those who write and read them for a database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "orm/value/text_cursor.h"
#include "orm/value/value.h"

namespace ormd {

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
// From 1970-01-01 to 2000-01-01, from which PostgreSQL's binary forms count.
inline constexpr int64_t kPostgresEpochDays = 10'957;
inline constexpr int64_t kPostgresEpochMicros = kPostgresEpochDays * kMicrosPerDay;
// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999Z.
inline constexpr Timestamp kMinTimestamp{-62'135'596'800 * kMicrosPerSecond};
inline constexpr Timestamp kMaxTimestamp{253'402'300'800 * kMicrosPerSecond - 1};
constexpr bool InRange(Timestamp value) { return kMinTimestamp <= value && value <= kMaxTimestamp; }

// Days since 1970-01-01 of "YYYY-MM-DD" at the cursor, a real day of the years 1 to 9999.
std::optional<int64_t> ReadDate(TextCursor& in);
// Microseconds since midnight of "HH:MM:SS" with up to nine decimals (cut to micros). "24:00:00" is the end of the day.
std::optional<int64_t> ReadTimeOfDay(TextCursor& in);
// Decimals behind a point, if one stands here, as microseconds; nullopt for none or more than nine digits.
std::optional<int64_t> ReadFraction(TextCursor& in);

// Whether the text is a date in canonical form.
bool IsDate(std::string_view text);
// "13:00:00.5": seconds may be missing, the fraction loses its trailing zeros.
std::optional<std::string> CanonicalTime(std::string_view text);

}  // namespace ormd
