#include "orm/driver/sqlite/sqlite_result.h"

namespace ormd {

void SqliteResult::AddRow(sqlite3_stmt* statement) {
  for (size_t column = 0; column < columns_; ++column) cells_.push_back(Pack(statement, static_cast<int>(column)));
}

SqliteResult::Packed SqliteResult::Pack(sqlite3_stmt* statement, int column) {
  Packed packed = {{0}, 0, Cell::Form::kNull};
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      packed.form = Cell::Form::kInt64;
      packed.int64 = sqlite3_column_int64(statement, column);
      return packed;
    case SQLITE_FLOAT:
      packed.form = Cell::Form::kDouble;
      packed.number = sqlite3_column_double(statement, column);
      return packed;
    case SQLITE_TEXT: {
      const void* text = sqlite3_column_text(statement, column);
      return Store(Cell::Form::kText, text, sqlite3_column_bytes(statement, column));
    }
    case SQLITE_BLOB: {
      const void* data = sqlite3_column_blob(statement, column);
      return Store(Cell::Form::kBytes, data, sqlite3_column_bytes(statement, column));
    }
    default:
      return packed;
  }
}

SqliteResult::Packed SqliteResult::Store(Cell::Form form, const void* data, int length) {
  Packed packed = {{0}, static_cast<uint32_t>(length), form};
  packed.offset = arena_.size();
  if (length > 0) arena_.append(static_cast<const char*>(data), static_cast<size_t>(length));
  return packed;
}

Cell SqliteResult::cell(size_t row, size_t column) const {
  const Packed& packed = cells_[row * columns_ + column];
  switch (packed.form) {
    case Cell::Form::kInt64:
      return Cell::Int64(packed.int64);
    case Cell::Form::kDouble:
      return Cell::Double(packed.number);
    case Cell::Form::kText:
      return Cell::Text({arena_.data() + packed.offset, packed.length});
    case Cell::Form::kBytes:
      return Cell::Bytes({arena_.data() + packed.offset, packed.length});
    case Cell::Form::kTimestamp:
    case Cell::Form::kNull:
      break;
  }
  return Cell::Null();
}

}  // namespace ormd
