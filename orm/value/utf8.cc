#include "orm/value/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace ormd {
namespace {

// The range of the second byte excludes overlong forms, surrogates and what lies above U+10FFFF.
struct Lead {
  size_t length = 0;
  unsigned char second_min = 0x80;
  unsigned char second_max = 0xBF;
};

Lead LeadOf(unsigned char byte) {
  if (byte < 0xC2) return {};
  if (byte < 0xE0) return {2};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte < 0xF4) return {4};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {};
}

bool IsContinuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// The length of the sequence at `text`, 0 where it is broken.
size_t SequenceLength(const unsigned char* text, size_t left) {
  const Lead lead = LeadOf(*text);
  if (lead.length == 0 || lead.length > left) return 0;
  if (text[1] < lead.second_min || text[1] > lead.second_max) return 0;
  return std::all_of(text + 2, text + lead.length, IsContinuation) ? lead.length : 0;
}

bool EightAscii(const unsigned char* text) {
  uint64_t word;
  std::memcpy(&word, text, sizeof(word));
  return (word & 0x8080808080808080ull) == 0;
}

}  // namespace

bool IsUtf8(std::string_view text) {
  const auto* next = reinterpret_cast<const unsigned char*>(text.data());
  const unsigned char* const end = next + text.size();
  while (next != end) {
    const size_t left = static_cast<size_t>(end - next);
    size_t length = 1;
    if (left >= 8 && EightAscii(next)) {
      length = 8;
    } else if (*next >= 0x80) {
      length = SequenceLength(next, left);
    }
    if (length == 0) return false;
    next += length;
  }
  return true;
}

size_t CountCodePoints(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !IsContinuation(static_cast<unsigned char>(c)); }));
}

}  // namespace ormd
