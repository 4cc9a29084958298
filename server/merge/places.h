// The places that creates take over one-to-one relations.
#pragma once

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "orm/unit/entity_data.h"

namespace ormd {

// In one unit of work who takes a row's place at another one displaces who had it; between callers the database decides
// who comes too late.
class Places {
 public:
  // False, and nothing is taken, where a place that the data take is taken already.
  bool Take(const EntityData& data);

 private:
  // The relation, and the key of the row at its other end.
  using Place = std::pair<const PropertyMetadata*, Key>;
  using Set = absl::flat_hash_set<Place>;

  static void Collect(const EntityData& data, Set& out);

  Set taken_;
};

}  // namespace ormd
