#include "orm/unit/expected_rows.h"

#include <algorithm>
#include <vector>

#include "orm/base/error.h"
#include "orm/unit/errors.h"
#include "orm/unit/hydrator.h"

namespace ormd {

absl::Status ExpectedRows::TakeAll(const EntityMetadata& metadata, const Result& result, const Each& each) {
  const std::vector<const Type*> key_types = KeyTypes(metadata);
  Key key;
  for (size_t row = 0; row < result.rows(); ++row) {
    ORMD_RETURN_IF_ERROR(ReadKeyColumns(result, row, 0, key_types, &key));
    Entity* entity = Take(key);
    if (entity == nullptr) return unit_error::UnexpectedRows(metadata);
    if (each != nullptr) ORMD_RETURN_IF_ERROR(each(entity, row));
  }
  return absl::OkStatus();
}

const Entity* ExpectedRows::missing() const {
  if (!rows_.empty()) return rows_.front();
  const auto at = std::find_if(all_.begin(), all_.end(), [this](Entity* row) { return others_.contains(row); });
  return at == all_.end() ? nullptr : *at;
}

Entity* ExpectedRows::Take(const Key& key) {
  if (others_.empty() && !rows_.empty() && rows_.front()->key() == key) {
    Entity* next = rows_.front();
    rows_ = rows_.subspan(1);
    return next;
  }
  others_.insert(rows_.begin(), rows_.end());
  rows_ = {};
  const auto at = others_.find(key);
  if (at == others_.end()) return nullptr;
  Entity* other = *at;
  others_.erase(at);
  return other;
}

}  // namespace ormd
