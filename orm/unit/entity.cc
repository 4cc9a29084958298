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
      loaded_(metadata.size()) {}

// What the key holds of scalars stands in their slots too.
void Entity::MakeSlots() const {
  slots_ = std::make_unique<Slot[]>(metadata_->size());
  for (const auto& property : metadata_->properties) {
    if (!property->is_scalar()) MakeRelation(*property, slots_[property->index]);
  }
  if (!has_key()) return;
  size_t part = 0;
  for (const PropertyMetadata* property : metadata_->primary_key) {
    if (property->is_scalar()) slots_[property->index] = key_[part];
    part += property->column_count;
  }
}

void Entity::Identify(Key key) {
  key_ = std::move(key);
  loaded_ = metadata_->key_fields;
}

Entity* Entity::stored_reference(const PropertyMetadata& property) const {
  const Original* original = FindOriginal(property.index);
  return original == nullptr ? reference(property) : std::get<Entity*>(original->content);
}

Collection& Entity::collection(const PropertyMetadata& property) const {
  auto& collection = std::get<std::unique_ptr<Collection>>(At(property.index));
  if (collection == nullptr) {
    collection = std::make_unique<Collection>();
    if (opened_) collection->Initialize({});
  }
  return *collection;
}

void Entity::OpenCollections() {
  opened_ = true;
  for (const auto& property : metadata_->properties) {
    if (property->is_to_many()) loaded_.Set(property->index);
  }
}

void Entity::Hydrate(const PropertyMetadata& property, Value&& value) {
  std::get<Value>(At(property.index)) = std::move(value);
  loaded_.Set(property.index);
  DropOriginal(property.index);
}

void Entity::Hydrate(const PropertyMetadata& property, Entity* reference) {
  std::get<Entity*>(At(property.index)) = reference;
  loaded_.Set(property.index);
  DropOriginal(property.index);
}

void Entity::Fill(const PropertyMetadata& property, Value&& value) {
  std::get<Value>(At(property.index)) = std::move(value);
  loaded_.Set(property.index);
}

void Entity::Change(const PropertyMetadata& property, Value value) {
  const Original& original = KeepOriginal(property.index);
  Value& content = std::get<Value>(At(property.index));
  content = std::move(value);
  if (original.known && SameValue(property.type, std::get<Value>(original.content), content)) {
    DropOriginal(property.index);
  }
}

void Entity::Change(const PropertyMetadata& property, Entity* reference) {
  const Original& original = KeepOriginal(property.index);
  std::get<Entity*>(At(property.index)) = reference;
  if (original.known && std::get<Entity*>(original.content) == reference) DropOriginal(property.index);
}

bool Entity::lacks_original(size_t slot) const {
  const Original* original = FindOriginal(slot);
  return original != nullptr && !original->known;
}

void Entity::LearnOriginal(const PropertyMetadata& property, Value&& value) {
  if (SameValue(property.type, value, std::get<Value>(At(property.index)))) return DropOriginal(property.index);
  SetOriginal({property.index, true, std::move(value)});
}

void Entity::LearnOriginal(const PropertyMetadata& property, Entity* reference) {
  if (reference == std::get<Entity*>(At(property.index))) return DropOriginal(property.index);
  SetOriginal({property.index, true, reference});
}

void Entity::SetOriginal(Original original) {
  for (Original& before : originals_) {
    if (before.slot == original.slot) before = std::move(original);
  }
}

void Entity::MarkInserted() {
  MarkClean();
  for (const auto& property : metadata_->properties) {
    if (property->has_columns()) loaded_.Set(property->index);
  }
}

bool Entity::is_staged() const {
  if (state_ == State::kNew || state_ == State::kRemoved || dirty()) return true;
  if (slots_ == nullptr) return false;
  return std::any_of(metadata_->properties.begin(), metadata_->properties.end(), [this](const auto& property) {
    return property->is_to_many() && collection(*property).dirty();
  });
}

