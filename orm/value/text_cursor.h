// A position in a text, for the small parsers of this floor.
#pragma once

#include <cstddef>
#include <string_view>

namespace ormd {

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class TextCursor {
 public:
  explicit TextCursor(std::string_view text) : text_(text) {}

  bool done() const { return at_ == text_.size(); }
  // The next character; '\0' at the end.
  char peek() const { return done() ? '\0' : text_[at_]; }
  std::string_view rest() const { return text_.substr(at_); }

  bool Accept(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // Exactly `count` digits (at most nine) as a number.
  bool Number(size_t count, int* out) {
    if (text_.size() - at_ < count) return false;
    int value = 0;
    for (size_t i = 0; i < count; ++i) {
      const char c = text_[at_ + i];
      if (!IsDigit(c)) return false;
      value = value * 10 + (c - '0');
    }
    at_ += count;
    *out = value;
    return true;
  }

  // All digits that stand here, none too.
  std::string_view Digits() {
    const size_t start = at_;
    while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace ormd
