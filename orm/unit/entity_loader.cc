#include "orm/unit/entity_loader.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "orm/base/error.h"
#include "orm/unit/errors.h"
#include "orm/unit/hydrator.h"
#include "orm/unit/relation_query.h"
#include "orm/unit/row_query.h"

namespace ormd {
namespace {

bool IsLoaded(const Entity& entity) {
  return entity.state() == Entity::State::kNew || entity.loaded().Covers(entity.metadata().default_fields);
}

std::vector<Key> KeysOf(const std::vector<Entity*>& entities) {
  std::vector<Key> keys;
  keys.reserve(entities.size());
  for (const Entity* entity : entities) keys.push_back(entity->key());
  return keys;
}

int64_t IntegerKey(const Entity* entity) {
  const int64_t* number = entity->key().front().get_if<int64_t>();
  return number == nullptr ? INT64_MIN : *number;
}

void SortByKey(std::vector<Entity*>& items) {
  std::sort(items.begin(), items.end(), [](const Entity* a, const Entity* b) { return IntegerKey(a) < IntegerKey(b); });
}

void InitializeCollection(Entity* owner, const PropertyMetadata& relation, std::vector<Entity*> items, bool refresh) {
  if (refresh) owner->collection(relation).MarkClean();
  owner->collection(relation).Initialize(std::move(items));
  owner->set_loaded(relation.index);
}

using EntitySet = absl::flat_hash_set<const Entity*>;
using ItemsByOwner = absl::flat_hash_map<Entity*, std::vector<Entity*>>;

void InitializeCollections(const std::vector<Entity*>& owners, const PropertyMetadata& relation, ItemsByOwner items,
                           bool refresh) {
  const bool sorts = IsSortedByReader(relation);
  for (Entity* owner : owners) {
    if (sorts) SortByKey(items[owner]);
    InitializeCollection(owner, relation, std::move(items[owner]), refresh);
  }
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
  return Read(SelectOf(entity, options), options.refresh);
}

absl::StatusOr<std::unique_ptr<Result>> EntityLoader::FindRows(const EntityMetadata& entity,
                                                               const FindOptions& options) {
  return ReadRows(SelectOf(entity, options));
}

absl::StatusOr<std::vector<Entity*>> EntityLoader::Read(const SelectQuery& query, bool refresh) {
  ORMD_ASSIGN_OR_RETURN(const std::unique_ptr<Result> rows, ReadRows(query));
  return Hydrator(*query.entity, query.fields).HydrateAll(*rows, refresh, unit_.identity_map());
}

absl::StatusOr<std::unique_ptr<Result>> EntityLoader::ReadRows(const SelectQuery& query) {
  ORMD_ASSIGN_OR_RETURN(std::unique_ptr<Result> rows,
                        lease_.Execute(CompileSelect(environment_.platform, query), context_));
  ORMD_RETURN_IF_ERROR(CheckRoom(rows->rows()));
  return rows;
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

absl::Status EntityLoader::LoadReference(Entity* reference) {
  if (IsLoaded(*reference)) return absl::OkStatus();
  return LoadReferences(reference->metadata(), {reference});
}

absl::Status EntityLoader::LoadReferences(const EntityMetadata& entity, const std::vector<Entity*>& references) {
  std::vector<Entity*> missing;
  absl::flat_hash_set<Entity*> seen;
  for (Entity* reference : references) {
    if (!IsLoaded(*reference) && seen.insert(reference).second) missing.push_back(reference);
  }
  if (missing.empty() || ReadShared(entity, missing)) return absl::OkStatus();
  return Read(TargetQuery(entity, KeysOf(missing)), false).status();
}

bool EntityLoader::ReadShared(const EntityMetadata& entity, const std::vector<Entity*>& missing) {
  KeyReader* reader = environment_.key_reader;
  if (reader == nullptr || lease_.in_transaction() || missing.size() > reader->max_keys()) return false;
  const auto rows = reader->Read(entity, KeysOf(missing), context_);
  if (!rows.ok()) return false;
  Hydrator hydrator(entity, DefaultFields(entity));
  const absl::flat_hash_set<const Entity*> wanted(missing.begin(), missing.end());
  for (size_t row = 0; row < (*rows)->rows(); ++row) {
    const absl::StatusOr<Key> key = hydrator.ReadKey(**rows, row);
    if (!key.ok()) return false;
    Entity* const reference = unit_.identity_map().Find(entity, *key);
    if (!wanted.contains(reference)) continue;
    if (!hydrator.Fill(reference, **rows, row, false, unit_.identity_map()).ok()) return false;
  }
  return true;
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
  return Read(TargetQuery(*relation.target, KeysOf(targets)), true).status();
}

absl::Status EntityLoader::ReadInverseOne(const std::vector<Entity*>& owners, const PropertyMetadata& relation,
                                          bool refresh) {
  std::vector<Entity*> missing;
  for (Entity* owner : Stored(owners)) {
    if (refresh || !owner->loaded(relation.index)) missing.push_back(owner);
  }
  if (missing.empty()) return absl::OkStatus();
  ORMD_ASSIGN_OR_RETURN(std::vector<Entity*> found, Read(MappedQuery(relation, KeysOf(missing)), refresh));
  if (IsSortedByReader(relation)) SortByKey(found);
  for (Entity* owner : missing) owner->Hydrate(relation, nullptr);
  const EntitySet read(missing.begin(), missing.end());
  for (Entity* entity : found) {
    Entity* const owner = entity->stored_reference(*relation.mapped_by);
    if (read.contains(owner)) owner->Hydrate(relation, entity);
  }
  ForEachMoved(missing, *relation.mapped_by, [&](Entity* entity, Entity* stored, Entity* owner) {
    if (stored != nullptr && stored->reference(relation) == entity) unit_.Mirror(stored, relation, nullptr);
    if (owner != nullptr) unit_.Mirror(owner, relation, entity);
  });
  return absl::OkStatus();
}

absl::Status EntityLoader::ReadOneToMany(const std::vector<Entity*>& owners, const PropertyMetadata& relation,
                                         bool refresh) {
  std::vector<Entity*> missing;
  for (Entity* owner : Stored(owners)) {
    if (refresh || !owner->collection(relation).initialized()) missing.push_back(owner);
  }
  if (missing.empty()) return absl::OkStatus();
  ORMD_ASSIGN_OR_RETURN(const std::vector<Entity*> found, Read(MappedQuery(relation, KeysOf(missing)), refresh));
  ItemsByOwner items;
  for (Entity* item : found) items[item->stored_reference(*relation.mapped_by)].push_back(item);
  InitializeCollections(missing, relation, std::move(items), refresh);
  ForEachMoved(missing, *relation.mapped_by, [&](Entity* item, Entity* stored, Entity* owner) {
    if (stored != nullptr) unit_.RemoveItem(stored, relation, item);
    if (owner != nullptr) unit_.AddItem(owner, relation, item);
  });
  return absl::OkStatus();
}

absl::Status EntityLoader::ReadManyToMany(const std::vector<Entity*>& owners, const PropertyMetadata& relation,
                                          bool refresh) {
  std::vector<Entity*> missing;
  for (Entity* owner : Stored(owners)) {
    if (refresh || !owner->collection(relation).initialized()) missing.push_back(owner);
  }
  if (missing.empty()) return absl::OkStatus();
  const SelectQuery query = LinkedQuery(relation, KeysOf(missing));
  ORMD_ASSIGN_OR_RETURN(const std::unique_ptr<Result> result,
                        lease_.Execute(CompileSelect(environment_.platform, query), context_));
  ORMD_RETURN_IF_ERROR(CheckRoom(0));
  const std::vector<const Type*> owner_types = KeyTypes(*relation.owner);
  Hydrator hydrator(*relation.target, query.fields, owner_types.size());
  ItemsByOwner items;
  Key owner_key;
  for (size_t row = 0; row < result->rows(); ++row) {
    ORMD_RETURN_IF_ERROR(ReadKeyColumns(*result, row, 0, owner_types, &owner_key));
    ORMD_ASSIGN_OR_RETURN(Entity * item, hydrator.Hydrate(*result, row, refresh, unit_.identity_map()));
    items[unit_.identity_map().Find(*relation.owner, owner_key)].push_back(item);
  }
  InitializeCollections(missing, relation, std::move(items), refresh);
  if (relation.is_inverse()) MirrorLinks(missing, relation);
  return CheckRoom(0);
}

template <typename Function>
void EntityLoader::ForEachMoved(const std::vector<Entity*>& owners, const PropertyMetadata& mapped_by,
                                const Function& function) const {
  if (unit_.created().empty() && unit_.changed().empty()) return;
  const EntitySet read(owners.begin(), owners.end());
  const auto if_read = [&read](Entity* owner) { return read.contains(owner) ? owner : nullptr; };
  for (const auto* staged : {&unit_.created(), &unit_.changed()}) {
    for (Entity* entity : *staged) {
      const bool stays = entity->state() == Entity::State::kNew || entity->state() == Entity::State::kManaged;
      if (!stays || &entity->metadata() != mapped_by.owner || !entity->dirty(mapped_by.index)) continue;
      function(entity, if_read(entity->stored_reference(mapped_by)), if_read(entity->reference(mapped_by)));
    }
  }
}

void EntityLoader::MirrorLinks(const std::vector<Entity*>& items, const PropertyMetadata& inverse) {
  if (unit_.changed_collections().empty()) return;
  const EntitySet read(items.begin(), items.end());
  // A copy: what is laid on top is listed too.
  const std::vector<UnitOfWork::CollectionOf> changed = unit_.changed_collections();
  for (const auto& [owner, property] : changed) {
    if (property != inverse.mapped_by) continue;
    const Collection& links = owner->collection(*property);
    for (Entity* item : links.added()) {
      if (read.contains(item)) unit_.AddItem(item, inverse, owner);
    }
    for (Entity* item : links.removed()) {
      if (read.contains(item)) unit_.RemoveItem(item, inverse, owner);
    }
  }
}

absl::Status EntityLoader::CheckRoom(size_t more) const {
  if (unit_.identity_map().size() + more <= environment_.max_entities) return absl::OkStatus();
  return unit_error::TooManyEntities(environment_.max_entities);
}

}  // namespace ormd
