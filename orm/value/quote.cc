#include "orm/value/quote.h"

namespace ormd {

std::string InQuotes(std::string_view text, char quote) {
  std::string quoted;
  quoted.reserve(text.size() + 2);
  quoted.push_back(quote);
  for (const char c : text) quoted.append(c == quote ? 2 : 1, c);
  quoted.push_back(quote);
  return quoted;
}

}  // namespace ormd
