// Reads JSON documents by events, so that numbers keep their digits.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace ormd {

inline constexpr size_t kMaxJsonDepth = 1000;

// Accepts every document nested at most kMaxJsonDepth levels deep. Readers override what they want to see; false ends
// the reading. The three kinds of numbers arrive as one, by their text.
class JsonReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool Read(std::string_view text) { return nlohmann::json::sax_parse(text.begin(), text.end(), this); }

  bool null() override { return Literal("null"); }
  bool boolean(bool value) override { return Literal(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return Literal(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return Literal(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& digits) override { return Literal(digits); }
  bool string(string_t& value) override { return Text(value); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return ++depth_ <= kMaxJsonDepth && Open(true); }
  bool start_array(std::size_t) override { return ++depth_ <= kMaxJsonDepth && Open(false); }
  bool key(string_t& name) override { return Name(name); }
  bool end_object() override { return Leave(); }
  bool end_array() override { return Leave(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 protected:
  // null, true, false or a number.
  virtual bool Literal(const std::string&) { return true; }
  virtual bool Text(const std::string&) { return true; }
  virtual bool Name(const std::string&) { return true; }
  virtual bool Open(bool /*object*/) { return true; }
  virtual bool Close() { return true; }

 private:
  bool Leave() {
    --depth_;
    return Close();
  }

  size_t depth_ = 0;
};

// What keeps a text from being a document that PostgreSQL's jsonb takes too: a string with the character NUL, a number
// with more decimals than its numeric holds, or exponents that together write out more digits than a value may
// (kMostAddedDigits). `added_digits` counts those, over all documents of a value.
enum class JsonFault { kNone, kMalformed, kNul, kDigits };
JsonFault FaultOfJson(std::string_view text, uint64_t& added_digits);

}  // namespace ormd
