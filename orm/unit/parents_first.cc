#include "orm/unit/parents_first.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "orm/unit/flush_plan.h"

namespace ormd {
namespace {

class Sorter {
 public:
  Sorter(const std::vector<Entity*>& rows, ReferenceOf reference)
      : reference_(reference), left_(rows.begin(), rows.end()) {
    ordered_.reserve(rows.size());
  }

  std::vector<Entity*> Sort(const std::vector<Entity*>& rows) {
    for (Entity* row : rows) Place(row);
    return std::move(ordered_);
  }

 private:
  // With a stack of its own: chains may be long. What is open is no longer left, so a cycle ends where it began.
  void Place(Entity* row) {
    if (left_.erase(row) == 0) return;
    std::vector<Entity*> open = {row};
    while (!open.empty()) {
      if (Entity* parent = TakeParent(*open.back())) {
        open.push_back(parent);
      } else {
        ordered_.push_back(open.back());
        open.pop_back();
      }
    }
  }

  Entity* TakeParent(const Entity& row) {
    Entity* parent = nullptr;
    ForEachOwningReference(row.metadata(), [&](const PropertyMetadata& property) {
      if (parent != nullptr) return;
      Entity* const target = (row.*reference_)(property);
      if (left_.erase(target) > 0) parent = target;
    });
    return parent;
  }

  const ReferenceOf reference_;
  absl::flat_hash_set<const Entity*> left_;
  std::vector<Entity*> ordered_;
};

}  // namespace

bool RefersTo(const EntityMetadata& entity, const EntityMetadata& target) {
  bool refers = false;
  ForEachOwningReference(entity,
                         [&](const PropertyMetadata& property) { refers = refers || property.target == &target; });
  return refers;
}

std::vector<Entity*> ParentsFirst(const std::vector<Entity*>& rows, ReferenceOf reference) {
  return Sorter(rows, reference).Sort(rows);
}

std::vector<size_t> DepthsOf(const std::vector<Entity*>& rows, ReferenceOf reference) {
  absl::flat_hash_map<const Entity*, size_t> depths;
  std::vector<size_t> out;
  out.reserve(rows.size());
  for (const Entity* row : rows) {
    size_t depth = 0;
    ForEachOwningReference(row->metadata(), [&](const PropertyMetadata& property) {
      const auto parent = depths.find((row->*reference)(property));
      if (parent != depths.end()) depth = std::max(depth, parent->second + 1);
    });
    depths.emplace(row, depth);
    out.push_back(depth);
  }
  return out;
}

}  // namespace ormd
