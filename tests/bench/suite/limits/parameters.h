// Values as the text of statement parameters.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <charconv>
#include <string>
#include <string_view>

namespace ormd::bench {

// A number as text that ends with a zero byte.
class NumberText {
 public:
  explicit NumberText(int64_t number) { *std::to_chars(text_, text_ + sizeof text_ - 1, number).ptr = '\0'; }
  const char* c_str() const { return text_; }

 private:
  char text_[24];
};

// "{1,2}"
class ArrayText {
 public:
  void Add(int64_t number) {
    char text[24];
    Append(std::string_view(text, static_cast<size_t>(std::to_chars(text, text + sizeof text, number).ptr - text)));
  }
  // Any text.
  void AddQuoted(std::string_view text);

  // Ends the array; called once.
  const char* Finish() {
    if (text_.empty()) text_ = "{";
    text_ += '}';
    return text_.c_str();
  }

 private:
  void Append(std::string_view text) {
    text_ += text_.empty() ? '{' : ',';
    text_ += text;
  }

  std::string text_;
};

inline void ArrayText::AddQuoted(std::string_view text) {
  text_ += text_.empty() ? '{' : ',';
  text_ += '"';
  for (size_t special; (special = text.find_first_of("\"\\")) != std::string_view::npos;) {
    text_ += text.substr(0, special);
    text_ += '\\';
    text_ += text[special];
    text.remove_prefix(special + 1);
  }
  text_ += text;
  text_ += '"';
}

inline int64_t Microseconds(const google::protobuf::Timestamp& time) {
  return time.seconds() * 1'000'000 + time.nanos() / 1000;
}

}  // namespace ormd::bench
