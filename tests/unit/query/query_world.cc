#include "tests/unit/query/query_world.h"

#include <algorithm>
#include <iterator>

#include "orm/base/strings.h"

namespace ormd {
namespace {

Key KeyOfSlots(const WorldRow& row) {
  Key key;
  for (const PropertyMetadata* property : row.type->primary_key) {
    if (property->is_scalar()) {
      key.push_back(row.scalars.at(property->index));
    } else {
      for (const Value& part : row.references.at(property->index)) key.push_back(part);
    }
  }
  return key;
}

// The part of a key that one of its properties makes.
Key PartOf(const Key& key, const PropertyMetadata& property) {
  auto at = key.begin();
  for (const PropertyMetadata* part : property.owner->primary_key) {
    const auto count = static_cast<std::ptrdiff_t>(part->column_count);
    if (part == &property) return Key(at, at + count);
    at += count;
  }
  return {};
}

bool TakesOneToOne(const WorldRow& row, const WorldRow& other) {
  return std::any_of(row.references.begin(), row.references.end(), [&](const auto& reference) {
    const auto at = other.references.find(reference.first);
    return row.type->property(reference.first).kind == PropertyKind::kOneToOne && at != other.references.end() &&
           at->second == reference.second;
  });
}

// Makes references to a row that is gone null; false where one cannot be.
bool LetGo(WorldRow& row, const WorldRow& gone) {
  for (const auto& property : row.type->properties) {
    const auto at = row.references.find(property->index);
    if (property->target != gone.type || at == row.references.end() || at->second != gone.key) continue;
    if (!property->nullable) return false;
    if (property->constraint) row.references.erase(at);
  }
  return true;
}

std::string Shown(const Value& value) { return value.is_null() ? "null" : StrCat("'", ValueText(value), "'"); }

}  // namespace

bool QueryWorld::Add(WorldRow row) {
  row.key = KeyOfSlots(row);
  for (const WorldRow& other : rows_) {
    if (other.type == row.type && (other.key == row.key || TakesOneToOne(row, other))) return false;
  }
  rows_.push_back(std::move(row));
  return true;
}

void QueryWorld::AddLink(const PropertyMetadata& relation, const Key& owner, const Key& item) {
  const Link link = {&relation, owner, item};
  if (std::find(links_.begin(), links_.end(), link) == links_.end()) links_.push_back(link);
}

void QueryWorld::Remove(size_t index) {
  const WorldRow gone = std::move(rows_[index]);
  rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(index));
  std::erase_if(links_, [&](const Link& link) {
    const auto& [relation, owner, item] = link;
    return (relation->owner == gone.type && owner == gone.key) || (relation->target == gone.type && item == gone.key);
  });
  for (size_t i = 0; i < rows_.size();) {
    if (LetGo(rows_[i], gone)) {
      ++i;
    } else {
      Remove(i);
      i = 0;
    }
  }
}

void QueryWorld::Unlink(size_t index) { links_.erase(links_.begin() + static_cast<std::ptrdiff_t>(index)); }

std::vector<const WorldRow*> QueryWorld::RowsOf(const EntityMetadata& type) const {
  std::vector<const WorldRow*> found;
  for (const WorldRow& row : rows_) {
    if (row.type == &type) found.push_back(&row);
  }
  return found;
}

const WorldRow* QueryWorld::Find(const EntityMetadata& type, const Key& key) const {
  const auto at = std::find_if(rows_.begin(), rows_.end(),
                               [&](const WorldRow& row) { return row.type == &type && row.key == key; });
  return at == rows_.end() ? nullptr : &*at;
}

std::optional<Key> QueryWorld::ReferenceAt(const WorldPlace& place, const PropertyMetadata& owning) const {
  if (owning.primary && place.key.has_value()) return PartOf(*place.key, owning);
  if (place.row == nullptr) return std::nullopt;
  const auto at = place.row->references.find(owning.index);
  return at == place.row->references.end() ? std::nullopt : std::optional<Key>(at->second);
}

WorldPlace QueryWorld::Follow(const WorldPlace& place, const PropertyMetadata& to_one) const {
  if (!to_one.is_inverse()) {
    const std::optional<Key> key = ReferenceAt(place, to_one);
    return {to_one.target, key.has_value() ? Find(*to_one.target, *key) : nullptr, key};
  }
  for (const WorldRow& row : rows_) {
    if (row.type != to_one.target || !place.key.has_value()) continue;
    if (ReferenceAt(PlaceOf(row), *to_one.mapped_by) == place.key) return PlaceOf(row);
  }
  return {to_one.target, nullptr, std::nullopt};
}

Value QueryWorld::ScalarAt(const WorldPlace& place, const PropertyMetadata& scalar) const {
  if (scalar.primary && place.key.has_value()) return PartOf(*place.key, scalar).front();
  if (place.row == nullptr) return {};
  if (scalar.version) return 1;
  if (scalar.formula.has_value()) {
    const PropertyMetadata& small = *place.type->FindProperty("small");
    const Value value = ScalarAt(place, small);
    return value.is_null() ? Value() : Value(value.as<int64_t>() / 2);
  }
  return place.row->scalars.at(scalar.index);
}

std::vector<const WorldRow*> QueryWorld::ItemsAt(const WorldPlace& place, const PropertyMetadata& relation) const {
  std::vector<const WorldRow*> items;
  if (!place.key.has_value()) return items;
  for (const WorldRow* row : RowsOf(*relation.target)) {
    const Link link = relation.is_inverse() ? Link{relation.mapped_by, row->key, *place.key}
                                            : Link{&relation, *place.key, row->key};
    const bool linked = relation.kind == PropertyKind::kOneToMany
                            ? ReferenceAt(PlaceOf(*row), *relation.mapped_by) == place.key
                            : std::find(links_.begin(), links_.end(), link) != links_.end();
    if (linked) items.push_back(row);
  }
  return items;
}

std::string RowName(const EntityMetadata& type, const Key& key) {
  const std::string text = KeyText(key);
  return StrCat(type.short_name, key.size() == 1 ? StrCat("(", text, ")") : text);
}

std::vector<std::string> WorldText(const QueryWorld& world) {
  std::vector<std::string> lines;
  for (const WorldRow& row : world.rows()) {
    std::string line = RowName(*row.type, row.key);
    for (const auto& [slot, value] : row.scalars) {
      if (!value.is_null()) StrAppend(&line, " ", row.type->property(slot).name, "=", Shown(value));
    }
    for (const auto& [slot, key] : row.references) {
      StrAppend(&line, " ", row.type->property(slot).name, "->", KeyText(key));
    }
    lines.push_back(std::move(line));
  }
  for (const auto& [relation, owner, item] : world.links()) {
    lines.push_back(StrCat(RowName(*relation->owner, owner), ".", relation->name, " += ", KeyText(item)));
  }
  return lines;
}

}  // namespace ormd
