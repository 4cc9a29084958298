#include "server/wire/entity_plans.h"

#include <algorithm>

namespace ormd::wire {

const EntityPlan& EntityPlans::Of(const EntityMetadata& entity, const SlotMask& mask) {
  if (entity_ == &entity && mask_ == mask) return *plan_;
  std::vector<Shape>& shapes = shapes_[&entity];
  auto found = std::find_if(shapes.begin(), shapes.end(), [&mask](const Shape& shape) { return shape.mask == mask; });
  if (found == shapes.end()) {
    found = shapes.insert(found, {mask, std::make_unique<const EntityPlan>(entity, mask)});
    ++count_;
  }
  entity_ = &entity;
  mask_ = mask;
  plan_ = found->plan.get();
  return *plan_;
}

void EntityPlans::Trim() {
  if (count_ <= kMost) return;
  shapes_.clear();
  count_ = 0;
  entity_ = nullptr;
}

}  // namespace ormd::wire
