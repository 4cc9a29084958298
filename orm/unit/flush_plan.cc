#include "orm/unit/flush_plan.h"

#include <numeric>

namespace ormd {

std::string_view FlushActionName(FlushAction action) {
  switch (action) {
    case FlushAction::kInsert:
      return "insert";
    case FlushAction::kUpdate:
      return "update";
    case FlushAction::kDelete:
      return "delete";
    case FlushAction::kExtraUpdate:
      return "extra update";
    case FlushAction::kInsertLinks:
      return "insert links";
    case FlushAction::kDeleteLinks:
      return "delete links";
  }
  return "";
}

std::vector<size_t> ColumnsOf(const PropertyMetadata& property) {
  std::vector<size_t> columns(property.column_count);
  std::iota(columns.begin(), columns.end(), property.first_column);
  return columns;
}

}  // namespace ormd
