// Text forms of values: what the databases and JSON read and write.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "orm/value/value.h"

namespace ormd {

// "2024-02-29 13:00:00.123456", always UTC, always six decimals: sorts as text. Years 1 to 9999.
std::string TimestampText(Timestamp value);
void AppendTimestampText(Timestamp value, std::string& out);
// "2024-02-29" of days since 1970-01-01, in the years 1 to 9999.
void AppendDateText(int64_t days, std::string& out);
// "2024-02-29T13:00:00.123456Z", decimals cut to 0, 3 or 6 digits.
std::string TimestampRfc3339(Timestamp value);
// Both forms above, any offset (+00, +02:00, Z, also behind a space; none means UTC), up to nine decimals (cut to micros).
std::optional<Timestamp> ParseTimestamp(std::string_view text);

// "PT1.5S" form of microseconds, as PostgreSQL's IntervalStyle iso_8601 reads it.
std::string IntervalText(int64_t micros);
// ISO 8601 with years, months, weeks, days; a month counts 30 days, a year 12 months, as PostgreSQL's extract(epoch)
// nearly does.
std::optional<int64_t> ParseInterval(std::string_view text);

// Canonical decimal: optional minus, digits, point; exponents resolved; "-0" is "0". With `scale`, exactly that many
// decimals; nullopt where digits would be lost or the text is no number.
std::optional<std::string> CanonicalDecimal(std::string_view text, std::optional<uint32_t> scale);
// Order of two decimals by number: negative, 0, positive. Texts that are no decimals come last, by bytes.
int CompareDecimals(std::string_view a, std::string_view b);

// The shortest text that reads back as the same double ("Infinity", "-Infinity" and "NaN" for those).
std::string DoubleText(double value);

// Lower-case 8-4-4-4-12 form; accepts upper case, braces and missing hyphens, as PostgreSQL does.
std::optional<std::string> CanonicalUuid(std::string_view text);
// Random, version 4.
std::string NewUuid();

std::string HexText(std::string_view bytes);
std::optional<std::string> ParseHex(std::string_view hex);

// JSON text of a JSON-like Value (null, bool, int64, double, text, list, map; timestamps as RFC 3339, bytes as base64).
std::string JsonText(const Value& value);
// Whether the text is one JSON document, nested at most 1,000 levels deep.
bool IsJson(std::string_view text);
// Keys sorted, white space gone, exponents resolved, numbers with the digits that they are written with: as jsonb keeps
// a document. What is no JSON stays as it is, here and below.
std::string CanonicalJson(std::string_view text);
// The same with numbers by their value (1.0 is 1): the texts are equal just where jsonb has the documents equal.
std::string ComparableJson(std::string_view text);

}  // namespace ormd
