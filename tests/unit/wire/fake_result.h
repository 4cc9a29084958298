// A result of rows that a test lists.
#pragma once

#include <utility>
#include <vector>

#include "orm/driver/connection.h"

namespace ormd::wire {

// Cells' texts must outlive it.
class FakeResult : public Result {
 public:
  explicit FakeResult(std::vector<std::vector<Cell>> rows) : rows_(std::move(rows)) {}

  size_t rows() const override { return rows_.size(); }
  size_t columns() const override { return rows_.empty() ? 0 : rows_.front().size(); }
  Cell cell(size_t row, size_t column) const override { return rows_.at(row).at(column); }
  int64_t affected() const override { return 0; }

 private:
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace ormd::wire
