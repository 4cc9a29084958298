#include "orm/unit/entity.h"

#include <algorithm>

namespace ormd {
namespace {

// An empty slot is a null value until it is told its relation.
void MakeRelation(const PropertyMetadata& property, Slot& slot) {
  if (property.is_to_many()) {
    slot.emplace<std::unique_ptr<Collection>>();
  } else {
    slot.emplace<Entity*>(nullptr);
  }
}

}  // namespace

Entity::Entity(const EntityMetadata& metadata, State state)
    : made(metadata.size()),
      metadata_(&metadata),
      state_(state),
      slots_(metadata.size()),
      loaded_(metadata.size()) {
  for (const auto& property : metadata.properties) {
    if (!property->is_scalar()) MakeRelation(*property, slots_[property->index]);
  }
}

Collection& Entity::collection(const PropertyMetadata& property) const {
  auto& collection = std::get<std::unique_ptr<Collection>>(slots_[property.index]);
  if (collection == nullptr) {
    collection = std::make_unique<Collection>();
    if (opened_) collection->Initialize({});
  }
  return *collection;
}

void Entity::OpenCollections() {
  opened_ = true;
  for (const auto& property : metadata_->properties) {
    if (!property->is_to_many() || loaded_[property->index]) continue;
    if (auto& collection = std::get<std::unique_ptr<Collection>>(slots_[property->index])) collection->Initialize({});
    loaded_.Set(property->index);
  }
}

void Entity::CloseCollections(const SlotMask& loaded) {
  opened_ = false;
  for (const auto& property : metadata_->properties) {
    if (!property->is_to_many() || loaded[property->index]) continue;
    if (auto& collection = std::get<std::unique_ptr<Collection>>(slots_[property->index])) collection->Forget();
    loaded_.Set(property->index, false);
  }
}

void Entity::Hydrate(const PropertyMetadata& property, Value&& value) {
  std::get<Value>(slots_[property.index]) = std::move(value);
  loaded_.Set(property.index);
  DropOriginal(property.index);
}

void Entity::Hydrate(const PropertyMetadata& property, Entity* reference) {
  std::get<Entity*>(slots_[property.index]) = reference;
  loaded_.Set(property.index);
  DropOriginal(property.index);
}

void Entity::Fill(const PropertyMetadata& property, Value&& value) {
  std::get<Value>(slots_[property.index]) = std::move(value);
  loaded_.Set(property.index);
}

void Entity::Change(const PropertyMetadata& property, Value value) {
  const Original& original = KeepOriginal(property.index);
  Value& content = std::get<Value>(slots_[property.index]);
  content = std::move(value);
  if (original.known && SameValue(property.type, std::get<Value>(original.content), content)) {
    DropOriginal(property.index);
  }
}

void Entity::Change(const PropertyMetadata& property, Entity* reference) {
  const Original& original = KeepOriginal(property.index);
  std::get<Entity*>(slots_[property.index]) = reference;
  if (original.known && std::get<Entity*>(original.content) == reference) DropOriginal(property.index);
}

bool Entity::HasSameDirtySlots(const Entity& other) const {
  return std::equal(originals_.begin(), originals_.end(), other.originals_.begin(), other.originals_.end(),
                    [](const Original& a, const Original& b) { return a.slot == b.slot; });
}

void Entity::AppendColumns(const PropertyMetadata& property, Key& out) const {
  ForEachColumn(property, [&out](const Value& value) { out.push_back(value); });
}

std::optional<Key> Entity::KeyOfSlots() const {
  bool whole = true;
  for (const PropertyMetadata* property : metadata_->primary_key) {
    ForEachColumn(*property, [&whole](const Value& value) { whole = whole && !value.is_null(); });
  }
  if (!whole) return std::nullopt;
  Key key;
  key.reserve(metadata_->key_columns.size());
  for (const PropertyMetadata* property : metadata_->primary_key) AppendColumns(*property, key);
  return key;
}

void Entity::Revert(size_t slot) {
  const Original* original = FindOriginal(slot);
  if (original == nullptr) return;
  std::visit([&](const auto& content) { slots_[slot] = content; }, original->content);
  loaded_.Set(slot, original->known);
  DropOriginal(slot);
}

SlotState Entity::SaveSlot(size_t slot) const {
  SlotState saved{.slot = slot, .loaded = loaded_[slot], .content = {}, .original = {}};
  if (const auto* value = std::get_if<Value>(&slots_[slot])) saved.content = *value;
  if (const auto* reference = std::get_if<Entity*>(&slots_[slot])) saved.content = *reference;
  if (const Original* original = FindOriginal(slot)) saved.original = *original;
  return saved;
}

void Entity::RestoreSlot(SlotState saved) {
  std::visit([&](auto& content) { slots_[saved.slot] = std::move(content); }, saved.content);
  loaded_.Set(saved.slot, saved.loaded);
  DropOriginal(saved.slot);
  if (saved.original.has_value()) originals_.push_back(*std::move(saved.original));
}

const Entity::Original* Entity::FindOriginal(size_t slot) const {
  const auto at =
      std::find_if(originals_.begin(), originals_.end(), [slot](const Original& o) { return o.slot == slot; });
  return at == originals_.end() ? nullptr : &*at;
}

// Leaves the slot to be filled anew.
const Entity::Original& Entity::KeepOriginal(size_t slot) {
  if (const Original* known = FindOriginal(slot)) return *known;
  Original& original = originals_.emplace_back(Original{slot, loaded_[slot], {}});
  if (auto* value = std::get_if<Value>(&slots_[slot])) original.content = std::move(*value);
  if (const auto* reference = std::get_if<Entity*>(&slots_[slot])) original.content = *reference;
  loaded_.Set(slot);
  return original;
}

void Entity::DropOriginal(size_t slot) {
  if (originals_.empty()) return;
  std::erase_if(originals_, [slot](const Original& original) { return original.slot == slot; });
}

}  // namespace ormd
