#include "orm/unit/flush_plan.h"

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

}  // namespace ormd
