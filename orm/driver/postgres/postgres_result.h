// A PGresult as a Result.
#pragma once

#include <string_view>
#include <utility>

#include "orm/base/strings.h"
#include "orm/driver/connection.h"
#include "orm/driver/postgres/dialogue.h"

namespace ormd {

// Immutable.
class PostgresResult final : public Result {
 public:
  explicit PostgresResult(PgResult result)
      : result_(std::move(result)),
        rows_(static_cast<size_t>(PQntuples(result_.get()))),
        columns_(static_cast<size_t>(PQnfields(result_.get()))) {}

  size_t rows() const override { return rows_; }
  size_t columns() const override { return columns_; }

  Cell cell(size_t row, size_t column) const override {
    const int r = static_cast<int>(row);
    const int c = static_cast<int>(column);
    const char* text = PQgetvalue(result_.get(), r, c);
    const auto length = static_cast<size_t>(PQgetlength(result_.get(), r, c));
    if (length == 0 && PQgetisnull(result_.get(), r, c) != 0) return Cell::Null();
    return Cell::Text({text, length});
  }

  int64_t affected() const override {
    const std::string_view tag = PQcmdStatus(result_.get());
    if (tag.starts_with("SELECT") || tag.starts_with("FETCH")) return 0;
    return ParseInteger<int64_t>(PQcmdTuples(result_.get())).value_or(0);
  }

 private:
  PgResult result_;
  size_t rows_;
  size_t columns_;
};

}  // namespace ormd
