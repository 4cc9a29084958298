// Reads entities and their relations into the identity map.
#pragma once

#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "orm/sql/select.h"
#include "orm/unit/entity_manager.h"
#include "orm/unit/lease.h"
#include "orm/unit/unit_of_work.h"

namespace ormd {

// Works within one call. Every find is one statement, every node of a populate tree at most one more, whatever the
// number of rows.
class EntityLoader {
 public:
  EntityLoader(const OrmEnvironment& environment, UnitOfWork& unit, Lease& lease, const Context& context)
      : environment_(environment), unit_(unit), lease_(lease), context_(context) {}

  // The roots, in result order.
  absl::StatusOr<std::vector<Entity*>> Find(const EntityMetadata& entity, const FindOptions& options);
  // Their rows, not taken into the identity map yet.
  absl::StatusOr<std::unique_ptr<Result>> FindRows(const EntityMetadata& entity, const FindOptions& options);
  // Reads the relations of these entities as far as they are not loaded; with `refresh` all of them.
  absl::Status Populate(const std::vector<Entity*>& entities, const std::vector<PopulateNode>& nodes, bool refresh);
  // Reads one relation of one entity.
  absl::Status LoadRelation(Entity* entity, const PropertyMetadata& relation);
  // Reads the entity where it is a mere reference.
  absl::Status LoadReference(Entity* reference);
  // Reads those of the entities that are mere references.
  absl::Status LoadReferences(const EntityMetadata& entity, const std::vector<Entity*>& references);
  // Whether the entity with this key is loaded.
  bool IsKnown(const EntityMetadata& entity, const Key& key) const;
  // Reads the entities with these keys as far as they are not loaded; where any is not, `more` may add some
  // (key_reader.h). A key without a row leaves nothing behind.
  absl::Status LoadByKey(const EntityMetadata& entity, std::vector<Key> keys, const KeyReader::MoreKeys& more = {});

 private:
  // By the environment's key reader; nullptr where that is not to be had.
  std::shared_ptr<const KeyedRows> ReadShared(const EntityMetadata& entity, const std::vector<Key>& keys,
                                              const KeyReader::MoreKeys& more);
  absl::Status TakeIn(const EntityMetadata& entity, const KeyedRows& found, const std::vector<Key>& keys);
  absl::Status PopulateNodeOf(const std::vector<Entity*>& entities, const PopulateNode& node, bool refresh);
  absl::Status ReadRelation(const std::vector<Entity*>& owners, const PropertyMetadata& relation, bool refresh);
  absl::Status ReadToOne(const std::vector<Entity*>& owners, const PropertyMetadata& relation, bool refresh);
  absl::Status ReadInverseOne(const std::vector<Entity*>& owners, const PropertyMetadata& relation, bool refresh);
  absl::Status ReadOneToMany(const std::vector<Entity*>& owners, const PropertyMetadata& relation, bool refresh);
  absl::Status ReadManyToMany(const std::vector<Entity*>& owners, const PropertyMetadata& relation, bool refresh);
  using ItemsByOwner = absl::flat_hash_map<Entity*, std::vector<Entity*>>;
  absl::StatusOr<ItemsByOwner> ReadLinks(const std::vector<Entity*>& owners, const PropertyMetadata& relation,
                                         bool refresh);
  void InitializeItems(const std::vector<Entity*>& owners, const PropertyMetadata& relation, ItemsByOwner items,
                       bool refresh);
  // What is staged is laid on top of what was read, so that it can be taken back. Calls with the entities whose owner,
  // by this relation, differs from that of the database, and with both: nullptr where it is none of `owners`.
  template <typename Function>
  void ForEachMoved(const std::vector<Entity*>& owners, const PropertyMetadata& mapped_by,
                    const Function& function) const;
  // The same of links that were staged on the owning side.
  void MirrorLinks(const std::vector<Entity*>& items, const PropertyMetadata& inverse);
  absl::StatusOr<std::vector<Entity*>> Read(const SelectQuery& query, bool refresh);
  absl::StatusOr<std::unique_ptr<Result>> ReadRows(const SelectQuery& query);
  absl::Status CheckRoom(size_t more) const;

  const OrmEnvironment& environment_;
  UnitOfWork& unit_;
  Lease& lease_;
  const Context& context_;
};

}  // namespace ormd
