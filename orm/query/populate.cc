#include <algorithm>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/query/errors.h"
#include "orm/query/find_options.h"

namespace ormd {
namespace {

using Nodes = std::vector<PopulateNode>;

// The node of the relation; made where it is missing.
PopulateNode& NodeOf(const PropertyMetadata& relation, Nodes& nodes) {
  const auto same = [&relation](const PopulateNode& node) { return node.relation == &relation; };
  const auto found = std::find_if(nodes.begin(), nodes.end(), same);
  if (found != nodes.end()) return *found;
  nodes.push_back({&relation, {}});
  return nodes.back();
}

void AddAllRelations(const EntityMetadata& entity, Nodes& nodes) {
  for (const auto& property : entity.properties) {
    if (!property->is_scalar() && !property->hidden) NodeOf(*property, nodes);
  }
}

absl::StatusOr<const PropertyMetadata*> Relation(const EntityMetadata& entity, std::string_view name) {
  const PropertyMetadata* property = entity.FindProperty(name);
  if (property == nullptr) return UnknownProperty(entity, name);
  if (property->is_scalar()) return NotARelation(*property);
  return property;
}

absl::Status AddPath(const EntityMetadata& entity, std::string_view path, Nodes& nodes) {
  if (path == "*") {
    AddAllRelations(entity, nodes);
    return absl::OkStatus();
  }
  const size_t dot = path.find('.');
  ORMD_ASSIGN_OR_RETURN(const PropertyMetadata* relation, Relation(entity, path.substr(0, dot)));
  PopulateNode& node = NodeOf(*relation, nodes);
  if (dot == std::string_view::npos) return absl::OkStatus();
  return AddPath(*relation->target, path.substr(dot + 1), node.children);
}

size_t Steps(std::string_view path) { return 1 + static_cast<size_t>(std::count(path.begin(), path.end(), '.')); }

}  // namespace

absl::StatusOr<std::vector<PopulateNode>> ParsePopulate(const EntityMetadata& entity,
                                                        const std::vector<std::string>& paths,
                                                        const QueryLimits& limits) {
  Nodes nodes;
  for (size_t i = 0; i < paths.size(); ++i) {
    const bool too_deep = Steps(paths[i]) > limits.populate_depth;
    const absl::Status status = too_deep ? PopulateTooDeep(limits.populate_depth) : AddPath(entity, paths[i], nodes);
    if (!status.ok()) return UnderField(status, StrCat("[", i, "]"));
  }
  return nodes;
}

}  // namespace ormd
