#include "tests/unit/unit/session_world.h"

#include <algorithm>

#include "orm/base/strings.h"

namespace ormd {
namespace {

std::tuple<size_t, size_t, ObjectId, ObjectId> LinkOf(ObjectId id, const PropertyMetadata& relation, ObjectId item) {
  const PropertyMetadata& owning = relation.is_inverse() ? *relation.mapped_by : relation;
  if (relation.is_inverse()) std::swap(id, item);
  return {owning.owner->index, owning.index, id, item};
}

}  // namespace

ObjectId World::Find(const EntityMetadata& type, const Key& key) const {
  const auto at = std::find_if(objects.begin(), objects.end(), [&](const auto& entry) {
    return entry.second.type == &type && !entry.second.key.empty() && entry.second.key == key;
  });
  return at == objects.end() ? 0 : at->first;
}

ObjectId World::TargetOf(ObjectId id, const PropertyMetadata& relation) const {
  const auto& references = at(id).references;
  const auto to = references.find(relation.index);
  return to == references.end() || !Has(to->second) ? 0 : to->second;
}

std::set<ObjectId> World::ItemsOf(ObjectId id, const PropertyMetadata& relation) const {
  std::set<ObjectId> items;
  for (const auto& [other, object] : objects) {
    if (object.type != relation.target) continue;
    const bool linked = relation.kind == PropertyKind::kManyToMany
                            ? links.contains(LinkOf(id, relation, other))
                            : !object.orphan && TargetOf(other, *relation.mapped_by) == id;
    if (linked) items.insert(other);
  }
  return items;
}

ObjectId World::HolderOf(ObjectId id, const PropertyMetadata& relation) const {
  const std::set<ObjectId> holders = ItemsOf(id, relation);
  return holders.empty() ? 0 : *holders.begin();
}

bool World::Link(ObjectId id, const PropertyMetadata& relation, ObjectId item) {
  return links.insert(LinkOf(id, relation, item)).second;
}

bool World::Unlink(ObjectId id, const PropertyMetadata& relation, ObjectId item) {
  return links.erase(LinkOf(id, relation, item)) > 0;
}

void World::Erase(ObjectId id) {
  std::erase_if(links, [id](const auto& link) { return std::get<2>(link) == id || std::get<3>(link) == id; });
  objects.erase(id);
}

std::vector<UniqueValues> World::TuplesOf(ObjectId id) const {
  const Object& object = at(id);
  const EntityMetadata& type = *object.type;
  std::vector<UniqueValues> tuples;
  const auto text_of = [&](const PropertyMetadata& property) -> std::string {
    if (property.is_to_one()) return TargetOf(id, property) == 0 ? "" : StrCat(TargetOf(id, property));
    const auto value = object.scalars.find(property.index);
    return value == object.scalars.end() || value->second.is_null() ? "" : StrCat("=", ValueText(value->second));
  };
  const auto add = [&](size_t unique, const std::vector<std::string>& values) {
    if (std::find(values.begin(), values.end(), "") == values.end()) tuples.emplace_back(type.index, unique, values);
  };
  for (size_t unique = 0; unique < type.uniques.size(); ++unique) {
    std::vector<std::string> values;
    for (const size_t column : type.uniques[unique].columns) {
      values.push_back(text_of(type.property(type.columns[column].property)));
    }
    add(unique, values);
  }
  std::vector<std::string> key;
  for (const PropertyMetadata* property : type.primary_key) key.push_back(text_of(*property));
  add(type.uniques.size(), key);
  return tuples;
}

std::string ObjectText(const World& world, ObjectId id) {
  return world.Has(id) ? StrCat(world.at(id).type->short_name, "#", id) : StrCat("#", id);
}

}  // namespace ormd
