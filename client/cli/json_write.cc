#include "client/cli/json.h"

namespace ormd::cli {
namespace {

void AppendEscaped(unsigned char c, std::string* out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  *out += "\\u00";
  *out += kHex[c >> 4];
  *out += kHex[c & 15];
}

void AppendString(const std::string& text, std::string* out) {
  *out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        *out += "\\\"";
        break;
      case '\\':
        *out += "\\\\";
        break;
      case '\n':
        *out += "\\n";
        break;
      case '\r':
        *out += "\\r";
        break;
      case '\t':
        *out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          AppendEscaped(static_cast<unsigned char>(c), out);
        } else {
          *out += c;
        }
    }
  }
  *out += '"';
}

// Writes to a string; a negative indent means one line.
class Writer {
 public:
  Writer(bool pretty, std::string* out) : pretty_(pretty), out_(out) {}

  void Write(const Json& json) {
    switch (json.kind) {
      case Json::Kind::kNull:
        *out_ += "null";
        break;
      case Json::Kind::kBool:
        *out_ += json.boolean ? "true" : "false";
        break;
      case Json::Kind::kNumber:
        *out_ += json.text;
        break;
      case Json::Kind::kString:
        AppendString(json.text, out_);
        break;
      case Json::Kind::kArray:
        WriteArray(json);
        break;
      case Json::Kind::kObject:
        WriteObject(json);
        break;
    }
  }

 private:
  void WriteArray(const Json& json) {
    *out_ += '[';
    ++depth_;
    bool first = true;
    for (const Json& item : json.items) {
      Next(&first);
      Write(item);
    }
    --depth_;
    End(first, ']');
  }

  void WriteObject(const Json& json) {
    *out_ += '{';
    ++depth_;
    bool first = true;
    for (const auto& [name, value] : json.members) {
      Next(&first);
      AppendString(name, out_);
      *out_ += pretty_ ? ": " : ":";
      Write(value);
    }
    --depth_;
    End(first, '}');
  }

  void Next(bool* first) {
    if (!*first) *out_ += ',';
    *first = false;
    NewLine();
  }

  void End(bool empty, char close) {
    if (!empty) NewLine();
    *out_ += close;
  }

  void NewLine() {
    if (!pretty_) return;
    *out_ += '\n';
    out_->append(2 * depth_, ' ');
  }

  const bool pretty_;
  std::string* out_;
  size_t depth_ = 0;
};

std::string ToText(const Json& json, bool pretty) {
  std::string out;
  Writer(pretty, &out).Write(json);
  return out;
}

}  // namespace

std::string WriteJson(const Json& json) { return ToText(json, false); }

std::string WritePretty(const Json& json) { return ToText(json, true); }

}  // namespace ormd::cli
