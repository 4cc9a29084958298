#include "orm/driver/sqlite/like.h"

#include <locale.h>

#include <clocale>
#include <cstddef>
#include <cwctype>

namespace ormd {
namespace {

locale_t Utf8Locale() {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

// Some 20 microseconds of work.
constexpr size_t kSteps = 2048;

wint_t Lower(wint_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  return Utf8Locale() == nullptr ? c : towlower_l(c, Utf8Locale());
}

size_t LengthOf(unsigned char lead) {
  if (lead >= 0xF0) return 4;
  if (lead >= 0xE0) return 3;
  return lead >= 0xC0 ? 2 : 1;
}

// Steps over characters of UTF-8; comparable by position.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  bool at(char c) const { return !rest_.empty() && rest_.front() == c; }
  void SkipByte() { rest_.remove_prefix(1); }

  wint_t Next() {
    const auto lead = static_cast<unsigned char>(rest_.front());
    const size_t length = LengthOf(lead);
    wint_t c = length == 1 ? lead : lead & (0xFF >> (length + 1));
    for (size_t i = 1; i < length; ++i) {
      if (i >= rest_.size() || (rest_[i] & 0xC0) != 0x80) return Malformed(lead);
      c = (c << 6) | (static_cast<unsigned char>(rest_[i]) & 0x3F);
    }
    rest_.remove_prefix(length);
    return c;
  }

 private:
  // Outside Unicode, so it is equal to the same byte only.
  wint_t Malformed(unsigned char byte) {
    rest_.remove_prefix(1);
    return 0x110000 + byte;
  }

  std::string_view rest_;
};

bool MatchesOne(Cursor& pattern, Cursor& text, bool case_sensitive) {
  if (pattern.at('_')) {
    pattern.SkipByte();
    text.Next();
    return true;
  }
  if (pattern.at('\\')) {
    pattern.SkipByte();
    if (pattern.at_end()) return false;
  }
  const wint_t a = pattern.Next();
  const wint_t b = text.Next();
  return a == b || (!case_sensitive && Lower(a) == Lower(b));
}

}  // namespace

// Where a match fails, the last % takes one character more: earlier ones need never be tried again.
std::optional<bool> MatchesLike(std::string_view pattern_text, std::string_view whole, bool case_sensitive,
                                absl::FunctionRef<bool()> over) {
  Cursor pattern(pattern_text);
  Cursor text(whole);
  Cursor after_percent = pattern;
  Cursor retry = text;
  bool percent = false;
  for (size_t steps = 1; !text.at_end(); ++steps) {
    if (steps % kSteps == 0 && over()) return std::nullopt;
    if (pattern.at('%')) {
      pattern.SkipByte();
      percent = true;
      after_percent = pattern;
      retry = text;
    } else if (pattern.at_end() || !MatchesOne(pattern, text, case_sensitive)) {
      if (!percent) return false;
      retry.Next();
      pattern = after_percent;
      text = retry;
    }
  }
  while (pattern.at('%')) pattern.SkipByte();
  return pattern.at_end();
}

}  // namespace ormd
