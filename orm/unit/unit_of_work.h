// What is staged: the entities to insert, change and remove, and the journal that takes staging back.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "orm/unit/identity_map.h"

namespace ormd {

// The state of one EntityManager. Every change to staged state goes through here, so that it can be taken back.
class UnitOfWork {
 public:
  explicit UnitOfWork(const Schema& schema) : identity_map_(schema) {}

  IdentityMap& identity_map() { return identity_map_; }
  const IdentityMap& identity_map() const { return identity_map_; }

  // In the order of staging. Entities whose state has changed since (a new one that was removed again) are still
  // listed: look at state().
  const std::vector<Entity*>& created() const { return created_; }
  const std::vector<Entity*>& changed() const { return changed_; }
  const std::vector<Entity*>& removed() const { return removed_; }
  // Collections with a delta, each once: many-to-many ones on their owning side, one-to-many ones.
  using CollectionOf = std::pair<Entity*, const PropertyMetadata*>;
  const std::vector<CollectionOf>& changed_collections() const { return changed_collections_; }
  Entity* FindLocal(const std::string& local) const;

  // A new entity, to be inserted; takes over a reference with its key.
  void StageCreate(Entity* entity);
  void StageRemove(Entity* entity);
  // A new entity that shall not be inserted after all.
  void Detach(Entity* entity);
  // Gives a value to an entity that this bracket has added: taking it back drops the entity as a whole.
  void Fill(Entity* added, const PropertyMetadata& property, Value&& value) { added->Fill(property, std::move(value)); }
  void Change(Entity* entity, const PropertyMetadata& property, Value value);
  void Change(Entity* entity, const PropertyMetadata& property, Entity* reference);
  // An entity that was taken out of the relation that owns it: to be removed at flush, unless it is kept until then.
  void StageOrphan(Entity* entity);
  // The same where another has its place now.
  void StageDisplaced(Entity* entity, Entity* by);
  // The place is free again: whom `by` displaced is kept, this once.
  void KeepDisplaced(Entity* by);
  void KeepOrphan(Entity* entity);
  // Those that were staged, each with its flag, which says whether it still is one.
  const std::vector<Entity*>& orphans() const { return orphans_; }
  // True where the collection changed.
  bool AddItem(Entity* owner, const PropertyMetadata& property, Entity* item);
  bool RemoveItem(Entity* owner, const PropertyMetadata& property, Entity* item);
  // The item was moved: this list of an unread collection's delta says nothing of it any more.
  void ReleaseItem(Entity* owner, const PropertyMetadata& property, Entity* item, Collection::DeltaList list);
  // Fills a collection with what the database holds; with `refresh` its delta is forgotten, and no item is an orphan.
  // Taking that back makes the items unknown again: what was staged before and is laid on top stays staged.
  void InitializeItems(Entity* owner, const PropertyMetadata& property, std::vector<Entity*> items, bool refresh);
  // Stores what follows from another change (the inverse side of a relation), or was read: nothing to write.
  void Mirror(Entity* entity, const PropertyMetadata& property, Entity* reference);
  void SetState(Entity* entity, Entity::State state);
  void SetKey(Entity* entity, Key key);
  void SetLocal(Entity* entity, std::string local);
  // A new entity that has a name but is not staged yet.
  void SetDeclared(Entity* entity, bool declared);
  bool IsDeclared(Entity* entity) const { return declared_.contains(entity); }
  void SetOrigin(Entity* entity, std::string origin);
  void SetExpectedVersion(Entity* entity, std::optional<Value> version);

  // Brackets staging that stands or falls together; nests, a rollback going back to its own begin.
  struct Mark {
    uint64_t epoch = 0;  // of Finish and Clear: what they ended is not taken back
    size_t undo = 0;
    size_t entities = 0;
  };
  Mark Begin();
  void Commit();
  void Rollback(const Mark& mark);

  // Everything staged is in the database: states become clean, keys findable.
  void Finish();
  void Clear();

 private:
  // A slot that goes back to what it was.
  struct SlotUndo {
    Entity* entity;
    size_t slot;
    std::unique_ptr<SlotState> saved;  // nullptr where the entity has it: the slot was clean before it was changed
  };

  void Record(std::function<void()> undo);
  // `undo` is given the collection.
  template <typename Undo>
  void RecordItems(Entity* owner, const PropertyMetadata& property, Undo undo);
  void RecordSlot(Entity* entity, const PropertyMetadata& property);
  void RecordChange(Entity* entity, const PropertyMetadata& property);
  void UndoLast();
  void ForgetUndo();
  void ForgetStaged();
  void ListChanged(Entity* entity);
  void ListCollection(Entity* owner, const PropertyMetadata& property);
  // The last of removed() with that key; nullptr where there is none.
  Entity* FindRemoved(const EntityMetadata& entity, const Key& key);
  void ForgetRemovedKeys();

  IdentityMap identity_map_;
  std::vector<Entity*> created_;
  std::vector<Entity*> changed_;
  std::vector<Entity*> removed_;
  // The first so many of removed_ by their keys: of several with one key, the last.
  absl::flat_hash_map<const EntityMetadata*, EntityKeySet> removed_by_key_;
  size_t indexed_ = 0;
  std::vector<Entity*> orphans_;
  std::vector<CollectionOf> changed_collections_;
  absl::flat_hash_set<CollectionOf> is_changed_collection_;
  absl::flat_hash_map<std::string, Entity*> locals_;
  absl::flat_hash_set<Entity*> declared_;
  // The journal, in the order of the changes; an empty function stands for the next of undo_slots_.
  std::vector<std::function<void()>> undo_;
  std::vector<SlotUndo> undo_slots_;
  int open_ = 0;
  uint64_t epoch_ = 0;
};

}  // namespace ormd
