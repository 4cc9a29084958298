// The plans of the shapes that answers have.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "server/wire/entity_plan.h"

namespace ormd::wire {

// Makes each plan once. Not thread safe; the metadata must outlive it.
class EntityPlans {
 public:
  // The plan for entities of which these slots are wanted. Valid until Trim.
  const EntityPlan& Of(const EntityMetadata& entity, const SlotMask& mask);

  // Forgets all plans where they have become many. Called between answers.
  void Trim();

 private:
  static constexpr size_t kMost = 256;

  using Shape = std::pair<const EntityMetadata*, SlotMask>;

  absl::flat_hash_map<Shape, std::unique_ptr<const EntityPlan>> plans_;
  // What was asked for last: nodes of one shape mostly follow each other.
  const EntityMetadata* entity_ = nullptr;
  SlotMask mask_;
  const EntityPlan* plan_ = nullptr;
};

}  // namespace ormd::wire
