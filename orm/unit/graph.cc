#include "orm/unit/graph.h"

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/container/node_hash_map.h"

namespace ormd {
namespace {

SlotMask MaskOf(const EntityMetadata& entity, const std::vector<size_t>& fields,
                const std::vector<PopulateNode>& nodes) {
  SlotMask mask(entity.size(), fields);
  for (const PopulateNode& node : nodes) mask.Set(node.relation->index);
  return mask;
}

bool IsPresent(const Entity* entity) {
  return entity != nullptr && entity->state() != Entity::State::kReference &&
         entity->state() != Entity::State::kRemoved && entity->state() != Entity::State::kDetached;
}

class Collector {
 public:
  explicit Collector(FindResult& result) : result_(result) {
    result_.nodes.reserve(result_.roots.size());
    positions_.reserve(result_.roots.size());
  }

  void Add(Entity* entity, const SlotMask& mask) {
    const auto [at, is_new] = positions_.try_emplace(entity, result_.nodes.size());
    if (is_new) result_.nodes.push_back({entity, SlotMask(entity->metadata().size())});
    result_.nodes[at->second].mask.AddCommon(mask, entity->loaded());
  }

  void AddRelations(const Entity& entity, const std::vector<PopulateNode>& nodes, const std::vector<SlotMask>& masks) {
    for (size_t i = 0; i < nodes.size(); ++i) {
      const PropertyMetadata& relation = *nodes[i].relation;
      if (relation.is_to_one()) {
        AddItem(entity.reference(relation), nodes[i], masks[i]);
      } else {
        for (Entity* item : entity.collection(relation).items()) AddItem(item, nodes[i], masks[i]);
      }
    }
  }

  void AddLevel(const std::vector<Entity*>& entities, const std::vector<PopulateNode>& nodes) {
    const std::vector<SlotMask>& masks = MasksOf(nodes);
    for (const Entity* entity : entities) AddRelations(*entity, nodes, masks);
  }

 private:
  const std::vector<SlotMask>& MasksOf(const std::vector<PopulateNode>& nodes) {
    const auto [at, is_new] = masks_.try_emplace(&nodes);
    for (size_t i = 0; is_new && i < nodes.size(); ++i) {
      const EntityMetadata& target = *nodes[i].relation->target;
      at->second.push_back(MaskOf(target, DefaultFields(target), nodes[i].children));
    }
    return at->second;
  }

  void AddItem(Entity* item, const PopulateNode& node, const SlotMask& mask) {
    if (!IsPresent(item)) return;
    Add(item, mask);
    if (!node.children.empty() && seen_.insert({item, &node}).second) AddLevel({item}, node.children);
  }

  FindResult& result_;
  absl::node_hash_map<const std::vector<PopulateNode>*, std::vector<SlotMask>> masks_;  // one for each node of a level
  absl::flat_hash_map<Entity*, size_t> positions_;
  absl::flat_hash_set<std::pair<Entity*, const PopulateNode*>> seen_;
};

}  // namespace

FindResult CollectGraph(const EntityMetadata& entity, std::vector<Entity*> roots, const FindOptions& options) {
  FindResult result;
  result.entity = &entity;
  result.roots = std::move(roots);
  Collector collector(result);
  const SlotMask mask = MaskOf(entity, options.fields, options.populate);
  for (Entity* root : result.roots) collector.Add(root, mask);
  collector.AddLevel(result.roots, options.populate);
  return result;
}

}  // namespace ormd
