// What a find with populate reads, as rows: the graph that an EntityManager would answer, without entities.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/unit/entity_manager.h"

namespace ormd {

// A populated relation, seen from its level: item numbers of its entities, in the collection's order.
struct RowLinks {
  const PropertyMetadata* relation = nullptr;
  size_t level = 0;              // where the items stand
  std::vector<uint32_t> begins;  // entity e has items[begins[e]] up to, not including, items[begins[e + 1]]
  std::vector<uint32_t> items;
};

// The entities of one type, numbered from 0 on.
struct RowLevel {
  const EntityMetadata* entity = nullptr;
  std::vector<size_t> fields;  // slots as they were read (orm/sql/select.h says how their columns stand)
  size_t first_column = 0;     // of the fields in `rows`
  std::vector<size_t> loaded;  // slots that belong to the answer, ascending: fields, and relations without columns
  std::vector<size_t> key_columns;
  std::unique_ptr<Result> rows;
  std::vector<uint32_t> entity_of;  // by row; an entity that several owners share has several rows
  std::vector<uint32_t> row_of;     // by entity
  std::vector<RowLinks> links;
  std::vector<uint32_t> order;  // the entities of the answer in its order
};

// Every entity type stands in one level.
struct RowGraph {
  std::vector<RowLevel> levels;  // the roots first; their entity_of are the roots in result order
  std::vector<size_t> sets;      // levels that have entities in the answer, in the order of their first ones
};

// Reads the roots and what options.populate reaches from them on one connection of the pool, with the statements that
// an EntityManager sends. Nullopt where the find needs entities: it asks for a lock, or two relations of the tree lead
// to the same type, so that what they read has to be united (both are known before any SQL runs); or a row has no whole
// key. options.refresh means nothing here. LIMIT_EXCEEDED beyond the environment's max_entities, or its max_rows_bytes.
absl::StatusOr<std::optional<RowGraph>> ReadRowGraph(const OrmEnvironment& environment, const EntityMetadata& entity,
                                                     const FindOptions& options, const Context& context);

}  // namespace ormd
