// The values of a batch, row by row.
#pragma once

#include <deque>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

#include "orm/value/value.h"

namespace ormd {

// Rows of one width. Refers to values that stand elsewhere and outlive it, and owns those that were made for it, so
// that nothing is copied.
class BatchRows {
 public:
  BatchRows() = default;
  BatchRows(const std::vector<std::vector<Value>>& rows) {
    for (const std::vector<Value>& row : rows) Add(row);
  }
  // A copy would refer to the original's values.
  BatchRows(const BatchRows&) = delete;
  BatchRows& operator=(const BatchRows&) = delete;
  BatchRows(BatchRows&&) = default;
  BatchRows& operator=(BatchRows&&) = default;

  // Begins a row; then one value for each column follows.
  void Begin() { starts_.push_back(cells_.size()); }
  void Refer(const Value& value) { cells_.push_back(&value); }
  void Own(Value value) { cells_.push_back(&owned_.emplace_back(std::move(value))); }

  void Add(std::span<const Value> row) {
    Begin();
    for (const Value& value : row) Own(value);
  }
  void Add(std::initializer_list<Value> row) { Add(std::span(row.begin(), row.size())); }
  void Reserve(size_t rows, size_t width) {
    starts_.reserve(rows);
    cells_.reserve(rows * width);
  }

  size_t size() const { return starts_.size(); }
  const Value& at(size_t row, size_t column) const { return *cells_[starts_[row] + column]; }

 private:
  std::vector<size_t> starts_;
  std::vector<const Value*> cells_;
  std::deque<Value> owned_;  // never moved
};

}  // namespace ormd
