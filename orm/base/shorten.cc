#include "orm/base/shorten.h"

namespace ormd {
namespace {

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace

std::string Shorten(std::string_view text, size_t limit) {
  constexpr std::string_view kMore = "...";
  if (text.size() <= limit) return std::string(text);
  size_t size = limit - kMore.size();
  while (size > 0 && IsContinuation(text[size])) --size;
  return std::string(text.substr(0, size)).append(kMore);
}

}  // namespace ormd
