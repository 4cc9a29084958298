#include "orm/unit/entity_loader.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "orm/base/error.h"
#include "orm/sql/select.h"
#include "orm/unit/errors.h"
#include "orm/unit/hydrator.h"
#include "orm/unit/row_query.h"

namespace ormd {
namespace {

bool IsLoaded(const Entity& entity, const std::vector<size_t>& fields) {
  if (entity.state() == Entity::State::kNew) return true;
  return std::all_of(fields.begin(), fields.end(), [&](size_t slot) { return entity.loaded(slot); });
}

std::vector<Key> KeysOf(const std::vector<Entity*>& entities) {
  std::vector<Key> keys;
  keys.reserve(entities.size());
  for (const Entity* entity : entities) keys.push_back(entity->key());
  return keys;
}

// Default fields, and the owning property by which the rows are told apart.
std::vector<size_t> FieldsWith(const EntityMetadata& entity, const PropertyMetadata& owning) {
  std::vector<size_t> fields = DefaultFields(entity);
  if (std::find(fields.begin(), fields.end(), owning.index) == fields.end()) {
    fields.insert(std::upper_bound(fields.begin(), fields.end(), owning.index), owning.index);
  }
  return fields;
}

void AppendOrder(const std::vector<OrderItem>& items, std::vector<OrderTerm>& order) {
  for (const OrderItem& item : items) order.push_back({{{}, item.property}, item.descending, Nulls::kDefault});
}

// The relation's own order, else the target's; always a total one, so that the answer is the same every time.
std::vector<OrderTerm> CollectionOrder(const PropertyMetadata& relation) {
  std::vector<OrderTerm> order;
  AppendOrder(relation.order.empty() ? relation.target->order : relation.order, order);
  for (const PropertyMetadata* property : relation.target->primary_key)
    order.push_back({{{}, property}, false, Nulls::kDefault});
  return order;
}

PivotSelect PivotOf(const PropertyMetadata& relation, const std::vector<Entity*>& owners) {
  const PropertyMetadata& owning = relation.is_inverse() ? *relation.mapped_by : relation;
  PivotSelect select;
  select.pivot = &*owning.pivot;
  select.owner_columns = relation.is_inverse() ? &owning.pivot->target_columns : &owning.pivot->owner_columns;
  select.item_columns = relation.is_inverse() ? &owning.pivot->owner_columns : &owning.pivot->target_columns;
  select.owner = relation.owner;
  select.owner_keys = KeysOf(owners);
  return select;
}

void InitializeCollection(Entity* owner, const PropertyMetadata& relation, std::vector<Entity*> items, bool refresh) {
  if (refresh) owner->collection(relation).MarkClean();
  owner->collection(relation).Initialize(std::move(items));
  owner->set_loaded(relation.index);
}

using ItemsByOwner = absl::flat_hash_map<Entity*, std::vector<Entity*>>;

void InitializeCollections(const std::vector<Entity*>& owners, const PropertyMetadata& relation, ItemsByOwner items,
                           bool refresh) {
  for (Entity* owner : owners) InitializeCollection(owner, relation, std::move(items[owner]), refresh);
}

// Rows exist only for entities with a key.
std::vector<Entity*> Stored(const std::vector<Entity*>& entities) {
  std::vector<Entity*> stored;
  std::copy_if(entities.begin(), entities.end(), std::back_inserter(stored),
               [](const Entity* entity) { return entity->has_key() && entity->state() != Entity::State::kNew; });
  return stored;
}

}  // namespace

absl::StatusOr<std::vector<Entity*>> EntityLoader::Find(const EntityMetadata& entity, const FindOptions& options) {
  const Statement statement = CompileSelect(environment_.platform, SelectOf(entity, options));
  ORMD_ASSIGN_OR_RETURN(const std::unique_ptr<Result> result, lease_.Execute(statement, context_));
  ORMD_RETURN_IF_ERROR(CheckRoom(result->rows()));
  const Hydrator hydrator(entity, options.fields);
  std::vector<Entity*> roots;
  roots.reserve(result->rows());
  for (size_t row = 0; row < result->rows(); ++row) {
    ORMD_ASSIGN_OR_RETURN(Entity * root, hydrator.Hydrate(*result, row, options.refresh, unit_.identity_map()));
    roots.push_back(root);
  }
  return roots;
}

absl::Status EntityLoader::Populate(const std::vector<Entity*>& entities, const std::vector<PopulateNode>& nodes,
                                    bool refresh) {
  if (entities.empty()) return absl::OkStatus();
  for (const PopulateNode& node : nodes) ORMD_RETURN_IF_ERROR(PopulateNodeOf(entities, node, refresh));
  return absl::OkStatus();
}

absl::Status EntityLoader::PopulateNodeOf(const std::vector<Entity*>& entities, const PopulateNode& node,
                                          bool refresh) {
  const PropertyMetadata& relation = *node.relation;
  ORMD_RETURN_IF_ERROR(ReadRelation(entities, relation, refresh));
  if (node.children.empty()) return absl::OkStatus();
  std::vector<Entity*> next;
  absl::flat_hash_set<Entity*> seen;
  const auto add = [&](Entity* entity) {
    if (entity != nullptr && seen.insert(entity).second) next.push_back(entity);
  };
  for (const Entity* entity : entities) {
    if (relation.is_to_one()) {
      add(entity->reference(relation));
    } else {
      for (Entity* item : entity->collection(relation).items()) add(item);
    }
  }
  return Populate(next, node.children, refresh);
}

absl::Status EntityLoader::LoadRelation(Entity* entity, const PropertyMetadata& relation) {
  return ReadRelation({entity}, relation, false);
}

absl::Status EntityLoader::LoadReferences(const EntityMetadata& entity, const std::vector<Entity*>& references) {
  const std::vector<size_t> fields = DefaultFields(entity);
  std::vector<Entity*> missing;
  absl::flat_hash_set<Entity*> seen;
  for (Entity* reference : references) {
    if (!IsLoaded(*reference, fields) && seen.insert(reference).second) missing.push_back(reference);
  }
  if (missing.empty()) return absl::OkStatus();
  FindOptions options;
  options.where = KeysCondition(entity, KeysOf(missing));
  options.fields = fields;
  return Find(entity, options).status();
}

absl::Status EntityLoader::ReadRelation(const std::vector<Entity*>& owners, const PropertyMetadata& relation,
                                        bool refresh) {
  if (relation.kind == PropertyKind::kManyToMany) return ReadManyToMany(owners, relation, refresh);
  if (relation.kind == PropertyKind::kOneToMany) return ReadOneToMany(owners, relation, refresh);
  return relation.is_inverse() ? ReadInverseOne(owners, relation, refresh) : ReadToOne(owners, relation, refresh);
}

absl::Status EntityLoader::ReadToOne(const std::vector<Entity*>& owners, const PropertyMetadata& relation,
                                     bool refresh) {
  std::vector<Entity*> targets;
  for (const Entity* owner : owners) {
    if (Entity* target = owner->reference(relation)) targets.push_back(target);
  }
  if (!refresh) return LoadReferences(*relation.target, targets);
  std::sort(targets.begin(), targets.end());
  targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
  targets = Stored(targets);
  if (targets.empty()) return absl::OkStatus();
  FindOptions options;
  options.where = KeysCondition(*relation.target, KeysOf(targets));
  options.fields = DefaultFields(*relation.target);
  options.refresh = true;
  return Find(*relation.target, options).status();
}

// The entities whose owning side points at one of the owners.
absl::StatusOr<std::vector<Entity*>> EntityLoader::ReadMapped(const std::vector<Entity*>& owners,
                                                              const PropertyMetadata& relation, bool refresh) {
  FindOptions options;
  options.where.kind = Condition::Kind::kCompare;
  options.where.op = Operator::kIn;
  options.where.path = {{}, relation.mapped_by};
  options.where.operands = KeysOf(owners);
  options.fields = FieldsWith(*relation.target, *relation.mapped_by);
  options.order = CollectionOrder(relation);
  options.refresh = refresh;
  return Find(*relation.target, options);
}

absl::Status EntityLoader::ReadInverseOne(const std::vector<Entity*>& owners, const PropertyMetadata& relation,
                                          bool refresh) {
  std::vector<Entity*> missing;
  for (Entity* owner : Stored(owners)) {
    if (refresh || !owner->loaded(relation.index)) missing.push_back(owner);
  }
  if (missing.empty()) return absl::OkStatus();
  ORMD_ASSIGN_OR_RETURN(const std::vector<Entity*> found, ReadMapped(missing, relation, refresh));
  for (Entity* owner : missing) owner->Hydrate(relation, nullptr);
  for (Entity* entity : found) {
    if (Entity* owner = entity->reference(*relation.mapped_by)) owner->Hydrate(relation, entity);
  }
  return absl::OkStatus();
}

absl::Status EntityLoader::ReadOneToMany(const std::vector<Entity*>& owners, const PropertyMetadata& relation,
                                         bool refresh) {
  std::vector<Entity*> missing;
  for (Entity* owner : Stored(owners)) {
    if (refresh || !owner->collection(relation).initialized()) missing.push_back(owner);
  }
  if (missing.empty()) return absl::OkStatus();
  ORMD_ASSIGN_OR_RETURN(const std::vector<Entity*> found, ReadMapped(missing, relation, refresh));
  ItemsByOwner items;
  for (Entity* item : found) items[item->reference(*relation.mapped_by)].push_back(item);
  InitializeCollections(missing, relation, std::move(items), refresh);
  return absl::OkStatus();
}

absl::Status EntityLoader::ReadManyToMany(const std::vector<Entity*>& owners, const PropertyMetadata& relation,
                                          bool refresh) {
  std::vector<Entity*> missing;
  for (Entity* owner : Stored(owners)) {
    if (refresh || !owner->collection(relation).initialized()) missing.push_back(owner);
  }
  if (missing.empty()) return absl::OkStatus();
  SelectQuery query;
  query.entity = relation.target;
  query.fields = DefaultFields(*relation.target);
  query.order = CollectionOrder(relation);
  query.pivot = PivotOf(relation, missing);
  ORMD_ASSIGN_OR_RETURN(const std::unique_ptr<Result> result,
                        lease_.Execute(CompileSelect(environment_.platform, query), context_));
  ORMD_RETURN_IF_ERROR(CheckRoom(0));
  const std::vector<const Type*> owner_types = KeyTypes(*relation.owner);
  const Hydrator hydrator(*relation.target, query.fields, owner_types.size());
  ItemsByOwner items;
  for (size_t row = 0; row < result->rows(); ++row) {
    ORMD_ASSIGN_OR_RETURN(const Key owner_key, ReadKeyColumns(*result, row, 0, owner_types));
    ORMD_ASSIGN_OR_RETURN(Entity * item, hydrator.Hydrate(*result, row, refresh, unit_.identity_map()));
    items[unit_.identity_map().Find(*relation.owner, owner_key)].push_back(item);
  }
  InitializeCollections(missing, relation, std::move(items), refresh);
  return CheckRoom(0);
}

absl::Status EntityLoader::CheckRoom(size_t more) const {
  if (unit_.identity_map().size() + more <= environment_.max_entities) return absl::OkStatus();
  return unit_error::TooManyEntities(environment_.max_entities);
}

}  // namespace ormd
