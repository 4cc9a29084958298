#include "orm/sql/postgres_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "orm/base/strings.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

bool IsInteger(TypeKind kind) {
  return kind == TypeKind::kSmallint || kind == TypeKind::kInteger || kind == TypeKind::kBigint;
}

void AppendInteger(int64_t value, std::string& out) {
  std::array<char, 20> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), end);
}

void AppendArray(const Type& element, const List& list, std::string& out) {
  PostgresArray array(element);
  for (const Value& item : list) array.Add(item);
  out += std::move(array).Finish();
}

// Most texts hold none of them, and a search for one character is fast.
bool HasAny(std::string_view text, std::string_view characters) {
  return std::any_of(characters.begin(), characters.end(), [text](char c) { return text.find(c) != text.npos; });
}

void AppendQuoted(std::string_view text, std::string& out) {
  out.push_back('"');
  if (!HasAny(text, "\"\\")) {
    out.append(text).push_back('"');
    return;
  }
  size_t from = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '"' && text[i] != '\\') continue;
    out.append(text, from, i - from).push_back('\\');
    from = i;
  }
  out.append(text, from).push_back('"');
}

}  // namespace

void AppendPostgresText(const Type& type, const Value& value, std::string& out) {
  if (const bool* flag = value.get_if<bool>()) {
    out.push_back(*flag ? 't' : 'f');
  } else if (const int64_t* number = value.get_if<int64_t>()) {
    if (type.kind == TypeKind::kInterval) {
      out += IntervalText(*number);
    } else {
      AppendInteger(*number, out);
    }
  } else if (const double* real = value.get_if<double>()) {
    out += DoubleText(*real);
  } else if (const std::string* text = value.get_if<std::string>()) {
    out += *text;
  } else if (const Bytes* bytes = value.get_if<Bytes>()) {
    StrAppend(&out, "\\x", HexText(bytes->data));
  } else if (const Timestamp* timestamp = value.get_if<Timestamp>()) {
    AppendTimestampText(*timestamp, out);
    out += "+00";
  } else if (const List* list = value.get_if<List>()) {
    AppendArray(*type.element, *list, out);
  }
}

PostgresArray::PostgresArray(const Type& element)
    : element_(element), bare_(IsInteger(element.kind) || element.kind == TypeKind::kBool) {}

void PostgresArray::Add(const Value& value) {
  if (text_.size() > 1) text_.push_back(',');
  if (value.is_null()) {
    text_ += "NULL";
  } else if (bare_) {
    AppendPostgresText(element_, value, text_);
  } else if (const std::string* text = value.get_if<std::string>()) {
    AppendQuoted(*text, text_);
  } else {
    buffer_.clear();
    AppendPostgresText(element_, value, buffer_);
    AppendQuoted(buffer_, text_);
  }
}

std::string PostgresArray::Finish() && {
  text_.push_back('}');
  return std::move(text_);
}

}  // namespace ormd
