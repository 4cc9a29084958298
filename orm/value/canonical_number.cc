#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/value/canonical_form.h"
#include "orm/value/decimal.h"
#include "orm/value/errors.h"
#include "orm/value/integer_range.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

absl::StatusOr<int64_t> IntegerOfText(const Type& type, std::string_view text) {
  int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument) return MalformedValue(type);
  if (error != std::errc()) return OutOfRange(type);
  return value;
}

absl::StatusOr<int64_t> IntegerOfDouble(const Type& type, double value) {
  if (std::trunc(value) != value) return MalformedValue(type);
  constexpr double kLimit = 9223372036854775808.0;
  if (value < -kLimit || value >= kLimit) return OutOfRange(type);
  return static_cast<int64_t>(value);
}

absl::StatusOr<double> DoubleOfText(const Type& type, std::string_view text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument) return MalformedValue(type);
  if (error != std::errc()) return OutOfRange(type);
  return value;
}

absl::StatusOr<int64_t> IntegerOf(const Type& type, const Value& value) {
  if (const int64_t* given = value.get_if<int64_t>()) return *given;
  if (const double* given = value.get_if<double>()) return IntegerOfDouble(type, *given);
  if (const std::string* given = value.get_if<std::string>()) return IntegerOfText(type, *given);
  return WrongKind(type, value.kind_name());
}

absl::StatusOr<Value> FloatOf(const Type& type, double value) {
  if (type.kind == TypeKind::kDouble || !std::isfinite(value)) return Value(value);
  const float narrow = static_cast<float>(value);
  if (!std::isfinite(narrow)) return OutOfRange(type);
  return Value(static_cast<double>(narrow));
}

// Of a canonical decimal.
size_t IntegerDigits(std::string_view decimal) {
  if (!decimal.empty() && decimal.front() == '-') decimal.remove_prefix(1);
  const size_t digits = std::min(decimal.find('.'), decimal.size());
  return digits == 1 && decimal.front() == '0' ? 0 : digits;
}

bool FitsPrecision(const Type& type, std::string_view decimal) {
  return !type.precision.has_value() || IntegerDigits(decimal) + *DecimalScale(type) <= *type.precision;
}

}  // namespace

std::optional<uint32_t> DecimalScale(const Type& type) {
  if (type.scale.has_value() || !type.precision.has_value()) return type.scale;
  return 0;
}

absl::StatusOr<Value> CanonicalBool(const Type& type, const Value& value) {
  if (const bool* flag = value.get_if<bool>()) return Value(*flag);
  const std::string* text = value.get_if<std::string>();
  if (text == nullptr) return WrongKind(type, value.kind_name());
  if (*text == "true") return Value(true);
  if (*text == "false") return Value(false);
  return MalformedValue(type);
}

absl::StatusOr<Value> CanonicalInteger(const Type& type, const Value& value) {
  ORMD_ASSIGN_OR_RETURN(const int64_t integer, IntegerOf(type, value));
  if (!FitsInteger(type.kind, integer)) return OutOfRange(type);
  return Value(integer);
}

absl::StatusOr<Value> CanonicalFloat(const Type& type, const Value& value) {
  if (const double* given = value.get_if<double>()) return FloatOf(type, *given);
  if (const int64_t* given = value.get_if<int64_t>()) return FloatOf(type, static_cast<double>(*given));
  const std::string* text = value.get_if<std::string>();
  if (text == nullptr) return WrongKind(type, value.kind_name());
  ORMD_ASSIGN_OR_RETURN(const double number, DoubleOfText(type, *text));
  return FloatOf(type, number);
}

absl::StatusOr<Value> CanonicalNumeric(const Type& type, Value value) {
  const std::optional<uint32_t> scale = DecimalScale(type);
  std::string text;
  if (std::string* given = value.get_if<std::string>()) {
    if (scale.has_value() && IsPlainDecimal(*given, *scale) && FitsPrecision(type, *given)) return value;
    text = std::move(*given);
  } else if (const int64_t* given = value.get_if<int64_t>()) {
    text = StrCat(*given);
  } else if (const double* given = value.get_if<double>()) {
    text = DoubleText(*given);
  } else {
    return WrongKind(type, value.kind_name());
  }
  std::optional<std::string> decimal = CanonicalDecimal(text, scale);
  if (!decimal.has_value()) return CanonicalDecimal(text, std::nullopt) ? TooManyDigits(type) : MalformedValue(type);
  if (!FitsPrecision(type, *decimal)) return TooManyDigits(type);
  return Value(*std::move(decimal));
}

}  // namespace ormd
