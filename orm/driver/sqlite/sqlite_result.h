// The rows of a statement, copied out of SQLite.
#pragma once

#include <sqlite3.h>

#include <string>
#include <vector>

#include "orm/driver/connection.h"

namespace ormd {

// Sixteen bytes a cell, and all texts and bytes in one arena. Built row by row, then immutable.
class SqliteResult final : public Result {
 public:
  explicit SqliteResult(size_t columns) : columns_(columns) {}

  // The row on which the statement stands.
  void AddRow(sqlite3_stmt* statement);
  void set_affected(int64_t affected) { affected_ = affected; }

  // What it takes in memory.
  size_t bytes() const { return cells_.size() * sizeof(Packed) + arena_.size(); }

  size_t rows() const override { return columns_ == 0 ? 0 : cells_.size() / columns_; }
  size_t columns() const override { return columns_; }
  Cell cell(size_t row, size_t column) const override;
  int64_t affected() const override { return affected_; }

 private:
  struct Packed {
    union {
      int64_t int64;
      double number;
      size_t offset;
    };
    uint32_t length = 0;
    Cell::Form form = Cell::Form::kNull;
  };

  Packed Pack(sqlite3_stmt* statement, int column);
  Packed Store(Cell::Form form, const void* data, int length);

  const size_t columns_;
  std::vector<Packed> cells_;
  std::string arena_;
  int64_t affected_ = 0;
};

}  // namespace ormd
