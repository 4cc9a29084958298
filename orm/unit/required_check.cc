#include "orm/unit/required_check.h"

#include "orm/base/error.h"
#include "orm/unit/errors.h"

namespace ormd {
namespace {

bool IsMissing(const Entity& entity, const PropertyMetadata& property) {
  if (!property.has_columns() || property.read_only() || property.nullable) return false;
  if (!entity.loaded(property.index)) return !property.optional_at_create();
  return property.is_scalar() ? entity.value(property).is_null() : entity.reference(property) == nullptr;
}

class Collector {
 public:
  void Check(const Entity& entity, const PropertyMetadata& property) {
    if (property.is_to_one() && property.has_columns() && entity.reference(property) != nullptr &&
        entity.reference(property)->state() == Entity::State::kDetached) {
      Add(unit_error::RemovedEntity(*property.target, JoinField(entity.origin, property.name)));
    } else if (IsMissing(entity, property)) {
      Add(unit_error::Required(property, entity.origin));
    }
  }

  absl::Status status() const { return first_.violations.empty() ? absl::OkStatus() : MakeError(first_); }

 private:
  void Add(const absl::Status& status) {
    Error error = ErrorOf(status);
    if (first_.violations.empty()) {
      first_ = std::move(error);
    } else {
      first_.violations.insert(first_.violations.end(), error.violations.begin(), error.violations.end());
    }
  }

  Error first_;
};

}  // namespace

absl::Status CheckRequired(const UnitOfWork& unit) {
  Collector collector;
  for (const Entity* entity : unit.created()) {
    if (entity->state() != Entity::State::kNew) continue;
    for (const auto& property : entity->metadata().properties) collector.Check(*entity, *property);
  }
  for (const Entity* entity : unit.changed()) {
    if (entity->state() == Entity::State::kRemoved) continue;
    entity->ForEachDirtySlot([&](size_t slot) { collector.Check(*entity, entity->metadata().property(slot)); });
  }
  return collector.status();
}

}  // namespace ormd
