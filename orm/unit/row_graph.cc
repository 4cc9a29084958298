#include "orm/unit/row_graph.h"

#include <algorithm>
#include <utility>

#include "orm/base/error.h"
#include "orm/unit/row_graph_reader.h"

namespace ormd {
namespace {

using Nodes = std::vector<PopulateNode>;

bool FitsLevels(const EntityMetadata& entity, const Nodes& nodes, std::vector<const EntityMetadata*>& seen) {
  if (entity.key_columns.empty() || std::find(seen.begin(), seen.end(), &entity) != seen.end()) return false;
  seen.push_back(&entity);
  return std::all_of(nodes.begin(), nodes.end(), [&seen](const PopulateNode& node) {
    return FitsLevels(*node.relation->target, node.children, seen);
  });
}

// Finds out the order of the answer: as EntityManager walks, depth first.
class Walk {
 public:
  explicit Walk(RowGraph& graph) : graph_(graph) {
    for (const RowLevel& level : graph.levels) seen_.emplace_back(level.row_of.size());
  }

  void Run() {
    for (const uint32_t root : graph_.levels.front().entity_of) Add(0, root);
    const std::vector<uint32_t> roots = graph_.levels.front().order;
    for (const uint32_t root : roots) Descend(0, root);
  }

 private:
  bool Add(size_t level, uint32_t entity) {
    if (seen_[level][entity]) return false;
    seen_[level][entity] = true;
    std::vector<uint32_t>& order = graph_.levels[level].order;
    if (order.empty()) {
      graph_.sets.push_back(level);
      order.reserve(seen_[level].size());
    }
    order.push_back(entity);
    return true;
  }

  void Descend(size_t level, uint32_t entity) {
    for (const RowLinks& links : graph_.levels[level].links) {
      for (size_t i = links.begins[entity]; i < links.begins[entity + 1]; ++i) {
        if (Add(links.level, links.items[i])) Descend(links.level, links.items[i]);
      }
    }
  }

  RowGraph& graph_;
  std::vector<std::vector<bool>> seen_;  // by level and entity
};

}  // namespace

absl::StatusOr<std::optional<RowGraph>> ReadRowGraph(const OrmEnvironment& environment, const EntityMetadata& entity,
                                                     const FindOptions& options, const Context& context) {
  std::vector<const EntityMetadata*> seen;
  if (options.lock != LockMode::kNone || !FitsLevels(entity, options.populate, seen)) return std::nullopt;
  ORMD_ASSIGN_OR_RETURN(std::optional<RowGraph> graph, RowGraphReader(environment, context).Read(entity, options));
  if (graph.has_value()) Walk(*graph).Run();
  return graph;
}

}  // namespace ormd
