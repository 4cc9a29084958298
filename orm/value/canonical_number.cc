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

absl::StatusOr<double> FloatOf(const Type& type, const Value& value) {
  if (const double* given = value.get_if<double>()) return *given;
  if (const int64_t* given = value.get_if<int64_t>()) return static_cast<double>(*given);
  if (const std::string* given = value.get_if<std::string>()) return DoubleOfText(type, *given);
  return WrongKind(type, value.kind_name());
}

// Of a canonical decimal.
size_t IntegerDigits(std::string_view decimal) {
  if (!decimal.empty() && decimal.front() == '-') decimal.remove_prefix(1);
  const size_t digits = std::min(decimal.find('.'), decimal.size());
  return digits == 1 && decimal.front() == '0' ? 0 : digits;
}

// Digits before and behind the point that every database holds, where the type bounds none.
constexpr size_t kMostIntegerDigits = 131'072;
constexpr size_t kMostDecimals = 16'383;

bool FitsPrecision(const Type& type, std::string_view decimal) {
  const size_t decimals = decimal.size() - std::min(decimal.find('.'), decimal.size() - 1) - 1;
  if (IntegerDigits(decimal) > kMostIntegerDigits || decimals > kMostDecimals) return false;
  return !type.precision.has_value() || IntegerDigits(decimal) + *DecimalScale(type) <= *type.precision;
}

}  // namespace

std::optional<uint32_t> DecimalScale(const Type& type) {
  if (type.scale.has_value() || !type.precision.has_value()) return type.scale;
  return 0;
}

absl::Status CanonicalBool(const Type& type, Value& value) {
  if (value.get_if<bool>() != nullptr) return absl::OkStatus();
  const std::string* text = value.get_if<std::string>();
  if (text == nullptr) return WrongKind(type, value.kind_name());
  if (*text != "true" && *text != "false") return MalformedValue(type);
  value = Value(*text == "true");
  return absl::OkStatus();
}

absl::Status CanonicalInteger(const Type& type, Value& value) {
  if (value.get_if<int64_t>() == nullptr) {
    ORMD_ASSIGN_OR_RETURN(const int64_t integer, IntegerOf(type, value));
    value = Value(integer);
  }
  return FitsInteger(type.kind, value.as<int64_t>()) ? absl::OkStatus() : OutOfRange(type);
}

absl::Status CanonicalFloat(const Type& type, Value& value) {
  ORMD_ASSIGN_OR_RETURN(double number, FloatOf(type, value));
  if (type.kind == TypeKind::kReal && std::isfinite(number)) {
    number = static_cast<double>(static_cast<float>(number));
    if (!std::isfinite(number)) return OutOfRange(type);
  }
  value = Value(number);
  return absl::OkStatus();
}

absl::Status CanonicalNumeric(const Type& type, Value& value, uint64_t& added_digits) {
  const std::optional<uint32_t> scale = DecimalScale(type);
  std::string text;
  if (std::string* given = value.get_if<std::string>()) {
    if (scale.has_value() && IsPlainDecimal(*given, *scale) && FitsPrecision(type, *given)) return absl::OkStatus();
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
  if (decimal->size() > text.size()) added_digits += decimal->size() - text.size();
  if (!FitsPrecision(type, *decimal) || added_digits > kMostAddedDigits) return TooManyDigits(type);
  value = Value(*std::move(decimal));
  return absl::OkStatus();
}

}  // namespace ormd
