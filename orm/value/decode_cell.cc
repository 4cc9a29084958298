#include <algorithm>
#include <charconv>

#include "orm/base/error.h"
#include "orm/value/canonical_form.h"
#include "orm/value/civil_time.h"
#include "orm/value/decimal.h"
#include "orm/value/decode_array.h"
#include "orm/value/errors.h"
#include "orm/value/integer_range.h"
#include "orm/value/round_decimal.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

using Form = Cell::Form;

template <typename T>
bool ParseNumber(std::string_view text, T* out) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, *out);
  return stop == end && error == std::errc();
}

absl::StatusOr<Value> DecodeBool(const Type& type, const Cell& cell) {
  if (cell.form == Form::kInt64 && (cell.int64 == 0 || cell.int64 == 1)) return Value(cell.int64 == 1);
  if (cell.form != Form::kText) return UnreadableCell(type);
  if (cell.text == "t" || cell.text == "1") return Value(true);
  if (cell.text == "f" || cell.text == "0") return Value(false);
  return UnreadableCell(type);
}

absl::StatusOr<Value> DecodeInteger(const Type& type, const Cell& cell) {
  int64_t value = cell.int64;
  if (cell.form == Form::kText && !ParseNumber(cell.text, &value)) return UnreadableCell(type);
  if (cell.form != Form::kText && cell.form != Form::kInt64) return UnreadableCell(type);
  if (!FitsInteger(type.kind, value)) return UnreadableCell(type);
  return Value(value);
}

bool IsNumeric(const Cell& cell) {
  return cell.form == Form::kText || cell.form == Form::kInt64 || cell.form == Form::kDouble;
}

// A real is read as a float, so that it is the same number as its canonical form.
absl::StatusOr<Value> DecodeReal(const Type& type, const Cell& cell) {
  float value = static_cast<float>(cell.number);
  if (cell.form == Form::kText && !ParseNumber(cell.text, &value)) return UnreadableCell(type);
  if (cell.form == Form::kInt64) value = static_cast<float>(cell.int64);
  if (!IsNumeric(cell)) return UnreadableCell(type);
  return Value(static_cast<double>(value));
}

absl::StatusOr<Value> DecodeDouble(const Type& type, const Cell& cell) {
  double value = cell.number;
  if (cell.form == Form::kText && !ParseNumber(cell.text, &value)) return UnreadableCell(type);
  if (cell.form == Form::kInt64) value = static_cast<double>(cell.int64);
  if (!IsNumeric(cell)) return UnreadableCell(type);
  return Value(value);
}

// What SQLite's arithmetic leaves of a decimal, 0.30000000000000004, is rounded; a text says what it means.
absl::StatusOr<Value> DecodeDecimal(const Type& type, const Cell& cell) {
  const std::optional<uint32_t> scale = DecimalScale(type);
  if (cell.form == Form::kText && scale.has_value() && IsPlainDecimal(cell.text, *scale)) return Value(cell.text);
  std::optional<std::string> decimal;
  if (cell.form == Form::kText) decimal = CanonicalDecimal(cell.text, scale);
  if (cell.form == Form::kInt64) decimal = CanonicalDecimal(std::to_string(cell.int64), scale);
  if (cell.form == Form::kDouble) decimal = RoundDecimal(DoubleText(cell.number), scale);
  if (!decimal.has_value()) return UnreadableCell(type);
  return Value(*std::move(decimal));
}

absl::StatusOr<Value> DecodeLabel(const Type& type, const Cell& cell) {
  const bool known = std::find(type.labels.begin(), type.labels.end(), cell.text) != type.labels.end();
  if (cell.form != Form::kText || !known) return UnreadableCell(type);
  return Value(cell.text);
}

absl::StatusOr<Value> DecodeString(const Type& type, const Cell& cell) {
  if (cell.form != Form::kText) return UnreadableCell(type);
  if (type.kind == TypeKind::kChar) return Value(cell.text.substr(0, cell.text.find_last_not_of(' ') + 1));
  return Value(cell.text);
}

// "2024-02-29", also with midnight behind it: so other programs keep dates in SQLite.
std::optional<std::string> DateOf(std::string_view text) {
  if (IsDate(text)) return std::string(text);
  const std::optional<Timestamp> timestamp = ParseTimestamp(text);
  if (!timestamp.has_value() || timestamp->micros % kMicrosPerDay != 0) return std::nullopt;
  std::string date;
  AppendDateText(timestamp->micros / kMicrosPerDay, date);
  return date;
}

