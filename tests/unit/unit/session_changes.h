// Draws the changes of a random session: what the EntityManager is given, and at once what it does to the model.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "orm/unit/entity_manager.h"
#include "tests/support/dice.h"
#include "tests/unit/unit/session_model.h"

namespace ormd {

// New objects, by the relation over which they are reached.
struct MadeObject {
  const PropertyMetadata* relation = nullptr;
  ObjectId id = 0;
  std::vector<MadeObject> inside;
};

struct DrawnChange {
  ObjectId id = 0;
  EntityData data;
  std::vector<MadeObject> made;
  std::string text;             // as people read it
  std::vector<ObjectId> named;  // by their keys
};

// Works within one step. What is linked to the unread inverse side of a many-to-many is there already: nothing would
// lead to a new one until it has a key.
class SessionChanges {
 public:
  // `chosen`: the optional relations that it may change, or give to what is new.
  using Relations = std::set<const PropertyMetadata*>;
  SessionChanges(SessionModel& model, const Relations& chosen, Dice& dice)
      : model_(model), chosen_(chosen), dice_(dice) {}

  // `skip`: the property that its maker sets. Of depth 0 everything else is there already, if possible.
  DrawnChange Create(const EntityMetadata& type, const PropertyMetadata* skip, int depth);
  DrawnChange Assign(ObjectId id);
  // Of a scalar that is free to have any value; null where there is none.
  static const PropertyMetadata* PlainScalar(const EntityMetadata& type);
  Value Draw(const PropertyMetadata& property, ObjectId id);
  // Alive, to be named in a request; orphans only where they are wanted.
  std::vector<ObjectId> Candidates(const EntityMetadata& type, bool orphans = false) const;

 private:
  using Ids = std::vector<ObjectId>;

  void FillScalars(DrawnChange& change);
  void FillRelations(DrawnChange& change, const PropertyMetadata* skip, int depth);
  void AssignScalar(DrawnChange& change);
  void AssignRelation(DrawnChange& change, const PropertyMetadata& relation, int depth);
  void Point(DrawnChange& change, const PropertyMetadata& relation, bool required, int depth);
  void ChangeItems(DrawnChange& change, const PropertyMetadata& relation, CollectionOperation operation, int depth);
  Ids PossibleTargets(ObjectId id, const PropertyMetadata& relation) const;
  Ids PossibleItems(ObjectId id, const PropertyMetadata& relation, bool removal);
  // An existing one, or a new one where none is possible or chance has it.
  std::pair<Target, ObjectId> Reach(DrawnChange& change, const PropertyMetadata& relation, const Ids& possible,
                                    int depth);
  void ApplyItems(ObjectId id, const PropertyMetadata& relation, CollectionOperation operation, const Ids& items);
  bool IsTaken(const PropertyMetadata& property, ObjectId id, const Value& value, const World& world) const;

  SessionModel& model_;
  const Relations& chosen_;
  Dice& dice_;
};

// Names an object by its key, or as the session calls it.
Target TargetOf(const World& world, ObjectId id);
std::string LocalName(ObjectId id);

}  // namespace ormd
