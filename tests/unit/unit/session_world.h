// Rows and links as a random session says they are, by numbers of its own: a new row has no key yet.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "orm/metadata/schema.h"
#include "orm/value/value.h"

namespace ormd {

using ObjectId = int;  // from 1; 0 is none

struct Object {
  const EntityMetadata* type = nullptr;
  Key key;                                // empty while the database has not made it
  std::map<size_t, Value> scalars;        // by slot, those that a client gives
  std::map<size_t, ObjectId> references;  // owning to-one relations; also to those that are gone since
  int version = 0;                        // 0: not known, or none
  bool local = false;                     // has a name in the session
  bool orphan = false;                    // goes with the next flush unless it gets an owner
  ObjectId displaced_by = 0;              // an orphan whose place another took

  bool addressable() const { return !key.empty() || local; }
};

// A unique constraint of a type, its key counted as the last, and values of it; of relations the numbers.
using UniqueValues = std::tuple<size_t, size_t, std::vector<std::string>>;

class World {
 public:
  std::map<ObjectId, Object> objects;
  // Relation (its owning side, by type and slot), owner, item.
  std::set<std::tuple<size_t, size_t, ObjectId, ObjectId>> links;
  // Items that the session added to a one-to-many relation (its slot, the owner, the item) without having read it.
  std::set<std::tuple<size_t, ObjectId, ObjectId>> added;

  bool Has(ObjectId id) const { return objects.contains(id); }
  const Object& at(ObjectId id) const { return objects.at(id); }
  Object& at(ObjectId id) { return objects.at(id); }
  // 0 where there is none.
  ObjectId Find(const EntityMetadata& type, const Key& key) const;
  // Where an owning to-one relation points to; 0 also where that is gone.
  ObjectId TargetOf(ObjectId id, const PropertyMetadata& relation) const;
  // Those at the other end of a to-many relation or an inverse side; orphans are items of nobody.
  std::set<ObjectId> ItemsOf(ObjectId id, const PropertyMetadata& relation) const;
  // Of an inverse side.
  ObjectId HolderOf(ObjectId id, const PropertyMetadata& relation) const;
  // From either side. Answers whether it changed.
  bool Link(ObjectId id, const PropertyMetadata& relation, ObjectId item);
  bool Unlink(ObjectId id, const PropertyMetadata& relation, ObjectId item);
  // With its links; what refers to it still does.
  void Erase(ObjectId id);

  // The tuples of an object without nulls.
  std::vector<UniqueValues> TuplesOf(ObjectId id) const;
};

// Calls with the owning to-one relations of a type.
template <typename Function>
void ForEachOwning(const EntityMetadata& type, Function&& function) {
  for (const auto& property : type.properties) {
    if (property->is_to_one() && property->has_columns()) function(*property);
  }
}

// "Person#3".
std::string ObjectText(const World& world, ObjectId id);

}  // namespace ormd
