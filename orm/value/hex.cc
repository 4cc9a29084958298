#include "orm/value/hex.h"

#include "orm/value/text.h"

namespace ormd {

std::string HexText(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out(bytes.size() * 2, '\0');
  char* next = out.data();
  for (const char byte : bytes) {
    *next++ = kDigits[static_cast<unsigned char>(byte) >> 4];
    *next++ = kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return out;
}

std::optional<std::string> ParseHex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string out(hex.size() / 2, '\0');
  for (size_t i = 0; i < out.size(); ++i) {
    const int high = HexDigit(hex[2 * i]);
    const int low = HexDigit(hex[2 * i + 1]);
    if ((high | low) < 0) return std::nullopt;
    out[i] = static_cast<char>(high << 4 | low);
  }
  return out;
}

}  // namespace ormd
