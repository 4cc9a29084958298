#include "orm/generate/option_text.h"

#include "orm/base/strings.h"

namespace ormd {
namespace {

constexpr size_t kLongestInLine = 80;

void AppendOctal(char c, std::string& out) {
  const auto byte = static_cast<unsigned char>(c);
  out += '\\';
  for (const int shift : {6, 3, 0}) out += static_cast<char>('0' + ((byte >> shift) & 7));
}

void AppendEscaped(char c, std::string& out) {
  switch (c) {
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    case '"':
    case '\\':
      out += '\\';
      out += c;
      return;
    default:
      break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x20 || byte == 0x7F) return AppendOctal(c, out);
  out += c;
}

}  // namespace

std::string ProtoText(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) AppendEscaped(c, out);
  return out + '"';
}

void OptionMessage::Word(std::string_view name, std::string_view word) {
  settings_.push_back({std::string(name), std::string(word), {}, {}});
}

void OptionMessage::Text(std::string_view name, std::string_view text) { Word(name, ProtoText(text)); }

void OptionMessage::Texts(std::string_view name, const std::vector<std::string>& texts) {
  if (texts.size() == 1) return Text(name, texts.front());
  Setting setting{std::string(name), "", {}, {}};
  for (const std::string& text : texts) setting.list.push_back(ProtoText(text));
  if (!texts.empty()) settings_.push_back(std::move(setting));
}

void OptionMessage::Message(std::string_view name, OptionMessage message) {
  Setting setting{std::string(name), "", {}, {}};
  setting.message.push_back(std::move(message));
  settings_.push_back(std::move(setting));
}

void OptionMessage::Append(OptionMessage other) {
  for (Setting& setting : other.settings_) settings_.push_back(std::move(setting));
}

std::string OptionMessage::ValueInLine(const Setting& setting) {
  if (!setting.message.empty()) return setting.message.front().InLine();
  return setting.list.empty() ? setting.word : StrCat("[", StrJoin(setting.list, ", "), "]");
}

std::string OptionMessage::ValueBlock(const Setting& setting, std::string_view indent) {
  return setting.message.empty() ? ValueInLine(setting) : setting.message.front().Block(indent);
}

std::string OptionMessage::InLine() const {
  std::vector<std::string> parts;
  for (const Setting& setting : settings_) parts.push_back(StrCat(setting.name, ": ", ValueInLine(setting)));
  return StrCat("{", StrJoin(parts, " "), "}");
}

std::string OptionMessage::Block(std::string_view indent) const {
  std::string line = InLine();
  if (line.size() <= kLongestInLine) return line;
  const std::string deeper = StrCat(indent, "  ");
  std::string out = "{\n";
  for (const Setting& setting : settings_) {
    StrAppend(&out, deeper, setting.name, ": ", ValueBlock(setting, deeper), "\n");
  }
  return StrCat(out, indent, "}");
}

std::string OptionMessage::Assignment(std::string_view extension, std::string_view indent) const {
  std::string path = StrCat("(", extension, ")");
  const OptionMessage* at = this;
  while (at->settings_.size() == 1) {
    const Setting& only = at->settings_.front();
    if (!only.list.empty()) break;
    StrAppend(&path, ".", only.name);
    if (only.message.empty()) return StrCat(path, " = ", only.word);
    at = &only.message.front();
  }
  return StrCat(path, " = ", at->Block(indent));
}

}  // namespace ormd
