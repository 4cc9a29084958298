#include "orm/sql/sql_scanner.h"

#include <algorithm>

namespace ormd {
namespace {

using Kind = SqlToken::Kind;

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool IsNamePart(char c) { return IsNameStart(c) || IsDigit(c) || c == '$'; }
char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

template <typename Predicate>
size_t LengthOf(std::string_view text, Predicate belongs) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), belongs) - text.begin());
}

}  // namespace

bool SqlToken::is(std::string_view word) const {
  return kind == Kind::kWord && text.size() == word.size() &&
         std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) { return Upper(a) == b; });
}

SqlToken SqlScanner::Next() {
  if (rest_.empty()) return {};
  if (IsSpace(rest_.front())) return Take(Kind::kSpace, LengthOf(rest_, IsSpace));
  if (const size_t length = CommentLength(); length > 0) return Take(Kind::kComment, length);
  if (const size_t length = QuotedLength(); length > 0) return Take(Kind::kQuoted, length);
  // A number is a word too, so that $ and letters behind it begin nothing.
  if (IsNameStart(rest_.front()) || IsDigit(rest_.front())) return Take(Kind::kWord, LengthOf(rest_, IsNamePart));
  return Take(Kind::kOther, 1);
}

SqlToken SqlScanner::Take(Kind kind, size_t length) {
  const SqlToken token = {kind, rest_.substr(0, length)};
  rest_.remove_prefix(token.text.size());
  return token;
}

size_t SqlScanner::CommentLength() const {
  if (rest_.starts_with("--")) return std::min(rest_.find('\n'), rest_.size());
  return rest_.starts_with("/*") ? BlockCommentLength() : 0;
}

size_t SqlScanner::BlockCommentLength() const {
  size_t depth = 0;
  for (size_t i = 0; i + 1 < rest_.size(); ++i) {
    const std::string_view two = rest_.substr(i, 2);
    if (two == "/*" && (depth == 0 || postgres_)) {
      ++depth;
      ++i;
    } else if (two == "*/") {
      ++i;
      if (--depth == 0) return i + 1;
    }
  }
  return rest_.size();
}

size_t SqlScanner::QuotedLength() const {
  const char first = rest_.front();
  if (first == '\'' || first == '"') return ClosedLength(0, first, false);
  if (!postgres_) return first == '`' ? ClosedLength(0, '`', false) : first == '[' ? ClosedLength(0, ']', false) : 0;
  if (first == '$') return DollarQuotedLength();
  const bool escapes = (first == 'e' || first == 'E') && rest_.size() > 1 && rest_[1] == '\'';
  return escapes ? ClosedLength(1, '\'', true) : 0;
}

size_t SqlScanner::ClosedLength(size_t open, char close, bool backslashes) const {
  for (size_t i = open + 1; i < rest_.size(); ++i) {
    if (backslashes && rest_[i] == '\\') {
      ++i;
    } else if (rest_[i] == close) {
      const bool doubled = close != ']' && i + 1 < rest_.size() && rest_[i + 1] == close;
      if (!doubled) return i + 1;
      ++i;
    }
  }
  return rest_.size();
}

size_t SqlScanner::DollarQuotedLength() const {
  const std::string_view behind = rest_.substr(1);
  const size_t name = LengthOf(behind, [](char c) { return IsNameStart(c) || IsDigit(c); });
  const bool parameter = !behind.empty() && IsDigit(behind.front());
  if (parameter || name == behind.size() || behind[name] != '$') return 0;
  const std::string_view quote = rest_.substr(0, name + 2);
  const size_t end = rest_.find(quote, quote.size());
  return end == std::string_view::npos ? rest_.size() : end + quote.size();
}

}  // namespace ormd
