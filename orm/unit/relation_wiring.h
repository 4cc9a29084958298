// Keeps the two sides of a relation in step when one of them changes.
#pragma once

#include "orm/unit/unit_of_work.h"

namespace ormd {

// Only what is loaded is kept in step; a collection or inverse side that was never read is read later. Of what was
// staged there the last word counts.
class RelationWiring {
 public:
  explicit RelationWiring(UnitOfWork& unit) : unit_(unit) {}

  // Points an owning to-one relation at `target` (nullptr: null).
  void SetReference(Entity* entity, const PropertyMetadata& property, Entity* target);
  // Adds to or removes from a many-to-many relation, from either side.
  void Link(Entity* entity, const PropertyMetadata& property, Entity* item);
  void Unlink(Entity* entity, const PropertyMetadata& property, Entity* item);
  // Takes an entity that is to be removed out of the loaded inverse sides of its relations.
  void TakeOut(Entity* entity);

 private:
  void LeaveInverse(Entity* entity, const PropertyMetadata& inverse, Entity* old_target);
  // Whom the entity displaced at this owner, and who refers to it still: it has the place again. nullptr where there is
  // none.
  Entity* TakeDisplaced(Entity* entity, const Entity& owner, const PropertyMetadata& inverse);
  void JoinInverse(Entity* entity, const PropertyMetadata& inverse, Entity* target);

  UnitOfWork& unit_;
};

}  // namespace ormd
