#include <sys/random.h>

#include <array>

#include "orm/value/hex.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

constexpr size_t kUuidBytes = 16;
constexpr std::string_view kHex = "0123456789abcdef";

bool HyphenBefore(size_t byte) { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

std::string Format(const std::array<unsigned char, kUuidBytes>& bytes) {
  std::string out;
  out.reserve(36);
  for (size_t i = 0; i < kUuidBytes; ++i) {
    if (HyphenBefore(i)) out += '-';
    out += kHex[bytes[i] >> 4];
    out += kHex[bytes[i] & 15];
  }
  return out;
}

bool FillRandom(std::array<unsigned char, kUuidBytes>& bytes) {
  return getrandom(bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size());
}

bool StripBraces(std::string_view& text) {
  if (text.empty() || text.front() != '{') return true;
  if (text.back() != '}' || text.size() < 2) return false;
  text = text.substr(1, text.size() - 2);
  return true;
}

}  // namespace

std::optional<std::string> CanonicalUuid(std::string_view text) {
  if (!StripBraces(text)) return std::nullopt;
  std::array<unsigned char, kUuidBytes> bytes{};
  size_t at = 0;
  for (size_t i = 0; i < kUuidBytes; ++i) {
    // Hyphens may stand, or be missing, between groups of four digits.
    if (i > 0 && i % 2 == 0 && at < text.size() && text[at] == '-') ++at;
    if (at + 2 > text.size()) return std::nullopt;
    const int high = HexDigit(text[at]);
    const int low = HexDigit(text[at + 1]);
    if ((high | low) < 0) return std::nullopt;
    bytes[i] = static_cast<unsigned char>(high << 4 | low);
    at += 2;
  }
  if (at != text.size()) return std::nullopt;
  return Format(bytes);
}

std::string NewUuid() {
  std::array<unsigned char, kUuidBytes> bytes{};
  // Up to 256 bytes come whole once the kernel's pool is ready; before that a signal may interrupt the wait.
  while (!FillRandom(bytes)) {
  }
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  return Format(bytes);
}

}  // namespace ormd
