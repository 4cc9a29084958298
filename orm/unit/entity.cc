#include "orm/unit/entity.h"

#include <algorithm>

namespace ormd {
namespace {

Slot EmptySlot(const PropertyMetadata& property) {
  if (property.is_to_many()) return std::unique_ptr<Collection>();
  if (property.is_to_one()) return static_cast<Entity*>(nullptr);
  return Value();
}

}  // namespace

Entity::Entity(const EntityMetadata& metadata, State state)
    : made(metadata.size()), metadata_(&metadata), state_(state), loaded_(metadata.size()) {
  slots_.reserve(metadata.size());
  for (const auto& property : metadata.properties) slots_.push_back(EmptySlot(*property));
}

Collection& Entity::collection(const PropertyMetadata& property) const {
  auto& collection = std::get<std::unique_ptr<Collection>>(slots_[property.index]);
  if (collection == nullptr) collection = std::make_unique<Collection>();
  return *collection;
}

void Entity::Hydrate(const PropertyMetadata& property, Value value) {
  std::get<Value>(slots_[property.index]) = std::move(value);
  loaded_[property.index] = true;
  DropOriginal(property.index);
}

void Entity::Hydrate(const PropertyMetadata& property, Entity* reference) {
  std::get<Entity*>(slots_[property.index]) = reference;
  loaded_[property.index] = true;
  DropOriginal(property.index);
}

void Entity::Fill(const PropertyMetadata& property, Value value) {
  std::get<Value>(slots_[property.index]) = std::move(value);
  loaded_[property.index] = true;
}

void Entity::Change(const PropertyMetadata& property, Value value) {
  KeepOriginal(property.index);
  Value& content = std::get<Value>(slots_[property.index]);
  content = std::move(value);
  const Original* original = FindOriginal(property.index);
  if (original->known && SameValue(property.type, std::get<Value>(original->content), content)) {
    DropOriginal(property.index);
  }
}

void Entity::Change(const PropertyMetadata& property, Entity* reference) {
  KeepOriginal(property.index);
  std::get<Entity*>(slots_[property.index]) = reference;
  const Original* original = FindOriginal(property.index);
  if (original->known && std::get<Entity*>(original->content) == reference) DropOriginal(property.index);
}

std::vector<size_t> Entity::dirty_slots() const {
  std::vector<size_t> slots;
  slots.reserve(originals_.size());
  for (const Original& original : originals_) slots.push_back(original.slot);
  return slots;
}

void Entity::AppendColumns(const PropertyMetadata& property, std::vector<Value>& out) const {
  ForEachColumn(property, [&out](const Value& value) { out.push_back(value); });
}

std::optional<Key> Entity::KeyOfSlots() const {
  Key key;
  for (const PropertyMetadata* property : metadata_->primary_key) AppendColumns(*property, key);
  if (std::any_of(key.begin(), key.end(), [](const Value& value) { return value.is_null(); })) return std::nullopt;
  return key;
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
  loaded_[saved.slot] = saved.loaded;
  DropOriginal(saved.slot);
  if (saved.original.has_value()) originals_.push_back(*std::move(saved.original));
}

const Entity::Original* Entity::FindOriginal(size_t slot) const {
  const auto at =
      std::find_if(originals_.begin(), originals_.end(), [slot](const Original& o) { return o.slot == slot; });
  return at == originals_.end() ? nullptr : &*at;
}

// Leaves the slot to be filled anew.
void Entity::KeepOriginal(size_t slot) {
  if (FindOriginal(slot) != nullptr) return;
  Original original{slot, loaded_[slot], {}};
  if (auto* value = std::get_if<Value>(&slots_[slot])) original.content = std::move(*value);
  if (const auto* reference = std::get_if<Entity*>(&slots_[slot])) original.content = *reference;
  originals_.push_back(std::move(original));
  loaded_[slot] = true;
}

void Entity::DropOriginal(size_t slot) {
  std::erase_if(originals_, [slot](const Original& original) { return original.slot == slot; });
}

}  // namespace ormd
