// Reads the levels of a row graph; ReadRowGraph decides whether they can stand for entities.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/sql/select.h"
#include "orm/unit/key_table.h"
#include "orm/unit/lease.h"
#include "orm/unit/row_graph.h"

namespace ormd {

// Used once. No type may be reached twice.
class RowGraphReader {
 public:
  RowGraphReader(const OrmEnvironment& environment, const Context& context)
      : environment_(environment), context_(context), lease_(environment.pool, nullptr, Access::kRead) {}

  // Whether the owners' own columns hold the keys of the items: otherwise the items, or links, hold those of the
  // owners.
  static bool ReadsTargets(const PropertyMetadata& relation) { return relation.is_to_one() && !relation.is_inverse(); }

  // Levels and their links, without the order of the answer. Nullopt where a row has no whole key.
  absl::StatusOr<std::optional<RowGraph>> Read(const EntityMetadata& entity, const FindOptions& options);

 private:
  using Nodes = std::vector<PopulateNode>;
  using Numbers = std::vector<uint32_t>;
  using Columns = std::vector<size_t>;

  RowLevel& level(size_t index) { return graph_.levels[index]; }
  size_t EntitiesOf(size_t index) { return level(index).row_of.size(); }

  absl::Status Populate(size_t owners, const Nodes& nodes);
  // These answer the level of the items; nullopt where there was nothing to read.
  absl::StatusOr<std::optional<size_t>> ReadRelation(size_t owners, const PopulateNode& node);
  absl::StatusOr<std::optional<size_t>> ReadTargets(size_t owners, const PopulateNode& node);
  absl::StatusOr<std::optional<size_t>> ReadMapped(size_t owners, const PopulateNode& node);
  absl::StatusOr<std::optional<size_t>> ReadLinked(size_t owners, const PopulateNode& node);

  // Makes the next level; answers its index. `sent`: fields that belong to the answer.
  absl::StatusOr<size_t> ReadLevel(const SelectQuery& query, std::vector<size_t> sent, const Nodes& nodes);
  absl::StatusOr<size_t> ReadItems(const SelectQuery& query, const PopulateNode& node);
  absl::Status NumberEntities(RowLevel& level, KeyTable& keys);
  // The rows of the level in the order of the relation's items.
  Numbers RowsInOrder(const PropertyMetadata& relation, size_t items);
  // The entities of rows.
  Numbers EntitiesIn(size_t index, const Numbers& rows);
  void Link(size_t owners, const PopulateNode& node, size_t items, const Numbers& owner_of, const Numbers& item_of);

  // The entities of level `wanted` whose keys these rows of level `source` hold.
  absl::StatusOr<Numbers> Find(size_t wanted, size_t source, const Numbers& rows, const Columns& columns);
  absl::StatusOr<std::vector<Key>> KeysOf(size_t owners);
  absl::StatusOr<std::vector<Key>> TargetKeys(size_t owners, const EntityMetadata& target, const Columns& columns);

  const OrmEnvironment& environment_;
  const Context& context_;
  Lease lease_;
  RowGraph graph_;
  std::deque<KeyTable> keys_;  // by level: the numbers of its entities
  size_t entities_ = 0;
  bool whole_keys_ = true;
};

}  // namespace ormd
