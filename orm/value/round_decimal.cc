#include "orm/value/round_decimal.h"

#include "orm/base/strings.h"
#include "orm/value/decimal.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

// One more in the last digit.
std::string Increment(std::string digits) {
  size_t at = digits.size();
  while (at > 0 && digits[at - 1] == '9') digits[--at] = '0';
  if (at == 0) return "1" + digits;
  ++digits[at - 1];
  return digits;
}

}  // namespace

std::optional<std::string> RoundDecimal(std::string_view text, std::optional<uint32_t> scale) {
  const std::optional<std::string> number = CanonicalDecimal(text, std::nullopt);
  if (!number.has_value() || !scale.has_value()) return number;
  const std::optional<DecimalParts> parts = SplitDecimal(*number);
  if (!parts.has_value() || parts->fraction.size() <= *scale) return CanonicalDecimal(*number, scale);
  std::string digits = StrCat("0", parts->integer, parts->fraction.substr(0, *scale));
  if (parts->fraction[*scale] >= '5') digits = Increment(std::move(digits));
  if (*scale > 0) digits.insert(digits.end() - *scale, '.');
  return CanonicalDecimal(StrCat(parts->negative ? "-" : "", digits), scale);
}

}  // namespace ormd