absl::StatusOr<Value> DecodeTextForm(const Type& type, const Cell& cell) {
  std::optional<std::string> canonical;
  if (cell.form == Form::kText && type.kind == TypeKind::kUuid) canonical = CanonicalUuid(cell.text);
  if (cell.form == Form::kText && type.kind == TypeKind::kTime) canonical = CanonicalTime(cell.text);
  if (cell.form == Form::kText && type.kind == TypeKind::kDate) canonical = DateOf(cell.text);
  if (!canonical.has_value()) return UnreadableCell(type);
  return Value(*std::move(canonical));
}

absl::StatusOr<Value> DecodeBytes(const Type& type, const Cell& cell) {
  if (cell.form == Form::kBytes) return Value(Bytes{std::string(cell.text)});
  if (cell.form != Form::kText) return UnreadableCell(type);
  const bool marked = cell.text.substr(0, 2) == "\\x";
  std::optional<std::string> data = ParseHex(cell.text.substr(marked ? 2 : 0));
  if (!data.has_value()) return UnreadableCell(type);
  return Value(Bytes{*std::move(data)});
}

std::optional<Timestamp> TimestampOf(const Cell& cell) {
  if (cell.form == Form::kText) return ParseTimestamp(cell.text);
  const Timestamp value{cell.int64};
  if (cell.form != Form::kTimestamp || !InRange(value)) return std::nullopt;
  return value;
}

absl::StatusOr<Value> DecodeTimestamp(const Type& type, const Cell& cell) {
  const std::optional<Timestamp> value = TimestampOf(cell);
  if (!value.has_value()) return UnreadableCell(type);
  return Value(*value);
}

absl::StatusOr<Value> DecodeInterval(const Type& type, const Cell& cell) {
  if (cell.form == Form::kInt64) return Value(cell.int64);
  if (cell.form != Form::kText) return UnreadableCell(type);
  int64_t micros = 0;
  if (ParseNumber(cell.text, &micros)) return Value(micros);
  const std::optional<int64_t> parsed = ParseInterval(cell.text);
  if (!parsed.has_value()) return UnreadableCell(type);
  return Value(*parsed);
}

// "{...}", or "[0:1]={...}" with bounds; a JSON array begins with "[" too, but never goes on like this.
bool IsArrayLiteral(std::string_view text) {
  if (text.empty() || text.front() != '[') return true;
  const size_t end = text.find_first_not_of("[]:-0123456789");
  return end != std::string_view::npos && text[end] == '=';
}

absl::StatusOr<Value> DecodeArray(const Type& type, const Cell& cell) {
  if (cell.form != Form::kText) return UnreadableCell(type);
  return IsArrayLiteral(cell.text) ? DecodeArrayLiteral(type, cell.text) : DecodeJsonArray(type, cell.text);
}

}  // namespace

absl::StatusOr<Value> DecodeCell(const Type& type, const Cell& cell) {
  if (cell.is_null()) return Value();
  switch (type.kind) {
    case TypeKind::kBool:
      return DecodeBool(type, cell);
    case TypeKind::kSmallint:
    case TypeKind::kInteger:
    case TypeKind::kBigint:
      return DecodeInteger(type, cell);
    case TypeKind::kReal:
      return DecodeReal(type, cell);
    case TypeKind::kDouble:
      return DecodeDouble(type, cell);
    case TypeKind::kDecimal:
      return DecodeDecimal(type, cell);
    case TypeKind::kText:
    case TypeKind::kVarchar:
    case TypeKind::kChar:
    case TypeKind::kJson:
      return DecodeString(type, cell);
    case TypeKind::kUuid:
    case TypeKind::kDate:
    case TypeKind::kTime:
      return DecodeTextForm(type, cell);
    case TypeKind::kBytes:
      return DecodeBytes(type, cell);
    case TypeKind::kTimestamp:
      return DecodeTimestamp(type, cell);
    case TypeKind::kInterval:
      return DecodeInterval(type, cell);
    case TypeKind::kEnum:
      return DecodeLabel(type, cell);
    case TypeKind::kArray:
      return DecodeArray(type, cell);
  }
  return UnreadableCell(type);
}

}  // namespace ormd
