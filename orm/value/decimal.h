// The parts of a decimal number in text.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ormd {

// Views into the text: digits without the zeros that say nothing. Zero is never negative.
struct DecimalParts {
  bool negative = false;
  std::string_view integer;
  std::string_view fraction;
};

// nullopt where the text has an exponent or is no number.
std::optional<DecimalParts> SplitDecimal(std::string_view text);

// The digits that one value (a document, an array) may have beyond those given once its exponents and scales are
// written out, as databases do: what is longer fits into no message.
inline constexpr uint64_t kMostAddedDigits = 4 << 20;

// "-12.50": canonical with exactly `scale` decimals, and at least 1. False for others too, "0.50" among them.
bool IsPlainDecimal(std::string_view text, uint32_t scale);

}  // namespace ormd
