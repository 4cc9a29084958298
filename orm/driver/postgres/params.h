// Parameters in the form that libpq takes them.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/sql/statement.h"

namespace ormd {

// Texts and bytes are views into the statement, which must outlive it.
class ParamArrays {
 public:
  // BAD_VALUE for a text with NUL, which would be cut there.
  static absl::StatusOr<ParamArrays> Of(const std::vector<Param>& params);

  int size() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  static constexpr size_t kNumberSize = 32;

  // The next `kNumberSize` characters for a number; never moved.
  char* NextNumber();
  void AddInt64(int64_t value);
  void AddDouble(double value);

  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<char> numbers_;
  size_t numbers_used_ = 0;
};

}  // namespace ormd
