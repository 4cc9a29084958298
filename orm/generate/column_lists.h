// Lists of column names.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace ormd {

using ColumnNames = std::vector<std::string>;

inline bool Holds(const ColumnNames& columns, const std::string& column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

inline bool HoldsAny(const ColumnNames& columns, const ColumnNames& of) {
  return std::find_first_of(columns.begin(), columns.end(), of.begin(), of.end()) != columns.end();
}

inline bool BeginsWith(const ColumnNames& columns, const ColumnNames& prefix) {
  return columns.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), columns.begin());
}

// `part` stands in `columns` one behind the other, in its order.
inline bool HoldsRun(const ColumnNames& columns, const ColumnNames& part) {
  return std::search(columns.begin(), columns.end(), part.begin(), part.end()) != columns.end();
}

}  // namespace ormd
