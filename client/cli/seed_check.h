// What simple SQL checks ask of single columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ormd::cli {

struct Restriction {
  enum class Kind { kLeast, kMost, kShortest, kLongest, kOneOf, kTrue, kFalse, kNull, kNotNull };
  Kind kind = Kind::kLeast;
  std::string column;
  std::string bound;                // the number or the date, of kLeast, kMost, kShortest, kLongest
  bool exclusive = false;           // the bound itself is refused
  std::vector<std::string> values;  // kOneOf
  bool narrower = false;            // it asks more than the condition does
};

// Of `x > 0`, `x >= 1 AND x <= 9`, `x BETWEEN 1 AND 9`, `length(x) > 3`, `x < '2020-01-01'`, `x IN ('a', 'b')`, `x <>
// ''`, `x`, `NOT x`, `x IS NULL` and the like, as people write them or databases print them. Other conditions, and
// everything beside an OR, answer nothing.
std::vector<Restriction> ReadCheck(std::string_view sql);

}  // namespace ormd::cli
