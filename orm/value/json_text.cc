#include "absl/strings/escaping.h"
#include "orm/base/strings.h"
#include "orm/value/json_string.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

// The letter of a two-character escape, or '\0'.
char ShortEscape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return '\0';
  }
}

bool NeedsEscape(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

void AppendEscaped(char c, std::string& out) {
  static constexpr char kDigits[] = "0123456789abcdef";
  out += '\\';
  if (const char letter = ShortEscape(c); letter != '\0') {
    out += letter;
    return;
  }
  out += "u00";
  out += kDigits[static_cast<unsigned char>(c) >> 4];
  out += kDigits[c & 15];
}

struct JsonWriter {
  std::string& out;

  void operator()(std::monostate) const { out += "null"; }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(int64_t value) const { StrAppend(&out, value); }
  void operator()(double value) const {
    const std::string text = DoubleText(value);
    // JSON has no infinities; like protobuf's own JSON these become strings.
    const bool finite = text.find_first_of("NI") == std::string::npos;
    StrAppend(&out, finite ? "" : "\"", text, finite ? "" : "\"");
  }
  void operator()(const std::string& value) const { AppendJsonString(value, out); }
  void operator()(const Bytes& value) const { StrAppend(&out, "\"", absl::Base64Escape(value.data), "\""); }
  void operator()(Timestamp value) const { StrAppend(&out, "\"", TimestampRfc3339(value), "\""); }
  void operator()(const List& list) const {
    out += '[';
    for (const Value& item : list) {
      if (&item != &list.front()) out += ',';
      item.Visit(*this);
    }
    out += ']';
  }
  void operator()(const Map& map) const {
    out += '{';
    for (const auto& member : map) {
      if (&member != &map.front()) out += ',';
      AppendJsonString(member.first, out);
      out += ':';
      member.second.Visit(*this);
    }
    out += '}';
  }
};

}  // namespace

void AppendJsonString(std::string_view text, std::string& out) {
  out += '"';
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!NeedsEscape(text[i])) continue;
    out.append(text, start, i - start);
    AppendEscaped(text[i], out);
    start = i + 1;
  }
  out.append(text, start);
  out += '"';
}

std::string JsonText(const Value& value) {
  std::string out;
  value.Visit(JsonWriter{out});
  return out;
}

}  // namespace ormd
