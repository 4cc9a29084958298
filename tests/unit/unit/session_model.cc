#include "tests/unit/unit/session_model.h"

#include <algorithm>
#include <utility>

#include "orm/base/strings.h"

namespace ormd {
namespace {

// What the session remembers of what it staged goes with it.
void ForgetSession(World& world) {
  world.added.clear();
  for (auto& [id, object] : world.objects) object.local = object.orphan = false;
}

}  // namespace

bool SessionModel::HasReplacement() const {
  for (const auto& [id, object] : stored_.objects) {
    if (staged_.Has(id) || object.key.empty()) continue;
    for (const UniqueValues& tuple : stored_.TuplesOf(id)) {
      if (std::get<1>(tuple) < object.type->uniques.size()) continue;
      for (const auto& [other, unused] : staged_.objects) {
        const auto tuples = staged_.TuplesOf(other);
        if (!tuples.empty() && tuples.back() == tuple) return true;
      }
    }
  }
  return false;
}

ObjectId SessionModel::Create(const EntityMetadata& type) {
  Object object;
  object.type = &type;
  object.version = type.version == nullptr ? 0 : 1;
  for (const auto& property : type.properties) {
    if (property->is_scalar() && !property->identity && !property->version) object.scalars[property->index] = Value();
  }
  staged_.objects.emplace(++last_, std::move(object));
  touched_.insert(last_);
  return last_;
}

void SessionModel::SetScalar(ObjectId id, const PropertyMetadata& property, Value value) {
  touched_.insert(id);
  staged_.at(id).scalars[property.index] = std::move(value);
}

void SessionModel::SetReference(ObjectId id, const PropertyMetadata& relation, ObjectId target) {
  touched_.insert(id);
  const bool takes_place = relation.kind == PropertyKind::kOneToOne && relation.inverse != nullptr && target != 0;
  if (takes_place && IsOpen(target, *relation.inverse)) {
    const ObjectId other = staged_.HolderOf(target, *relation.inverse);
    if (other != 0 && other != id) {
      RemoveItem(target, *relation.inverse, other);
      for (auto& [any, object] : staged_.objects) {
        if (object.displaced_by == id) object.displaced_by = 0;
      }
      staged_.at(other).displaced_by = id;
    }
  }
  Object& object = staged_.at(id);
  const ObjectId left = std::exchange(object.references[relation.index], target);
  if (left != target && relation.inverse != nullptr) staged_.added.erase({relation.inverse->index, left, id});
  if (left != target && !object.orphan) ComeBack(staged_, id, left, relation);
  if (target != 0 && relation.inverse != nullptr && relation.inverse->orphan_removal) object.orphan = false;
}

void SessionModel::SetInverse(ObjectId id, const PropertyMetadata& relation, ObjectId target) {
  touched_.insert(id);
  const ObjectId before = staged_.HolderOf(id, relation);
  if (before != 0 && before != target) RemoveItem(id, relation, before);
  if (target != 0) SetReference(target, *relation.mapped_by, id);
}

void SessionModel::AddItem(ObjectId id, const PropertyMetadata& relation, ObjectId item) {
  touched_.insert({id, item});
  if (relation.kind == PropertyKind::kManyToMany) {
    staged_.Link(id, relation, item);
    return;
  }
  SetReference(item, *relation.mapped_by, id);
  if (!IsOpen(id, relation)) staged_.added.insert({relation.index, id, item});
}

void SessionModel::RemoveItem(ObjectId id, const PropertyMetadata& relation, ObjectId item) {
  touched_.insert({id, item});
  if (relation.kind == PropertyKind::kManyToMany) {
    staged_.Unlink(id, relation, item);
  } else if (staged_.ItemsOf(id, relation).contains(item)) {
    staged_.added.erase({relation.index, id, item});
    if (relation.orphan_removal) {
      staged_.at(item).orphan = true;
      staged_.at(item).displaced_by = 0;
    } else {
      SetReference(item, *relation.mapped_by, 0);
    }
  }
}

void SessionModel::Remove(ObjectId id) { Kill(staged_, id); }

void SessionModel::Refresh(ObjectId id) {
  touched_.insert(id);
  const bool local = staged_.at(id).local;
  staged_.at(id) = stored_.at(id);
  staged_.at(id).local = local;
}

void SessionModel::Kill(World& world, ObjectId id) const {
  std::set<ObjectId> owned;
  for (const auto& property : world.at(id).type->properties) {
    if (!property->orphan_removal) continue;
    for (const ObjectId item : world.ItemsOf(id, *property)) {
      if (knows_(id, *property) || world.added.contains({property->index, id, item})) owned.insert(item);
    }
  }
  const Object gone = world.at(id);
  world.Erase(id);
  for (const auto& property : gone.type->properties) {
    const auto left = gone.references.find(property->index);
    if (left != gone.references.end() && !gone.orphan) ComeBack(world, id, left->second, *property);
  }
  for (const ObjectId item : owned) {
    if (world.Has(item)) Kill(world, item);
  }
}

void SessionModel::ComeBack(World& world, ObjectId from, ObjectId owner, const PropertyMetadata& relation) const {
  if (owner == 0 || !world.Has(owner) || relation.inverse == nullptr || !relation.inverse->is_to_one()) return;
  if (!IsOpen(owner, *relation.inverse)) return;
  for (auto& [id, object] : world.objects) {
    const bool waits = object.orphan && object.displaced_by == from && object.type == relation.owner;
    if (waits && object.references[relation.index] == owner) object.orphan = false;
  }
}

void SessionModel::KillOrphans(World& world) const {
  std::vector<ObjectId> orphans;
  for (const auto& [id, object] : world.objects) {
    if (object.orphan) orphans.push_back(id);
  }
  for (const ObjectId id : orphans) {
    if (world.Has(id)) Kill(world, id);
  }
}

void SessionModel::Flushed(Forecast forecast) {
  ghosts_.merge(forecast.gone);
  forecast.next.added.clear();
  stored_ = staged_ = std::move(forecast.next);
  touched_.clear();
}

void SessionModel::Clear() {
  ForgetSession(stored_);
  staged_ = stored_;
  ghosts_.clear();
  touched_.clear();
}

void SessionModel::Rollback(size_t depth) {
  stored_ = saved_[depth - 1];
  saved_.resize(depth - 1);
  Clear();
}

void SessionModel::ChangeOutside(ObjectId id, const PropertyMetadata& property, const Value& value) {
  for (World* world : {&stored_, &staged_}) {
    Object& object = world->at(id);
    if (object.version != 0) ++object.version;
    object.scalars[property.index] = value;
  }
}

void SessionModel::RemoveOutside(ObjectId id) {
  Clear();
  Forecast forecast;
  forecast.next = stored_;
  forecast.next.Erase(id);
  ApplyDeletes(forecast);
  stored_ = staged_ = std::move(forecast.next);
}

void SessionModel::Learn(ObjectId id, const Key& key, int version) {
  for (World* world : {&stored_, &staged_}) {
    if (!world->Has(id)) continue;
    Object& object = world->at(id);
    object.key = key;
    if (object.version == 0) object.version = version;
  }
}

void SessionModel::TakeBack(Mark mark) {
  staged_ = std::move(mark.staged);
  touched_ = std::move(mark.touched);
}

}  // namespace ormd
