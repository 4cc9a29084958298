#include "orm/value/decimal.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/value/text.h"
#include "orm/value/text_cursor.h"

namespace ormd {
namespace {

// Beyond this an exponent would make a short text expand without bounds.
constexpr int kMaxExponent = 1000;

std::string_view WithoutLeadingZeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

std::string_view WithoutTrailingZeros(std::string_view digits) {
  return digits.substr(0, digits.find_last_not_of('0') + 1);
}

std::optional<int> ReadExponent(TextCursor& in) {
  if (!in.Accept('e') && !in.Accept('E')) return 0;
  const bool negative = in.Accept('-');
  if (!negative) in.Accept('+');
  const std::string_view digits = in.Digits();
  if (digits.empty()) return std::nullopt;
  const std::string_view significant = WithoutLeadingZeros(digits);
  const int exponent = significant.empty() ? 0 : ParseInteger<int>(significant).value_or(kMaxExponent + 1);
  if (exponent > kMaxExponent) return std::nullopt;
  return negative ? -exponent : exponent;
}

// Moves the point of (integer, fraction) by the exponent.
void Shift(int exponent, std::string& integer, std::string& fraction) {
  std::string& from = exponent > 0 ? fraction : integer;
  const size_t count = static_cast<size_t>(std::abs(exponent));
  if (exponent > 0) {
    from.append(count - std::min(count, from.size()), '0');
    integer.append(from, 0, count);
    fraction.erase(0, count);
  } else {
    from.insert(0, count - std::min(count, from.size()), '0');
    fraction.insert(0, from, from.size() - count);
    integer.erase(integer.size() - count);
  }
}

std::optional<std::string> Compose(bool negative, std::string_view integer, std::string_view fraction,
                                   std::optional<uint32_t> scale) {
  integer = WithoutLeadingZeros(integer);
  fraction = WithoutTrailingZeros(fraction);
  if (scale.has_value() && fraction.size() > *scale) return std::nullopt;
  const size_t decimals = scale.value_or(static_cast<uint32_t>(fraction.size()));
  std::string out;
  out.reserve(integer.size() + decimals + 3);
  if (negative && !(integer.empty() && fraction.empty())) out += '-';
  out += integer.empty() ? "0" : integer;
  if (decimals > 0) {
    out += '.';
    out += fraction;
    out.append(decimals - fraction.size(), '0');
  }
  return out;
}

int Sign(int order, bool negative) { return negative ? -order : order; }

// Both without sign and in plain form.
int CompareMagnitudes(const DecimalParts& a, const DecimalParts& b) {
  if (a.integer.size() != b.integer.size()) return a.integer.size() < b.integer.size() ? -1 : 1;
  const int order = a.integer.compare(b.integer);
  return order != 0 ? order : a.fraction.compare(b.fraction);
}

int CompareParts(const DecimalParts& a, const DecimalParts& b) {
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  return Sign(CompareMagnitudes(a, b), a.negative);
}

// For texts with an exponent, which the parts cannot show.
std::optional<std::string> Plain(std::string_view text) {
  if (text.find_first_of("eE") == std::string_view::npos) return std::nullopt;
  return CanonicalDecimal(text, std::nullopt);
}

}  // namespace

std::optional<DecimalParts> SplitDecimal(std::string_view text) {
  TextCursor in(text);
  DecimalParts parts;
  parts.negative = in.Accept('-');
  if (!parts.negative) in.Accept('+');
  const std::string_view integer = in.Digits();
  const std::string_view fraction = in.Accept('.') ? in.Digits() : std::string_view();
  if (!in.done() || (integer.empty() && fraction.empty())) return std::nullopt;
  parts.integer = WithoutLeadingZeros(integer);
  parts.fraction = WithoutTrailingZeros(fraction);
  if (parts.integer.empty() && parts.fraction.empty()) parts.negative = false;
  return parts;
}

bool IsPlainDecimal(std::string_view text, uint32_t scale) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  const size_t point = scale > 0 ? text.size() - std::min<size_t>(text.size(), scale + 1) : text.size();
  if (point == 0 || text[0] < '1' || text[0] > '9') return false;
  for (size_t i = 1; i < text.size(); ++i) {
    if (i == point ? text[i] != '.' : (text[i] < '0' || text[i] > '9')) return false;
  }
  return true;
}

std::optional<std::string> CanonicalDecimal(std::string_view text, std::optional<uint32_t> scale) {
  if (const std::optional<DecimalParts> parts = SplitDecimal(text)) {
    return Compose(parts->negative, parts->integer, parts->fraction, scale);
  }
  const size_t mark = text.find_first_of("eE");
  if (mark == std::string_view::npos) return std::nullopt;
  const std::optional<DecimalParts> parts = SplitDecimal(text.substr(0, mark));
  TextCursor in(text.substr(mark));
  const std::optional<int> exponent = ReadExponent(in);
  if (!parts.has_value() || !exponent.has_value() || !in.done()) return std::nullopt;
  std::string integer(parts->integer);
  std::string fraction(parts->fraction);
  Shift(*exponent, integer, fraction);
  return Compose(parts->negative, integer, fraction, scale);
}

int CompareDecimals(std::string_view a, std::string_view b) {
  const std::optional<std::string> plain_a = Plain(a);
  const std::optional<std::string> plain_b = Plain(b);
  const std::optional<DecimalParts> parts_a = SplitDecimal(plain_a ? std::string_view(*plain_a) : a);
  const std::optional<DecimalParts> parts_b = SplitDecimal(plain_b ? std::string_view(*plain_b) : b);
  if (parts_a.has_value() && parts_b.has_value()) return CompareParts(*parts_a, *parts_b);
  if (parts_a.has_value() != parts_b.has_value()) return parts_a.has_value() ? -1 : 1;
  return a.compare(b);
}

}  // namespace ormd
