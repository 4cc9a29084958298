// An entity: a row of slots, one for each property of its type.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/metadata/slot_mask.h"
#include "orm/unit/collection.h"
#include "orm/value/value.h"

namespace ormd {

class Entity;

// A scalar's canonical value; the entity that a to-one relation points to (nullptr: null); the items of a to-many
// relation.
using Slot = std::variant<Value, Entity*, std::unique_ptr<Collection>>;

// What a change replaced: a value or a reference of the database, or (not `known`) a slot that was never read.
struct SlotOriginal {
  size_t slot;
  bool known;
  std::variant<Value, Entity*> content;
};

// A slot as it was before a change, to take the change back.
struct SlotState {
  size_t slot;
  bool loaded;
  std::variant<Value, Entity*> content;
  std::optional<SlotOriginal> original;
};

// Owned by one EntityManager, used on its thread only; pointers to other entities stay within that EntityManager.
class Entity {
 public:
  enum class State {
    kReference,  // only the key is known; the row was never read
    kManaged,    // read or written; compared at flush
    kNew,        // to be inserted
    kRemoved,    // to be deleted
    kDetached,   // gone: deleted, or removed before it was inserted
  };

  Entity(const EntityMetadata& metadata, State state);
  Entity(const Entity&) = delete;
  Entity& operator=(const Entity&) = delete;

  const EntityMetadata& metadata() const { return *metadata_; }
  State state() const { return state_; }
  void set_state(State state) { state_ = state; }
  // Its row stands in the database, as far as anybody knows, and is to stay.
  bool is_stored() const { return state_ == State::kManaged || state_ == State::kReference; }

  // The values of the key columns; empty while the database has not made them yet.
  const Key& key() const { return key_; }
  bool has_key() const { return !key_.empty(); }
  void set_key(Key key) { key_ = std::move(key); }
  // Gives the key to an entity of which nothing else is known. Its slots are loaded with it; who gives the key sees to
  // those of its relations.
  void Identify(Key key);

  // Whether the slot holds what the database has (or will have after flush).
  bool loaded(size_t slot) const { return loaded_[slot]; }
  const SlotMask& loaded() const { return loaded_; }
  void set_loaded(size_t slot, bool loaded = true) { loaded_.Set(slot, loaded); }

  const Value& value(const PropertyMetadata& property) const { return std::get<Value>(At(property.index)); }
  Entity* reference(const PropertyMetadata& property) const { return std::get<Entity*>(At(property.index)); }
  // As the database has it; nullptr also where that is not known.
  Entity* stored_reference(const PropertyMetadata& property) const;
  // Of a to-many property; not initialised unless somebody has done so.
  Collection& collection(const PropertyMetadata& property) const;
  // The row is new and nothing refers to it yet: its collections are known to be empty.
  void OpenCollections();

  // Stores what was read or generated: loaded, not dirty.
  void Hydrate(const PropertyMetadata& property, Value&& value);
  void Hydrate(const PropertyMetadata& property, Entity* reference);

  // Stores what a new entity is given.
  void Fill(const PropertyMetadata& property, Value&& value);

  // Stores a change. The first change of a slot keeps its original; a change back to the original makes the slot clean
  // again.
  void Change(const PropertyMetadata& property, Value value);
  void Change(const PropertyMetadata& property, Entity* reference);

  // What the database has in a slot that was changed without having been read. Where that is what stands there, the
  // slot is clean.
  bool lacks_original(size_t slot) const;
  void LearnOriginal(const PropertyMetadata& property, Value&& value);
  void LearnOriginal(const PropertyMetadata& property, Entity* reference);

  bool dirty(size_t slot) const { return FindOriginal(slot) != nullptr; }
  bool dirty() const { return !originals_.empty(); }
  // Whether something of it waits to be written: the row itself, slots, or items of its collections.
  bool is_staged() const;
  // False, perhaps, where they became dirty in another order.
  bool HasSameDirtySlots(const Entity& other) const;
  // Calls with the slots that differ from the database, in no order.
  template <typename Function>
  void ForEachDirtySlot(Function&& function) const {
    for (const Original& original : originals_) function(original.slot);
  }
  // Forgets the originals: what stands in the slots is in the database.
  void MarkClean() { originals_.clear(); }
  // The same once its row is inserted, and read back where the database made something: what nobody has given is null.
  void MarkInserted();

