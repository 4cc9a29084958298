// Arrays in PostgreSQL's binary form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "orm/value/type.h"

namespace ormd {

// Writes an array parameter element by element. PostgreSQL reads it with much less work than the text of it: no quotes
// to look for, no number or time to parse.
//
// Source: the recv functions of PostgreSQL's types (array_recv, timestamptz_recv, numeric_recv ...), stable since 7.4.
class PostgresBinaryArray {
 public:
  // Whether elements of the type have a binary form here: those of the kinds' own database types, but for lists.
  static bool Knows(const Type& element);

  // Knows the element; `count` elements follow.
  PostgresBinaryArray(const Type& element, size_t count);

  // False where the value has no binary form, such as a decimal of thousands of digits: then the array is void.
  bool Add(const Value& value);
  Bytes Finish() &&;

 private:
  // All answer whether the value fits; the first ones always do.
  bool PutLength(int32_t length);
  template <typename Number>
  bool Put(Number value);
  bool PutText(std::string_view text);
  bool PutDocument(std::string_view text);
  bool PutInterval(int64_t micros);
  bool PutElement(const Value& value);
  bool PutInteger(int64_t number);
  bool PutWord(std::string_view text);
  bool PutNumeric(std::string_view text);
  bool PutDate(std::string_view text);
  bool PutTime(std::string_view text);
  bool PutUuid(std::string_view text);

  const TypeKind kind_;
  std::string out_;
};

}  // namespace ormd
