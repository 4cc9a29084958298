#include "server/wire/entity_plans.h"

namespace ormd::wire {

const EntityPlan& EntityPlans::Of(const EntityMetadata& entity, const SlotMask& mask) {
  if (entity_ == &entity && mask_ == mask) return *plan_;
  std::unique_ptr<const EntityPlan>& plan = plans_[{&entity, mask}];
  if (plan == nullptr) plan = std::make_unique<const EntityPlan>(entity, mask);
  entity_ = &entity;
  mask_ = mask;
  plan_ = plan.get();
  return *plan_;
}

void EntityPlans::Trim() {
  if (plans_.size() <= kMost) return;
  plans_.clear();
  entity_ = nullptr;
}

}  // namespace ormd::wire