  // Calls with the value of each column of a property as it is now; of a to-one whose target has no key yet: nulls.
  template <typename Function>
  void ForEachColumn(const PropertyMetadata& property, Function&& function) const;
  void AppendColumns(const PropertyMetadata& property, Key& out) const;
  // The same as the database has them; nulls where that is not known.
  void AppendStoredColumns(const PropertyMetadata& property, Key& out) const;

  // Takes back the changes of a slot that was clean before them.
  void Revert(size_t slot);

  // Lets go of entities that are to be no more. A slot that refers to one refers to what stands in for it, or is not
  // loaded any more where that is nullptr. A collection that holds one is unknown again.
  using Gone = absl::flat_hash_set<const Entity*>;
  using Instead = std::function<Entity*(const Entity& gone)>;
  void LetGo(const Gone& gone, const Instead& instead);

  // Scalars and to-one relations only.
  SlotState SaveSlot(size_t slot) const;
  void RestoreSlot(SlotState saved);

  // The key as the slots give it; nullopt while a part is null or refers to an entity that has no key yet.
  std::optional<Key> KeyOfSlots() const;

  // Name by which changes of the same unit of work refer to it; may be empty.
  std::string_view local() const { return rare_ == nullptr ? std::string_view() : rare_->local; }
  void set_local(std::string local) { rare().local = std::move(local); }
  // What an update or removal expects as version; nullptr where it expects none.
  const Value* expected_version() const;
  void set_expected_version(std::optional<Value> version);

  // Place in the request that made or changed it ("changes[3]"), for errors; may be empty.
  std::string origin;
  // Slots that ormd or the database filled since the entity was last reported.
  SlotMask made;
  // Whose place with its owner this one took, of a one-to-one; may be nullptr, may be gone since.
  Entity* displaced() const { return rare_ == nullptr ? nullptr : rare_->displaced; }
  void set_displaced(Entity* other) { rare().displaced = other; }

  // The transaction that has locked its row against changes and removal (Transaction::number); 0: none.
  uint32_t locked_in = 0;

  // The unit of work sees to these: stands in changed(); is to be removed at flush as an orphan.
  bool listed_as_changed = false;
  bool orphan = false;

 private:
  // What few entities have.
  struct Rare {
    std::string local;
    std::optional<Value> expected_version;
    Entity* displaced = nullptr;
  };
  Rare& rare();

  Slot& At(size_t slot) const {
    if (slots_ == nullptr) MakeSlots();
    return slots_[slot];
  }
  void MakeSlots() const;
  void ForgetItems(size_t slot, const Gone& gone);

  using Original = SlotOriginal;
  const Original* FindOriginal(size_t slot) const;
  const Original& KeepOriginal(size_t slot);
  void SetOriginal(Original original);
  void DropOriginal(size_t slot);

  const EntityMetadata* metadata_;
  State state_;
  Key key_;
  // Made when they are first asked for, since most references are never more than their key; so are collections.
  mutable std::unique_ptr<Slot[]> slots_;
  SlotMask loaded_;
  bool opened_ = false;  // collections are initialised, also those that nobody has asked for yet
  std::vector<Original> originals_;
  std::unique_ptr<Rare> rare_;
};

template <typename Function>
void Entity::ForEachColumn(const PropertyMetadata& property, Function&& function) const {
  static const Value kNull;
  if (property.is_scalar()) return function(value(property));
  const Entity* target = reference(property);
  const bool has_key = target != nullptr && target->has_key();
  for (size_t part = 0; part < property.column_count; ++part) function(has_key ? target->key()[part] : kNull);
}

}  // namespace ormd
