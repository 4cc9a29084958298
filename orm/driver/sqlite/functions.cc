#include "orm/driver/sqlite/functions.h"

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "orm/driver/sqlite/like.h"
#include "orm/value/round_decimal.h"
#include "orm/value/text.h"
#include "orm/value/utf8.h"

namespace ormd {
namespace {

constexpr int kVolatile = SQLITE_UTF8 | SQLITE_INNOCUOUS;
constexpr int kPure = kVolatile | SQLITE_DETERMINISTIC;

void ReturnText(sqlite3_context* call, const std::string& text) {
  sqlite3_result_text(call, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

void Uuid(sqlite3_context* call, int, sqlite3_value**) { ReturnText(call, NewUuid()); }

void Now(sqlite3_context* call, int, sqlite3_value**) {
  ReturnText(call, TimestampText(Timestamp{absl::ToUnixMicros(absl::Now())}));
}

std::string_view TextOf(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return text == nullptr ? std::string_view() : std::string_view(text, sqlite3_value_bytes(value));
}

void Like(sqlite3_context* call, bool case_sensitive, sqlite3_value** args) {
  if (sqlite3_value_type(args[0]) == SQLITE_NULL || sqlite3_value_type(args[1]) == SQLITE_NULL) return;
  const auto* limits = static_cast<const Limits*>(sqlite3_user_data(call));
  const std::optional<bool> matches =
      MatchesLike(TextOf(args[0]), TextOf(args[1]), case_sensitive, [limits] { return limits->over(); });
  if (!matches.has_value()) return sqlite3_result_error_code(call, SQLITE_INTERRUPT);
  sqlite3_result_int(call, *matches ? 1 : 0);
}

void CaseSensitiveLike(sqlite3_context* call, int, sqlite3_value** args) { Like(call, true, args); }
void CaseInsensitiveLike(sqlite3_context* call, int, sqlite3_value** args) { Like(call, false, args); }

std::optional<std::string> Rounded(sqlite3_value* value, std::optional<uint32_t> scale) {
  if (sqlite3_value_type(value) == SQLITE_FLOAT) return RoundDecimal(DoubleText(sqlite3_value_double(value)), scale);
  return RoundDecimal(TextOf(value), scale);
}

// Null for what is no number.
void RoundedDecimal(sqlite3_context* call, int count, sqlite3_value** args) {
  if (sqlite3_value_type(args[0]) == SQLITE_NULL) return;
  constexpr int kMostDecimals = 10'000;
  const int scale = count > 1 ? sqlite3_value_int(args[1]) : 0;
  if (scale < 0 || scale > kMostDecimals) return sqlite3_result_error(call, "scale out of range", -1);
  const auto rounded = Rounded(args[0], count > 1 ? std::optional<uint32_t>(scale) : std::nullopt);
  if (rounded.has_value()) ReturnText(call, *rounded);
}

// Null for what is no timestamp.
void StoredTimestamp(sqlite3_context* call, int, sqlite3_value** args) {
  if (sqlite3_value_type(args[0]) != SQLITE_TEXT) return;
  const std::optional<Timestamp> timestamp = ParseTimestamp(TextOf(args[0]));
  if (timestamp.has_value()) ReturnText(call, TimestampText(*timestamp));
}

// What is no UUID stays as it is.
void StoredUuid(sqlite3_context* call, int, sqlite3_value** args) {
  const auto uuid = sqlite3_value_type(args[0]) == SQLITE_TEXT ? CanonicalUuid(TextOf(args[0])) : std::nullopt;
  uuid.has_value() ? ReturnText(call, *uuid) : sqlite3_result_value(call, args[0]);
}

// What is no text in UTF-8 stays as it is.
void StoredText(sqlite3_context* call, int, sqlite3_value** args) {
  if (sqlite3_value_type(args[0]) != SQLITE_BLOB) return sqlite3_result_value(call, args[0]);
  const auto* data = static_cast<const char*>(sqlite3_value_blob(args[0]));  // null where it is empty
  const std::string text(data == nullptr ? "" : data, static_cast<size_t>(sqlite3_value_bytes(args[0])));
  const bool is_text = IsUtf8(text) && text.find('\0') == std::string::npos;
  is_text ? ReturnText(call, text) : sqlite3_result_value(call, args[0]);
}

void ComparableDocument(sqlite3_context* call, int, sqlite3_value** args) {
  if (sqlite3_value_type(args[0]) != SQLITE_NULL) ReturnText(call, ComparableJson(TextOf(args[0])));
}

int Decimal(void*, int a_size, const void* a, int b_size, const void* b) {
  return CompareDecimals({static_cast<const char*>(a), static_cast<size_t>(a_size)},
                         {static_cast<const char*>(b), static_cast<size_t>(b_size)});
}

struct Function {
  const char* name;
  int arguments;
  int flags;
  void (*body)(sqlite3_context*, int, sqlite3_value**);
};

constexpr Function kFunctions[] = {
    {"gen_random_uuid", 0, kVolatile, Uuid},       {"now", 0, kVolatile, Now},
    {"ormd_like", 2, kPure, CaseSensitiveLike},    {"ormd_ilike", 2, kPure, CaseInsensitiveLike},
    {"ormd_decimal", 1, kPure, RoundedDecimal},    {"ormd_decimal", 2, kPure, RoundedDecimal},
    {"ormd_timestamp", 1, kPure, StoredTimestamp}, {"ormd_json", 1, kPure, ComparableDocument},
    {"ormd_uuid", 1, kPure, StoredUuid},           {"ormd_text", 1, kPure, StoredText},
};

}  // namespace

int RegisterFunctions(sqlite3* database, Limits& limits) {
  for (const Function& function : kFunctions) {
    const int code = sqlite3_create_function_v2(database, function.name, function.arguments, function.flags, &limits,
                                                function.body, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return code;
  }
  return sqlite3_create_collation_v2(database, "ormd_decimal", SQLITE_UTF8, nullptr, Decimal, nullptr);
}

}  // namespace ormd
