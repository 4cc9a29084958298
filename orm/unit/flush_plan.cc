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

bool IsVersioned(const Entity& entity) {
  const PropertyMetadata* version = entity.metadata().version;
  return version != nullptr && (entity.expected_version() != nullptr || entity.loaded(version->index));
}

bool IsWrittenAlike(const Entity& a, const Entity& b) {
  return &a.metadata() == &b.metadata() && a.HasSameDirtySlots(b) && IsVersioned(a) == IsVersioned(b);
}

std::vector<size_t> ColumnsOf(const PropertyMetadata& property) {
  std::vector<size_t> columns(property.column_count);
  std::iota(columns.begin(), columns.end(), property.first_column);
  return columns;
}

}  // namespace ormd
