// What a session must hold, and the database behind it, as the rules of MikroORM have it.
//
// It follows the staging calls of one EntityManager, and says of a flush whether it can succeed and what it leaves. It
// asks what the session has read (Knows), since a removal cascades over loaded relations alone.
//
// The sessions keep away from what MikroORM leaves open, or is at odds with itself about:
//   - an owning side that is set to null where the inverse side removes orphans; what an orphan's own reference says;
//   - what still refers to an entity that is gone: it counts as null, whether the session has let go of it or not;
//   - reads between the removal of a row and the flush that puts another in its place (same key);
//   - a refresh of an orphan, of what refers to a removed entity, or onto the place of another in a one-to-one; one
//     that populates;
//   - unique values that cannot be null and go round in a circle, or from a row that waits for another's insert: such a
//     flush may fail (Outcome::kMay);
//   - a changed reference to an entity that is removed in the same flush: it may fail, too;
//   - rows that both others and the session have changed since the last flush, but for the lock that this breaks.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/unit/session_world.h"

namespace ormd {

enum class Outcome { kPasses, kFails, kMay };

struct Forecast {
  Outcome outcome = Outcome::kPasses;
  std::string why;          // of another outcome
  World next;               // the database, where the flush succeeds
  std::set<ObjectId> gone;  // with it, by rules of the database: the session does not hear of it
};

class SessionModel {
 public:
  // What the session has read of an entity: `knows` the items of a relation, `knows_stored` a value or reference as the
  // database has it.
  using Knows = std::function<bool(ObjectId, const PropertyMetadata&)>;

  SessionModel(Knows knows, Knows knows_stored) : knows_(std::move(knows)), knows_stored_(std::move(knows_stored)) {}

  // The database as this session's connection sees it, as everybody else does, and with all that is staged.
  const World& stored() const { return stored_; }
  const World& committed() const { return saved_.empty() ? stored_ : saved_.front(); }
  const World& staged() const { return staged_; }
  World& staged() { return staged_; }
  bool Touched(ObjectId id) const { return touched_.contains(id); }
  // Died behind the back of the session.
  bool IsGhost(ObjectId id) const { return ghosts_.contains(id); }
  bool IsNew(ObjectId id) const { return !stored_.Has(id); }
  // What it holds is known.
  bool IsOpen(ObjectId id, const PropertyMetadata& property) const { return IsNew(id) || knows_(id, property); }
  // A row is to go that has the key of one to come.
  bool HasReplacement() const;
  size_t depth() const { return saved_.size(); }

  ObjectId Create(const EntityMetadata& type);
  void SetScalar(ObjectId id, const PropertyMetadata& property, Value value);
  void SetReference(ObjectId id, const PropertyMetadata& relation, ObjectId target);
  void SetInverse(ObjectId id, const PropertyMetadata& relation, ObjectId target);
  void AddItem(ObjectId id, const PropertyMetadata& relation, ObjectId item);
  void RemoveItem(ObjectId id, const PropertyMetadata& relation, ObjectId item);
  void Remove(ObjectId id);
  void Refresh(ObjectId id);

  Forecast Foresee() const;
  void Flushed(Forecast forecast);
  void Clear();
  void Begin() { saved_.push_back(stored_); }
  // Everything from this depth inwards ends.
  void Commit(size_t depth) { saved_.resize(depth - 1); }
  void Rollback(size_t depth);

  // What others do to the database; the session sees it at once.
  void ChangeOutside(ObjectId id, const PropertyMetadata& property, const Value& value);
  void RemoveOutside(ObjectId id);
  // What the database made.
  void Learn(ObjectId id, const Key& key, int version);

  // What staging since then has made of it can be taken back.
  struct Mark {
    World staged;
    std::set<ObjectId> touched;
  };
  Mark Save() const { return {staged_, touched_}; }
  void TakeBack(Mark mark);

 private:
  void Kill(World& world, ObjectId id) const;
  void KillOrphans(World& world) const;
  // Whom this one displaced at the owner that it leaves.
  void ComeBack(World& world, ObjectId from, ObjectId owner, const PropertyMetadata& relation) const;
  bool IsChanged(ObjectId id, size_t slot) const;
  void ApplyDeletes(Forecast& forecast) const;
  void CheckReferences(Forecast& forecast, const World& before) const;
  void CheckUniques(Forecast& forecast) const;
  bool MakesRoom(ObjectId id, size_t unique, const World& next) const;
  bool IsLeft(ObjectId id, const World& next) const;
  bool WaitsForInsert(ObjectId id, const World& next) const;
  bool Exchanges(ObjectId id, size_t unique, const World& next) const;
  void CountVersions(World& next) const;

  const Knows knows_;
  const Knows knows_stored_;
  World stored_;
  World staged_;
  std::vector<World> saved_;  // as each level of the transaction found it
  std::set<ObjectId> touched_;  // since the last flush
  std::set<ObjectId> ghosts_;
  ObjectId last_ = 0;
};

}  // namespace ormd
