#include "orm/driver/postgres/postgres_result.h"

#include <utility>

#include "orm/base/strings.h"

namespace ormd {

PostgresResult::PostgresResult(PgResult result)
    : result_(std::move(result)),
      rows_(static_cast<size_t>(PQntuples(result_.get()))),
      columns_(static_cast<size_t>(PQnfields(result_.get()))) {
  if (PQbinaryTuples(result_.get()) == 0) return;
  binary_.reserve(columns_);
  for (size_t column = 0; column < columns_; ++column) {
    binary_.push_back({BinaryFormOf(PQftype(result_.get(), static_cast<int>(column))), text_ends_.size()});
    if (NeedsText(binary_.back().form)) WriteTexts(column);
  }
}

Cell PostgresResult::cell(size_t row, size_t column) const {
  const std::string_view bytes = BytesOf(row, column);
  if (bytes.empty() && IsNull(row, column)) return Cell::Null();
  if (binary_.empty()) return Cell::Text(bytes);
  const auto& [form, first_text] = binary_[column];
  return NeedsText(form) ? Cell::Text(TextAt(first_text + row)) : BinaryCell(form, bytes);
}

int64_t PostgresResult::affected() const {
  const std::string_view tag = PQcmdStatus(result_.get());
  if (tag.starts_with("SELECT") || tag.starts_with("FETCH")) return 0;
  return ParseInteger<int64_t>(PQcmdTuples(result_.get())).value_or(0);
}

bool PostgresResult::IsNull(size_t row, size_t column) const {
  return PQgetisnull(result_.get(), static_cast<int>(row), static_cast<int>(column)) != 0;
}

std::string_view PostgresResult::BytesOf(size_t row, size_t column) const {
  const int r = static_cast<int>(row);
  const int c = static_cast<int>(column);
  return {PQgetvalue(result_.get(), r, c), static_cast<size_t>(PQgetlength(result_.get(), r, c))};
}

void PostgresResult::WriteTexts(size_t column) {
  text_ends_.reserve(text_ends_.size() + rows_);
  for (size_t row = 0; row < rows_; ++row) {
    if (!IsNull(row, column)) AppendBinaryText(binary_[column].form, BytesOf(row, column), texts_);
    text_ends_.push_back(texts_.size());
  }
}

std::string_view PostgresResult::TextAt(size_t index) const {
  const size_t start = index == 0 ? 0 : text_ends_[index - 1];
  return std::string_view(texts_).substr(start, text_ends_[index] - start);
}

}  // namespace ormd
