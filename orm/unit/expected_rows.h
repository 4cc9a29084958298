// Whether a statement met the rows that it names.
#pragma once

#include <functional>
#include <span>

#include "absl/status/status.h"
#include "orm/driver/connection.h"
#include "orm/unit/entity_key_set.h"

namespace ormd {

// The entities whose rows a statement must have met. The database mostly answers in the order of the batch: then
// nothing is looked up.
class ExpectedRows {
 public:
  using Each = std::function<absl::Status(Entity* entity, size_t row)>;

  // Of one type, each once; they outlive it.
  explicit ExpectedRows(std::span<Entity* const> rows) : all_(rows), rows_(rows) {}

  // Takes the rows whose keys stand in the first columns of a result, and calls `each` with them, where it is not
  // empty. INTERNAL where one was not expected.
  absl::Status TakeAll(const EntityMetadata& metadata, const Result& result, const Each& each);

  // How many have not been taken.
  size_t left() const { return rows_.size() + others_.size(); }
  // The first of them; nullptr where all were.
  const Entity* missing() const;

 private:
  // nullptr where no row is expected with that key, or no more.
  Entity* Take(const Key& key);

  const std::span<Entity* const> all_;
  std::span<Entity* const> rows_;
  EntityKeySet others_;  // those left when the order was left
};

}  // namespace ormd
