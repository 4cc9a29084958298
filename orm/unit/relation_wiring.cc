#include "orm/unit/relation_wiring.h"

#include <utility>

namespace ormd {
namespace {

// (owner, item) and the owning property of a many-to-many relation seen from either side.
struct LinkEnds {
  Entity* owner;
  Entity* item;
  const PropertyMetadata& property;
};

LinkEnds EndsOf(Entity* entity, const PropertyMetadata& property, Entity* item) {
  if (property.is_inverse()) return {item, entity, *property.mapped_by};
  return {entity, item, property};
}

bool MirrorsItems(const LinkEnds& ends) {
  return ends.property.inverse != nullptr && ends.item->collection(*ends.property.inverse).initialized();
}

}  // namespace

void RelationWiring::SetReference(Entity* entity, const PropertyMetadata& property, Entity* target) {
  Entity* old_target = entity->reference(property);
  unit_.Change(entity, property, target);
  if (property.inverse == nullptr) return;
  if (old_target != nullptr && old_target != target) LeaveInverse(entity, *property.inverse, old_target);
  // The inverse side may have lost it on its own: it became an orphan, which is kept now.
  if (target != nullptr) JoinInverse(entity, *property.inverse, target);
}

void RelationWiring::LeaveInverse(Entity* entity, const PropertyMetadata& inverse, Entity* old_target) {
  if (inverse.is_to_one()) {
    if (old_target->reference(inverse) != entity) return;
    unit_.Mirror(old_target, inverse, TakeDisplaced(entity, *old_target, inverse));
  } else if (old_target->collection(inverse).initialized()) {
    unit_.RemoveItem(old_target, inverse, entity);
  } else {
    unit_.ReleaseItem(old_target, inverse, entity, &Collection::Delta::added);
  }
}

Entity* RelationWiring::TakeDisplaced(Entity* entity, const Entity& owner, const PropertyMetadata& inverse) {
  const bool goes = owner.state() == Entity::State::kRemoved || owner.state() == Entity::State::kDetached;
  Entity* const displaced = entity->displaced();
  const bool waits = displaced != nullptr && displaced->orphan && &displaced->metadata() == inverse.target;
  if (goes || !waits || displaced->reference(*inverse.mapped_by) != &owner) return nullptr;
  unit_.KeepDisplaced(entity);
  return displaced;
}

void RelationWiring::JoinInverse(Entity* entity, const PropertyMetadata& inverse, Entity* target) {
  if (inverse.is_to_one()) {
    unit_.Mirror(target, inverse, entity);
  } else if (target->collection(inverse).initialized()) {
    unit_.AddItem(target, inverse, entity);
  } else {
    unit_.ReleaseItem(target, inverse, entity, &Collection::Delta::removed);
  }
}

void RelationWiring::Link(Entity* entity, const PropertyMetadata& property, Entity* item) {
  const LinkEnds ends = EndsOf(entity, property, item);
  unit_.AddItem(ends.owner, ends.property, ends.item);
  if (MirrorsItems(ends)) unit_.AddItem(ends.item, *ends.property.inverse, ends.owner);
}

void RelationWiring::Unlink(Entity* entity, const PropertyMetadata& property, Entity* item) {
  const LinkEnds ends = EndsOf(entity, property, item);
  unit_.RemoveItem(ends.owner, ends.property, ends.item);
  if (MirrorsItems(ends)) unit_.RemoveItem(ends.item, *ends.property.inverse, ends.owner);
}

void RelationWiring::TakeOut(Entity* entity) {
  for (const auto& property : entity->metadata().properties) {
    if (!property->is_to_one() || property->is_inverse() || property->inverse == nullptr) continue;
    Entity* target = entity->reference(*property);
    if (target != nullptr) LeaveInverse(entity, *property->inverse, target);
  }
}

}  // namespace ormd
