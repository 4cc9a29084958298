// The parts of a decimal number in text.
#pragma once

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

}  // namespace ormd
