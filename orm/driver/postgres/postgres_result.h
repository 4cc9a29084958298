// A PGresult as a Result.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orm/driver/connection.h"
#include "orm/driver/postgres/binary_form.h"
#include "orm/driver/postgres/dialogue.h"

namespace ormd {

// Immutable. In text or, all columns of it, in binary.
class PostgresResult final : public Result {
 public:
  explicit PostgresResult(PgResult result);

  size_t rows() const override { return rows_; }
  size_t columns() const override { return columns_; }
  Cell cell(size_t row, size_t column) const override;
  int64_t affected() const override;

 private:
  // A column in binary.
  struct Column {
    BinaryForm form;
    size_t first_text;  // of those that need one: where its first row's stands in text_ends_
  };

  bool IsNull(size_t row, size_t column) const;
  std::string_view BytesOf(size_t row, size_t column) const;
  void WriteTexts(size_t column);
  std::string_view TextAt(size_t index) const;

  PgResult result_;
  size_t rows_;
  size_t columns_;
  std::vector<Column> binary_;  // empty where the result is in text
  std::string texts_;
  std::vector<size_t> text_ends_;
};

}  // namespace ormd
