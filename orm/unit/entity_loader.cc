#include "orm/unit/entity_loader.h"

#include <algorithm>
#include <limits>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "orm/base/error.h"
#include "orm/unit/errors.h"
#include "orm/unit/hydrator.h"
#include "orm/unit/relation_query.h"
#include "orm/unit/row_query.h"

namespace ormd {
namespace {

// What a reference holds, by its key and by what was staged, says nothing about its row.
bool IsLoaded(const Entity& entity) {
  if (entity.state() == Entity::State::kNew) return true;
  return entity.state() != Entity::State::kReference && entity.loaded().Covers(entity.metadata().default_fields);
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

using EntitySet = absl::flat_hash_set<const Entity*>;

template <typename Function>
void ForEachItem(const std::vector<Entity*>& owners, const PropertyMetadata& relation, Function&& function) {
  for (const Entity* owner : owners) {
    if (relation.is_to_one()) {
      if (Entity* const target = owner->reference(relation)) function(target);
    } else {
      for (Entity* item : owner->collection(relation).items()) function(item);
    }
  }
}

// Each once.
std::vector<Entity*> ItemsOf(const std::vector<Entity*>& owners, const PropertyMetadata& relation) {
  std::vector<Entity*> items;
  absl::flat_hash_set<Entity*> seen;
  ForEachItem(owners, relation, [&](Entity* item) {
    if (seen.insert(item).second) items.push_back(item);
  });
  return items;
}

// Items that are known by their keys alone.
std::vector<Entity*> ReferencesIn(const std::vector<Entity*>& owners, const PropertyMetadata& relation) {
  std::vector<Entity*> references;
  ForEachItem(owners, relation, [&](Entity* item) {
    if (item->state() == Entity::State::kReference) references.push_back(item);
  });
  return references;
}

// Rows exist only for entities with a key.
std::vector<Entity*> Stored(const std::vector<Entity*>& entities) {
  std::vector<Entity*> stored;
  std::copy_if(entities.begin(), entities.end(), std::back_inserter(stored),
               [](const Entity* entity) { return entity->has_key() && entity->state() != Entity::State::kNew; });
  return stored;
}

// Those whose items are to be read, or are not known: a new row that was known by its key before has what points to it.
std::vector<Entity*> WithoutItems(const std::vector<Entity*>& owners, const PropertyMetadata& relation, bool refresh) {
  std::vector<Entity*> wanted;
  std::copy_if(owners.begin(), owners.end(), std::back_inserter(wanted), [&](const Entity* owner) {
    if (owner->state() == Entity::State::kNew) return !owner->collection(relation).initialized();
    return owner->has_key() && (refresh || !owner->collection(relation).initialized());
  });
  return wanted;
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
  // Items that were staged by key; the targets of owning relations are read by now.
  if (relation.is_to_many() || relation.is_inverse()) {
    ORMD_RETURN_IF_ERROR(LoadReferences(*relation.target, ReferencesIn(entities, relation)));
  }
  if (node.children.empty()) return absl::OkStatus();
  return Populate(ItemsOf(entities, relation), node.children, refresh);
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
    // A new entity that was removed again has none.
    const bool has_row = reference->has_key() && !IsLoaded(*reference);
    if (has_row && seen.insert(reference).second) missing.push_back(reference);
  }
  return LoadByKey(entity, KeysOf(missing));
}

absl::Status EntityLoader::LoadByKey(const EntityMetadata& entity, std::vector<Key> keys,
                                     const KeyReader::MoreKeys& more) {
  std::erase_if(keys, [&](const Key& key) { return IsKnown(entity, key); });
  if (keys.empty()) return absl::OkStatus();
  bool complete = more == nullptr;
  const auto add_more = [&](size_t most) {
    complete = true;
    std::vector<Key> added = more(most);
    keys.insert(keys.end(), added.begin(), added.end());
    return added;
  };
  const auto shared = ReadShared(entity, keys, complete ? KeyReader::MoreKeys() : add_more);
  if (shared != nullptr) return TakeIn(entity, *shared, keys);
  if (!complete) add_more(std::numeric_limits<size_t>::max());
  return Read(TargetQuery(entity, std::move(keys)), false).status();
}

bool EntityLoader::IsKnown(const EntityMetadata& entity, const Key& key) const {
  const Entity* const known = unit_.identity_map().Find(entity, key);
  return known != nullptr && IsLoaded(*known);
}

std::shared_ptr<const KeyedRows> EntityLoader::ReadShared(const EntityMetadata& entity, const std::vector<Key>& keys,
                                                          const KeyReader::MoreKeys& more) {
  KeyReader* const reader = environment_.key_reader;
  if (reader == nullptr || lease_.in_transaction() || keys.size() > reader->max_keys()) return nullptr;
  return reader->Read(entity, keys, more, context_).value_or(nullptr);
}

absl::Status EntityLoader::TakeIn(const EntityMetadata& entity, const KeyedRows& found, const std::vector<Key>& keys) {
  std::vector<size_t> rows;
  size_t added = 0;
  for (const Key& key : keys) {
    const auto row = found.row_of.find(key);
    if (row == found.row_of.end()) continue;
    const Entity* const known = unit_.identity_map().Find(entity, key);
    if (known == nullptr) ++added;
    if (known == nullptr || !IsLoaded(*known)) rows.push_back(row->second);
  }
  if (added > 0) ORMD_RETURN_IF_ERROR(CheckRoom(added));
  Hydrator hydrator(entity, DefaultFields(entity));
  for (const size_t row : rows) {
    ORMD_RETURN_IF_ERROR(hydrator.Hydrate(*found.rows, row, false, unit_.identity_map()).status());
  }
  return absl::OkStatus();
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
  for (Entity* owner : missing) unit_.Mirror(owner, relation, nullptr);
  const EntitySet read(missing.begin(), missing.end());
  for (Entity* entity : found) {
    Entity* const owner = entity->stored_reference(*relation.mapped_by);
    if (read.contains(owner)) owner->Hydrate(relation, entity);
  }
  ForEachMoved(missing, *relation.mapped_by, [&](Entity* entity, Entity* stored, Entity* owner) {
    if (stored != nullptr && stored->reference(relation) == entity) unit_.Mirror(stored, relation, nullptr);
    if (owner != nullptr) unit_.Mirror(owner, relation, entity);
  });
  if (!refresh || !relation.orphan_removal) return absl::OkStatus();
  for (const Entity* owner : missing) {
    if (Entity* const item = owner->reference(relation)) unit_.KeepOrphan(item);
  }
  return absl::OkStatus();
}

absl::Status EntityLoader::ReadOneToMany(const std::vector<Entity*>& owners, const PropertyMetadata& relation,
                                         bool refresh) {
  const std::vector<Entity*> missing = WithoutItems(owners, relation, refresh);
  if (missing.empty()) return absl::OkStatus();
  ItemsByOwner items;
  if (const std::vector<Entity*> stored = Stored(missing); !stored.empty()) {
    ORMD_ASSIGN_OR_RETURN(const std::vector<Entity*> found, Read(MappedQuery(relation, KeysOf(stored)), refresh));
    for (Entity* item : found) items[item->stored_reference(*relation.mapped_by)].push_back(item);
  }
  InitializeItems(missing, relation, std::move(items), refresh);
  ForEachMoved(missing, *relation.mapped_by, [&](Entity* item, Entity* stored, Entity* owner) {
    if (stored != nullptr) unit_.RemoveItem(stored, relation, item);
    if (owner != nullptr) unit_.AddItem(owner, relation, item);
  });
  return absl::OkStatus();
}

absl::Status EntityLoader::ReadManyToMany(const std::vector<Entity*>& owners, const PropertyMetadata& relation,
                                          bool refresh) {
  const std::vector<Entity*> missing = WithoutItems(owners, relation, refresh);
  if (missing.empty()) return absl::OkStatus();
  ORMD_ASSIGN_OR_RETURN(ItemsByOwner items, ReadLinks(Stored(missing), relation, refresh));
  InitializeItems(missing, relation, std::move(items), refresh);
  if (relation.is_inverse()) MirrorLinks(missing, relation);
  return CheckRoom(0);
}

absl::StatusOr<EntityLoader::ItemsByOwner> EntityLoader::ReadLinks(const std::vector<Entity*>& owners,
                                                                   const PropertyMetadata& relation, bool refresh) {
  ItemsByOwner items;
  if (owners.empty()) return items;
  const SelectQuery query = LinkedQuery(relation, KeysOf(owners));
  ORMD_ASSIGN_OR_RETURN(const std::unique_ptr<Result> result,
                        lease_.Execute(CompileSelect(environment_.platform, query), context_));
  ORMD_RETURN_IF_ERROR(CheckRoom(0));
  const std::vector<const Type*> owner_types = KeyTypes(*relation.owner);
  Hydrator hydrator(*relation.target, query.fields, owner_types.size());
  Key owner_key;
  for (size_t row = 0; row < result->rows(); ++row) {
    ORMD_RETURN_IF_ERROR(ReadKeyColumns(*result, row, 0, owner_types, &owner_key));
    ORMD_ASSIGN_OR_RETURN(Entity * item, hydrator.Hydrate(*result, row, refresh, unit_.identity_map()));
    items[unit_.identity_map().Find(*relation.owner, owner_key)].push_back(item);
  }
  return items;
}

void EntityLoader::InitializeItems(const std::vector<Entity*>& owners, const PropertyMetadata& relation,
                                   ItemsByOwner items, bool refresh) {
  const bool sorts = IsSortedByReader(relation);
  for (Entity* owner : owners) {
    if (sorts) SortByKey(items[owner]);
    unit_.InitializeItems(owner, relation, std::move(items[owner]), refresh);
  }
}

template <typename Function>
void EntityLoader::ForEachMoved(const std::vector<Entity*>& owners, const PropertyMetadata& mapped_by,
                                const Function& function) const {
  if (unit_.created().empty() && unit_.changed().empty()) return;
  const EntitySet read(owners.begin(), owners.end());
  const auto if_read = [&read](Entity* owner) { return read.contains(owner) ? owner : nullptr; };
  const bool owned = mapped_by.inverse->orphan_removal;
  for (const auto* staged : {&unit_.created(), &unit_.changed()}) {
    for (Entity* entity : *staged) {
      const bool stays = entity->state() == Entity::State::kNew || entity->state() == Entity::State::kManaged;
      if (!stays || &entity->metadata() != mapped_by.owner || !entity->dirty(mapped_by.index)) continue;
      // An orphan still refers to who had it.
      Entity* const owner = owned && entity->orphan ? nullptr : entity->reference(mapped_by);
      function(entity, if_read(entity->stored_reference(mapped_by)), if_read(owner));
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
