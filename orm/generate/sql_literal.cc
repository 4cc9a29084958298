#include "orm/generate/sql_literal.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

bool IsWordChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0;
}

// Walks over one expression; every Take answers whether it was there.
class Cursor {
 public:
  explicit Cursor(std::string_view sql) : rest_(sql) { SkipBlanks(); }

  bool AtEnd() const { return rest_.empty(); }

  bool Take(std::string_view mark) {
    if (!rest_.starts_with(mark)) return false;
    return Advance(mark.size());
  }

  bool TakeWord(std::string_view word) {
    if (!absl::StartsWithIgnoreCase(ToAbsl(rest_), ToAbsl(word))) return false;
    if (rest_.size() > word.size() && IsWordChar(rest_[word.size()])) return false;
    return Advance(word.size());
  }

  std::optional<std::string> TakeQuoted(char quote) {
    if (!rest_.starts_with(quote)) return std::nullopt;
    std::string text;
    for (size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] != quote) {
        text += rest_[i];
      } else if (i + 1 < rest_.size() && rest_[i + 1] == quote) {
        text += rest_[i++];
      } else {
        Advance(i + 1);
        return text;
      }
    }
    return std::nullopt;
  }

  // Letters, digits, underscores and points.
  std::string TakeBare() {
    size_t size = rest_.starts_with('-') || rest_.starts_with('+') ? 1 : 0;
    while (size < rest_.size() && (IsWordChar(rest_[size]) || rest_[size] == '.')) ++size;
    std::string word(rest_.substr(0, size));
    Advance(size);
    return word;
  }

  std::optional<std::string> TakeName() {
    if (rest_.starts_with('"')) return TakeQuoted('"');
    std::string word = TakeBare();
    return word.empty() ? std::nullopt : std::optional(std::move(word));
  }

  // The types of ::type::type; the last of them is answered, empty where there is none.
  std::string TakeCasts() {
    std::string type;
    while (Take("::")) type = TakeTypeName();
    return type;
  }

 private:
  bool Advance(size_t size) {
    rest_.remove_prefix(size);
    SkipBlanks();
    return true;
  }

  void SkipBlanks() {
    while (!rest_.empty() && absl::ascii_isspace(static_cast<unsigned char>(rest_.front()))) rest_.remove_prefix(1);
  }

  std::string TakeTypeName() {
    std::string name;
    while (!rest_.empty() && (IsWordChar(rest_.front()) || rest_.front() == '"' || rest_.front() == '.')) {
      if (!name.empty() && name.back() != '.' && rest_.front() != '.') name += ' ';
      if (rest_.front() == '"') {
        name += StrCat("\"", TakeQuoted('"').value_or(""), "\"");
        if (AtEnd()) break;
      } else if (Take(".")) {
        name += '.';
      } else {
        name += TakeBare();
      }
    }
    if (Take("(")) {
      TakeBare();
      while (Take(",")) TakeBare();
      Take(")");
    }
    while (Take("[]")) name += "[]";
    return name;
  }

  std::string_view rest_;
};

std::optional<SqlLiteral> TakeLiteral(Cursor& cursor) {
  SqlLiteral literal;
  if (cursor.Take("(")) {
    std::optional<SqlLiteral> inner = TakeLiteral(cursor);
    if (!inner || !cursor.Take(")")) return std::nullopt;
    literal = *std::move(inner);
  } else if (std::optional<std::string> text = cursor.TakeQuoted('\'')) {
    literal = {*std::move(text), true, ""};
  } else {
    literal.text = cursor.TakeBare();
    if (literal.text.empty()) return std::nullopt;
  }
  if (std::string cast = cursor.TakeCasts(); !cast.empty()) literal.cast = std::move(cast);
  return literal;
}

bool IsConstantWord(std::string_view text) {
  if (absl::EqualsIgnoreCase(ToAbsl(text), "true") || absl::EqualsIgnoreCase(ToAbsl(text), "false")) return true;
  const bool sign = text.starts_with('-') || text.starts_with('+');
  return text.find_first_not_of("0123456789.", sign ? 1 : 0) == std::string_view::npos;
}

// A column in parentheses and casts.
std::optional<std::string> TakeColumn(Cursor& cursor) {
  std::optional<std::string> name;
  if (cursor.Take("(")) {
    name = TakeColumn(cursor);
    if (!name || !cursor.Take(")")) return std::nullopt;
  } else {
    name = cursor.TakeName();
  }
  cursor.TakeCasts();
  return name;
}

std::optional<std::vector<std::string>> TakeTexts(Cursor& cursor, std::string_view end) {
  std::vector<std::string> texts;
  do {
    std::optional<SqlLiteral> literal = TakeLiteral(cursor);
    if (!literal || !literal->quoted) return std::nullopt;
    texts.push_back(std::move(literal->text));
  } while (cursor.Take(","));
  return cursor.Take(end) ? std::optional(std::move(texts)) : std::nullopt;
}

// ARRAY['a', 'b'] in parentheses and casts.
std::optional<std::vector<std::string>> TakeArray(Cursor& cursor) {
  std::optional<std::vector<std::string>> texts;
  if (cursor.Take("(")) {
    texts = TakeArray(cursor);
    if (!texts || !cursor.Take(")")) return std::nullopt;
  } else if (cursor.TakeWord("ARRAY") && cursor.Take("[")) {
    texts = TakeTexts(cursor, "]");
  }
  cursor.TakeCasts();
  return texts;
}

std::optional<std::vector<std::string>> TakeLabels(Cursor& cursor) {
  if (cursor.TakeWord("IN")) return cursor.Take("(") ? TakeTexts(cursor, ")") : std::nullopt;
  if (!cursor.Take("=")) return std::nullopt;
  if (!cursor.TakeWord("ANY")) {
    const std::optional<SqlLiteral> only = TakeLiteral(cursor);
    return only && only->quoted ? std::optional(std::vector{only->text}) : std::nullopt;
  }
  if (!cursor.Take("(")) return std::nullopt;
  std::optional<std::vector<std::string>> texts = TakeArray(cursor);
  return texts && cursor.Take(")") ? texts : std::nullopt;
}

std::optional<LabelCheck> TakeLabelCheck(Cursor& cursor) {
  const Cursor start = cursor;
  if (std::optional<std::string> column = TakeColumn(cursor)) {
    if (std::optional<std::vector<std::string>> labels = TakeLabels(cursor)) {
      return LabelCheck{*std::move(column), *std::move(labels)};
    }
  }
  cursor = start;
  if (!cursor.Take("(")) return std::nullopt;
  std::optional<LabelCheck> inner = TakeLabelCheck(cursor);
  return inner && cursor.Take(")") ? inner : std::nullopt;
}

}  // namespace

std::optional<SqlLiteral> ReadSqlLiteral(std::string_view sql) {
  Cursor cursor(sql);
  std::optional<SqlLiteral> literal = TakeLiteral(cursor);
  if (!literal || !cursor.AtEnd()) return std::nullopt;
  return literal->quoted || IsConstantWord(literal->text) ? literal : std::nullopt;
}

std::optional<LabelCheck> ReadLabelCheck(std::string_view sql) {
  Cursor cursor(sql);
  std::optional<LabelCheck> check = TakeLabelCheck(cursor);
  return check && cursor.AtEnd() ? check : std::nullopt;
}

}  // namespace ormd
