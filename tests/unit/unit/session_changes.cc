#include "tests/unit/unit/session_changes.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "tests/unit/unit/data_builder.h"

namespace ormd {
namespace {

constexpr size_t kValues = 12;  // of a scalar, unless they are taken

std::string_view Name(CollectionOperation operation) {
  return operation == CollectionOperation::kAdd ? "add" : operation == CollectionOperation::kSet ? "set" : "remove";
}

bool IsUnique(const PropertyMetadata& property) {
  const EntityMetadata& type = *property.owner;
  return property.primary || std::any_of(type.uniques.begin(), type.uniques.end(), [&](const UniqueMetadata& unique) {
    return type.columns[unique.columns.front()].property == property.index;
  });
}

}  // namespace

std::string LocalName(ObjectId id) { return StrCat("#", id); }

Target TargetOf(const World& world, ObjectId id) {
  const Object& object = world.at(id);
  return object.key.empty() ? Local(LocalName(id)) : ByKey(object.key);
}

const PropertyMetadata* SessionChanges::PlainScalar(const EntityMetadata& type) {
  for (const auto& property : type.properties) {
    if (property->is_scalar() && !property->version && !IsUnique(*property)) return property.get();
  }
  return nullptr;
}

std::vector<ObjectId> SessionChanges::Candidates(const EntityMetadata& type, bool orphans) const {
  Ids ids;
  for (const auto& [id, object] : model_.staged().objects) {
    if (object.type == &type && object.addressable() && (orphans || !object.orphan)) ids.push_back(id);
  }
  return ids;
}

bool SessionChanges::IsTaken(const PropertyMetadata& property, ObjectId id, const Value& value,
                             const World& world) const {
  return std::any_of(world.objects.begin(), world.objects.end(), [&](const auto& entry) {
    return entry.first != id && entry.second.type == property.owner && entry.second.scalars.at(property.index) == value;
  });
}

Value SessionChanges::Draw(const PropertyMetadata& property, ObjectId id) {
  if (property.nullable && dice_.Chance(30)) return Value();
  const bool number = property.type.kind == TypeKind::kInteger;
  const bool clash = IsUnique(property) && !property.primary && dice_.Chance(4);
  const bool reuse = dice_.Chance(25);
  for (size_t values = kValues;; ++values) {
    const size_t drawn = dice_.Pick(values);
    Value value = number ? Value(static_cast<int64_t>(drawn)) : Value(StrCat(property.name.substr(0, 1), drawn));
    if (!IsUnique(property) || clash) return value;
    const bool taken = IsTaken(property, id, value, model_.staged());
    if (!taken && (reuse || !IsTaken(property, id, value, model_.stored()))) return value;
  }
}

void SessionChanges::FillScalars(DrawnChange& change) {
  const EntityMetadata& type = *change.data.entity;
  for (const auto& property : type.properties) {
    if (!property->is_scalar() || property->identity || property->version) continue;
    Value value = Draw(*property, change.id);
    StrAppend(&change.text, " ", property->name, "=", ValueText(value));
    model_.SetScalar(change.id, *property, value);
    change.data.scalars.push_back({property.get(), std::move(value)});
  }
}

DrawnChange SessionChanges::Create(const EntityMetadata& type, const PropertyMetadata* skip, int depth) {
  DrawnChange change;
  change.id = model_.Create(type);
  change.data.entity = &type;
  change.text = StrCat(type.short_name, "#", change.id);
  FillScalars(change);
  FillRelations(change, skip, depth);
  // Nobody can name it before it is there.
  const PropertyMetadata& key = *type.primary_key.front();
  Object& object = model_.staged().at(change.id);
  if (type.primary_key.size() == 1 && !key.identity) object.key = {object.scalars.at(key.index)};
  return change;
}

void SessionChanges::FillRelations(DrawnChange& change, const PropertyMetadata* skip, int depth) {
  const auto& properties = change.data.entity->properties;
  for (const auto& property : properties) {
    if (!property->is_to_one() || property->is_inverse() || property.get() == skip) continue;
    const bool wanted = chosen_.contains(property.get()) && dice_.Chance(30);
    if (!property->nullable || wanted) Point(change, *property, !property->nullable, depth);
  }
  for (const auto& property : properties) {
    const bool fits =
        depth > 0 && property.get() != skip && !property->has_columns() && chosen_.contains(property.get());
    if (!fits || !dice_.Chance(15)) continue;
    if (property->is_to_one()) {
      Point(change, *property, true, depth);
    } else {
      ChangeItems(change, *property, dice_.Chance(50) ? CollectionOperation::kSet : CollectionOperation::kAdd, depth);
    }
  }
}

DrawnChange SessionChanges::Assign(ObjectId id) {
  DrawnChange change;
  change.id = id;
  change.data.entity = model_.staged().at(id).type;
  change.text = ObjectText(model_.staged(), id);
  std::vector<const PropertyMetadata*> relations;
  for (const auto& property : change.data.entity->properties) {
    if (chosen_.contains(property.get()) && !property->primary) relations.push_back(property.get());
  }
  if (relations.empty() || dice_.Chance(35)) AssignScalar(change);
  if (!relations.empty() && dice_.Chance(75)) AssignRelation(change, *dice_.Any(relations), dice_.Chance(25) ? 1 : 0);
  return change;
}

void SessionChanges::AssignScalar(DrawnChange& change) {
  std::vector<const PropertyMetadata*> scalars;
  for (const auto& property : change.data.entity->properties) {
    if (property->is_scalar() && !property->primary && !property->version) scalars.push_back(property.get());
  }
  const PropertyMetadata& property = *dice_.Any(scalars);
  Value value = Draw(property, change.id);
  StrAppend(&change.text, " ", property.name, "=", ValueText(value));
  model_.SetScalar(change.id, property, value);
  change.data.scalars.push_back({&property, std::move(value)});
}

void SessionChanges::AssignRelation(DrawnChange& change, const PropertyMetadata& relation, int depth) {
  if (relation.is_to_one()) return Point(change, relation, false, depth);
  const size_t kind = dice_.Pick(10);
  ChangeItems(change, relation,
              kind < 4   ? CollectionOperation::kAdd
              : kind < 8 ? CollectionOperation::kRemove
                         : CollectionOperation::kSet,
              depth);
}

std::vector<ObjectId> SessionChanges::PossibleTargets(ObjectId id, const PropertyMetadata& relation) const {
  const World& staged = model_.staged();
  Ids ids = Candidates(*relation.target, relation.is_inverse() && relation.orphan_removal);
  // Who has a place makes room where the session knows of him.
  std::erase_if(ids, [&](ObjectId target) {
    if (relation.kind != PropertyKind::kOneToOne || relation.is_inverse()) return false;
    if (model_.IsOpen(target, *relation.inverse)) return false;
    return std::any_of(staged.objects.begin(), staged.objects.end(), [&](const auto& entry) {
      const bool other = entry.first != id && entry.second.type == relation.owner;
      return other && staged.TargetOf(entry.first, relation) == target;
    });
  });
  return ids;
}

std::pair<Target, ObjectId> SessionChanges::Reach(DrawnChange& change, const PropertyMetadata& relation,
                                                  const Ids& possible, int depth) {
  if (!possible.empty() && (depth <= 0 || dice_.Chance(60))) {
    const ObjectId id = dice_.Any(possible);
    change.named.push_back(id);
    StrAppend(&change.text, " ", ObjectText(model_.staged(), id));
    return {TargetOf(model_.staged(), id), id};
  }
  DrawnChange made = Create(*relation.target, relation.is_inverse() ? relation.mapped_by : relation.inverse, depth - 1);
  StrAppend(&change.text, " (new ", made.text, ")");
  change.made.push_back({&relation, made.id, std::move(made.made)});
  change.named.insert(change.named.end(), made.named.begin(), made.named.end());
  return {New(std::move(made.data)), made.id};
}

void SessionChanges::Point(DrawnChange& change, const PropertyMetadata& relation, bool required, int depth) {
  const bool may_be_null = relation.is_inverse() || (relation.nullable && !(relation.inverse != nullptr &&
                                                                            relation.inverse->orphan_removal));
  const Ids possible = PossibleTargets(change.id, relation);
  const bool null = !required && may_be_null && dice_.Chance(30);
  if (!null && !required && possible.empty() && depth <= 0) return;
  StrAppend(&change.text, " ", relation.name, "->");
  auto [target, id] = null ? std::pair(Null(), 0) : Reach(change, relation, possible, depth);
  if (relation.is_inverse()) {
    model_.SetInverse(change.id, relation, id);
  } else {
    model_.SetReference(change.id, relation, id);
  }
  if (null) change.text.append(" null");
  change.data.references.push_back({&relation, std::move(target)});
}

std::vector<ObjectId> SessionChanges::PossibleItems(ObjectId id, const PropertyMetadata& relation, bool removal) {
  const World& staged = model_.staged();
  const std::set<ObjectId> items = staged.ItemsOf(id, relation);
  Ids ids = Candidates(*relation.target, relation.orphan_removal);
  const bool only_items = removal && !items.empty() && dice_.Chance(80);
  std::erase_if(ids, [&](ObjectId item) {
    if (item == id || (only_items && !items.contains(item))) return true;
    const bool by_key = relation.mapped_by != nullptr && relation.mapped_by->primary;
    return by_key && staged.TargetOf(item, *relation.mapped_by) != id;
  });
  return ids;
}

void SessionChanges::ChangeItems(DrawnChange& change, const PropertyMetadata& relation, CollectionOperation operation,
                                 int depth) {
  const bool removal = operation == CollectionOperation::kRemove;
  const bool set = operation == CollectionOperation::kSet;
  const Ids possible = PossibleItems(change.id, relation, removal);
  // Nothing leads to a new entity that is linked from the side that was not read.
  const bool links_inverse = relation.kind == PropertyKind::kManyToMany && relation.is_inverse();
  if (links_inverse && !model_.IsOpen(change.id, relation)) depth = 0;
  const int wanted = static_cast<int>(set ? dice_.Pick(4) : 1 + dice_.Pick(2));
  EntityData::Items items{&relation, operation, {}};
  Ids ids;
  StrAppend(&change.text, " ", relation.name, " ", Name(operation), " {");
  for (int i = 0; i < wanted && !(possible.empty() && (removal || depth <= 0)); ++i) {
    auto [target, id] = Reach(change, relation, possible, removal ? 0 : depth);
    items.targets.push_back(std::move(target));
    ids.push_back(id);
  }
  change.text.append(" }");
  ApplyItems(change.id, relation, operation, ids);
  change.data.collections.push_back(std::move(items));
}

void SessionChanges::ApplyItems(ObjectId id, const PropertyMetadata& relation, CollectionOperation operation,
                                const Ids& items) {
  const std::set<ObjectId> wanted(items.begin(), items.end());
  if (operation == CollectionOperation::kSet) {
    for (const ObjectId item : model_.staged().ItemsOf(id, relation)) {
      if (!wanted.contains(item)) model_.RemoveItem(id, relation, item);
    }
  }
  for (const ObjectId item : items) {
    if (operation == CollectionOperation::kRemove) {
      model_.RemoveItem(id, relation, item);
    } else {
      model_.AddItem(id, relation, item);
    }
  }
}

}  // namespace ormd
