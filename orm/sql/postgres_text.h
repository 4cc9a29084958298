// Values in PostgreSQL's text forms.
#pragma once

#include <string>

#include "orm/value/type.h"

namespace ormd {

// Appends a canonical value that is not null as PostgreSQL's input function of the type reads it.
void AppendPostgresText(const Type& type, const Value& value, std::string& out);

// Writes an array literal element by element: {1,NULL,3}, {"a","b \"c\""}.
class PostgresArray {
 public:
  // The element type must outlive the array.
  explicit PostgresArray(const Type& element);

  void Add(const Value& value);
  // Ends the literal; call once.
  std::string Finish() &&;

 private:
  const Type& element_;
  const bool bare_;  // elements need no quotes
  std::string text_ = "{";
  std::string buffer_;
};

}  // namespace ormd
