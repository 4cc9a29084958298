#include "server/wire/data_paths.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "server/wire/data.h"
#include "server/wire/errors.h"

namespace ormd::wire {
namespace {

struct Step {
  std::string_view name;
  size_t item = PathNode::kNoItem;
};

// "items[0]".
std::optional<Step> ParseStep(std::string_view text) {
  const size_t bracket = text.find('[');
  Step step{text.substr(0, bracket)};
  if (step.name.empty()) return std::nullopt;
  if (bracket == std::string_view::npos) return step;
  if (text.back() != ']') return std::nullopt;
  const auto item = ParseInteger<uint32_t>(text.substr(bracket + 1, text.size() - bracket - 2));
  if (!item.has_value()) return std::nullopt;
  step.item = *item;
  return step;
}

PathNode& ChildOf(PathNode& node, const PropertyMetadata& property, size_t item, const std::string& source) {
  std::unique_ptr<PathNode>& child = node.children[{property.index, item}];
  if (child == nullptr) {
    child = std::make_unique<PathNode>();
    child->source = source;
  }
  return *child;
}

// Where a path ends, and what stands there.
struct End {
  PathNode* node = nullptr;
  const PropertyMetadata* property = nullptr;
  bool is_item = false;
};

class Walker {
 public:
  Walker(const EntityMetadata& entity, PathNode& root) : entity_(entity), root_(root) {}

  // `naming`: a path of `fields`, which marks the nodes on its way.
  absl::StatusOr<End> Walk(std::string_view path, const std::string& source, bool naming) {
    End at{&root_, nullptr, false};
    const EntityMetadata* entity = &entity_;
    for (size_t steps = 1;; ++steps) {
      if (steps > kDataDepth) return PathTooDeep(source, kDataDepth);
      const size_t dot = path.find('.');
      const std::optional<Step> step = ParseStep(path.substr(0, dot));
      if (!step.has_value()) return MalformedPath(source);
      if (entity == nullptr) return PathThroughScalar(source);
      at.property = entity->FindProperty(step->name);
      if (at.property == nullptr) return UnknownProperty(source, *entity, step->name);
      at.is_item = step->item != PathNode::kNoItem;
      if (at.is_item && !at.property->is_to_many()) return MalformedPath(source);
      if (naming) at.node->names_below = true;
      at.node = &ChildOf(*at.node, *at.property, step->item, source);
      if (dot == std::string_view::npos) return at;
      if (at.property->is_to_many() && !at.is_item) return MalformedPath(source);
      entity = at.property->target;
      path.remove_prefix(dot + 1);
    }
  }

 private:
  const EntityMetadata& entity_;
  PathNode& root_;
};

absl::Status AddReference(Walker& walker, const orm::v1::LocalReference& reference, const std::string& source) {
  ORMD_ASSIGN_OR_RETURN(const End end, walker.Walk(reference.path(), source, false));
  if (!end.property->is_to_one()) return NotToOne(source);
  if (end.node->reference != nullptr) return GivenTwice(source);
  end.node->reference = &reference;
  return absl::OkStatus();
}

absl::Status AddCollection(Walker& walker, const orm::v1::CollectionChange& change, const std::string& source) {
  ORMD_ASSIGN_OR_RETURN(const End end, walker.Walk(change.path(), source, false));
  if (!end.property->is_to_many() || end.is_item) return NotToMany(source);
  end.node->collections.push_back(&change);
  return absl::OkStatus();
}

}  // namespace

const PathNode* PathNode::Find(const PropertyMetadata& property, size_t item) const {
  const auto found = children.find({property.index, item});
  return found == children.end() ? nullptr : found->second.get();
}

bool PathNode::Names(const PropertyMetadata& property) const {
  return std::any_of(children.lower_bound({property.index, 0}), children.upper_bound({property.index, kNoItem}),
                     [](const auto& child) { return child.second->named || child.second->names_below; });
}

const PathNode* PathNode::FindItemFrom(const PropertyMetadata& property, size_t count) const {
  const auto found = children.lower_bound({property.index, count});
  return found != children.end() && found->first < Place(property.index, kNoItem) ? found->second.get() : nullptr;
}

absl::StatusOr<PathNode> ParseDataPaths(const EntityMetadata& entity, const orm::v1::Data& data) {
  PathNode root;
  Walker walker(entity, root);
  for (int i = 0; i < data.fields_size(); ++i) {
    ORMD_ASSIGN_OR_RETURN(const End end, walker.Walk(data.fields(i), StrCat("fields[", i, "]"), true));
    end.node->named = true;
  }
  for (int i = 0; i < data.references_size(); ++i) {
    ORMD_RETURN_IF_ERROR(AddReference(walker, data.references(i), StrCat("references[", i, "].path")));
  }
  for (int i = 0; i < data.collections_size(); ++i) {
    ORMD_RETURN_IF_ERROR(AddCollection(walker, data.collections(i), StrCat("collections[", i, "].path")));
  }
  return root;
}

}  // namespace ormd::wire
