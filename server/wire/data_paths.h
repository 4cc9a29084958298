// The paths of a Data message as a tree beside its entities.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/v1/change.pb.h"

namespace ormd::wire {

// What the paths say about one entity, and below it about its properties. Points into the Data message.
struct PathNode {
  static constexpr size_t kNoItem = SIZE_MAX;

  // By property (its index) and item: a message may hold hundreds of thousands of paths.
  using Place = std::pair<size_t, size_t>;
  std::map<Place, std::unique_ptr<PathNode>> children;

  bool named = false;        // a path of `fields` ends here
  bool names_below = false;  // a path of `fields` goes on below
  const orm::v1::LocalReference* reference = nullptr;
  std::vector<const orm::v1::CollectionChange*> collections;
  std::string source;  // "fields[2]": the path that led here first

  // The node of a property, or of one item of a to-many; nullptr where no path goes there.
  const PathNode* Find(const PropertyMetadata& property, size_t item = kNoItem) const;
  // Some path of `fields` names the property, an item of it, or something below.
  bool Names(const PropertyMetadata& property) const;
  // The path to an item of the property from `count` on; nullptr where there is none.
  const PathNode* FindItemFrom(const PropertyMetadata& property, size_t count) const;
};

// Resolves all paths of `data`. Faults stand at "fields[0]", "references[0].path", "collections[0].path".
absl::StatusOr<PathNode> ParseDataPaths(const EntityMetadata& entity, const orm::v1::Data& data);

}  // namespace ormd::wire
