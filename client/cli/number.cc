#include "client/cli/number.h"

#include <charconv>
#include <string>

#include "client/cli/json.h"

namespace ormd::cli {
namespace {

// 0.DIGITS * 10^exponent, without zeros at either end of the digits; no digits: zero.
struct Decimal {
  bool negative = false;
  std::string digits;
  int64_t exponent = 0;

  bool operator==(const Decimal&) const = default;
};

std::optional<Decimal> ReadDecimal(std::string_view text) {
  Decimal decimal;
  if (!text.empty() && text.front() == '-') {
    decimal.negative = true;
    text.remove_prefix(1);
  }
  int64_t exponent = 0;
  if (const size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view tail = text.substr(e + 1);
    if (!tail.empty() && tail.front() == '+') tail.remove_prefix(1);
    const auto [end, error] = std::from_chars(tail.data(), tail.data() + tail.size(), exponent);
    if (error != std::errc() || end != tail.data() + tail.size()) return std::nullopt;
    text = text.substr(0, e);
  }
  const size_t point = text.find('.');
  decimal.digits = std::string(text.substr(0, point));
  decimal.exponent = static_cast<int64_t>(decimal.digits.size());
  if (point != std::string_view::npos) decimal.digits += text.substr(point + 1);
  if (decimal.digits.empty() || decimal.digits.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  const size_t zeros = decimal.digits.find_first_not_of('0');
  if (zeros == std::string::npos) return Decimal();
  decimal.digits.erase(0, zeros);
  decimal.exponent += exponent - static_cast<int64_t>(zeros);
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  return decimal;
}

template <typename T>
std::optional<T> ExactInteger(std::string_view literal, bool* overflow) {
  *overflow = false;
  const std::optional<Decimal> decimal = ReadDecimal(literal);
  if (!decimal.has_value()) return std::nullopt;
  if (decimal->digits.empty()) return T{0};
  if (static_cast<int64_t>(decimal->digits.size()) > decimal->exponent) return std::nullopt;
  constexpr int64_t kMostDigits = 20;
  if (decimal->exponent > kMostDigits) {
    *overflow = true;
    return std::nullopt;
  }
  std::string text = decimal->negative ? "-" : "";
  text += decimal->digits;
  text.append(decimal->exponent - decimal->digits.size(), '0');
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  *overflow = error != std::errc() || end != text.data() + text.size();
  return *overflow ? std::nullopt : std::optional<T>(value);
}

}  // namespace

bool SameNumber(std::string_view a, std::string_view b) {
  const std::optional<Decimal> left = ReadDecimal(a);
  return left.has_value() && left == ReadDecimal(b);
}

std::optional<int64_t> ExactInt64(std::string_view literal, bool* overflow) {
  return ExactInteger<int64_t>(literal, overflow);
}

std::optional<uint64_t> ExactUint64(std::string_view literal, bool* overflow) {
  return ExactInteger<uint64_t>(literal, overflow);
}

std::optional<double> NearestDouble(std::string_view literal) {
  double value = 0;
  const auto [end, error] = std::from_chars(literal.data(), literal.data() + literal.size(), value);
  if (error != std::errc() || end != literal.data() + literal.size()) return std::nullopt;
  return value;
}

std::optional<double> ExactDouble(std::string_view literal) {
  const std::optional<double> value = NearestDouble(literal);
  if (!value.has_value() || !SameNumber(literal, Json::Double(*value).text)) return std::nullopt;
  return value;
}

}  // namespace ormd::cli