bool Entity::HasSameDirtySlots(const Entity& other) const {
  return std::equal(originals_.begin(), originals_.end(), other.originals_.begin(), other.originals_.end(),
                    [](const Original& a, const Original& b) { return a.slot == b.slot; });
}

void Entity::AppendColumns(const PropertyMetadata& property, Key& out) const {
  ForEachColumn(property, [&out](const Value& value) { out.push_back(value); });
}

void Entity::AppendStoredColumns(const PropertyMetadata& property, Key& out) const {
  const Original* original = FindOriginal(property.index);
  if (property.is_to_one()) {
    const Entity* target = stored_reference(property);
    if (target != nullptr && target->has_key()) {
      out.insert(out.end(), target->key().begin(), target->key().end());
    } else {
      out.resize(out.size() + property.column_count);
    }
  } else if (original == nullptr) {
    out.push_back(value(property));
  } else {
    out.push_back(std::get<Value>(original->content));
  }
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

Entity::Rare& Entity::rare() {
  if (rare_ == nullptr) rare_ = std::make_unique<Rare>();
  return *rare_;
}

const Value* Entity::expected_version() const {
  const bool expected = rare_ != nullptr && rare_->expected_version.has_value();
  return expected ? &*rare_->expected_version : nullptr;
}

void Entity::set_expected_version(std::optional<Value> version) {
  if (rare_ != nullptr || version.has_value()) rare().expected_version = std::move(version);
}

void Entity::Revert(size_t slot) {
  const Original* original = FindOriginal(slot);
  if (original == nullptr) return;
  std::visit([&](const auto& content) { At(slot) = content; }, original->content);
  loaded_.Set(slot, original->known);
  DropOriginal(slot);
}

void Entity::LetGo(const Gone& gone, const Instead& instead) {
  if (slots_ == nullptr) return;
  const auto replace = [&](Entity*& target) {
    if (!gone.contains(target)) return true;
    target = instead(*target);
    return target != nullptr;
  };
  for (const auto& property : metadata_->properties) {
    const size_t slot = property->index;
    if (property->is_to_many()) {
      ForgetItems(slot, gone);
    } else if (!property->is_scalar() && !replace(std::get<Entity*>(slots_[slot]))) {
      loaded_.Set(slot, false);
    }
  }
  for (Original& original : originals_) {
    if (auto* target = std::get_if<Entity*>(&original.content)) original.known = replace(*target) && original.known;
  }
}

void Entity::ForgetItems(size_t slot, const Gone& gone) {
  const auto& collection = std::get<std::unique_ptr<Collection>>(slots_[slot]);
  if (collection == nullptr) return;
  const EntityList& items = collection->items();
  if (std::none_of(items.begin(), items.end(), [&gone](const Entity* item) { return gone.contains(item); })) return;
  collection->Forget();
  loaded_.Set(slot, false);
}

SlotState Entity::SaveSlot(size_t slot) const {
  SlotState saved{.slot = slot, .loaded = loaded_[slot], .content = {}, .original = {}};
  if (const auto* value = std::get_if<Value>(&At(slot))) saved.content = *value;
  if (const auto* reference = std::get_if<Entity*>(&At(slot))) saved.content = *reference;
  if (const Original* original = FindOriginal(slot)) saved.original = *original;
  return saved;
}

void Entity::RestoreSlot(SlotState saved) {
  std::visit([&](auto& content) { At(saved.slot) = std::move(content); }, saved.content);
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
  if (auto* value = std::get_if<Value>(&At(slot))) original.content = std::move(*value);
  if (const auto* reference = std::get_if<Entity*>(&At(slot))) original.content = *reference;
  loaded_.Set(slot);
  return original;
}

void Entity::DropOriginal(size_t slot) {
  if (originals_.empty()) return;
  std::erase_if(originals_, [slot](const Original& original) { return original.slot == slot; });
}

}  // namespace ormd
