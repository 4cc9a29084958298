#include "server/wire/graph.h"

#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "server/wire/entity_plan.h"

namespace ormd::wire {
namespace {

// Nodes of one type that carry the same properties.
struct Shape {
  const EntityMetadata* entity;
  const SlotMask* mask;

  bool operator==(const Shape& other) const { return entity == other.entity && *mask == *other.mask; }

  template <typename H>
  friend H AbslHashValue(H state, const Shape& shape) {
    return H::combine(std::move(state), shape.entity, *shape.mask);
  }
};

constexpr size_t kSetOverhead = 16;    // tags and lengths of graph and set
constexpr size_t kEntityOverhead = 6;  // tag and length of an entity
constexpr size_t kRootBytes = 5;       // an ordinal number

// Plans of the shapes of one answer; nodes of one shape mostly follow each other.
class Plans {
 public:
  // The mask must outlive the plans.
  const EntityPlan& Of(const EntityMetadata& entity, const SlotMask& mask) {
    const Shape shape{&entity, &mask};
    if (last_.has_value() && *last_ == shape) return *plan_;
    std::unique_ptr<EntityPlan>& plan = plans_[shape];
    if (plan == nullptr) plan = std::make_unique<EntityPlan>(entity, mask);
    last_ = shape;
    plan_ = plan.get();
    return *plan_;
  }

 private:
  std::optional<Shape> last_;
  const EntityPlan* plan_ = nullptr;
  absl::flat_hash_map<Shape, std::unique_ptr<EntityPlan>> plans_;
};

// Collects the sets and roots of one graph.
class GraphWriter {
 public:
  // Of `entities`, perhaps.
  GraphWriter(orm::v1::Graph* out, size_t entities) : out_(out) { places_.reserve(entities); }

  void Add(const EntityPlan& plan, const Entity* entity, std::string_view bytes) {
    orm::v1::EntitySet& set = SetOf(plan);
    places_[entity] = {set_index_, static_cast<size_t>(set.entities_size())};
    set.add_entities(bytes.data(), bytes.size());
    bytes_ += bytes.size() + kEntityOverhead + kRootBytes;
  }

  bool empty() const { return places_.empty(); }
  size_t bytes() const { return bytes_; }
  bool Holds(const Entity* entity) const { return places_.contains(entity); }

  // Says which of its entities are roots. None at all: an empty set in front keeps them from being taken for roots.
  void SetRoots(const std::vector<const Entity*>& roots) {
    if (roots.empty() && out_->sets_size() > 0) {
      PutEmptySetInFront();
    } else if (!AreTheFirstSet(roots)) {
      AddOrdinals(roots);
    }
  }

 private:
  struct Place {
    size_t set;
    size_t index;
  };

  orm::v1::EntitySet& SetOf(const EntityPlan& plan) {
    if (last_ == &plan) return *out_->mutable_sets(static_cast<int>(set_index_));
    const auto [at, is_new] = sets_.emplace(&plan, static_cast<size_t>(out_->sets_size()));
    last_ = &plan;
    set_index_ = at->second;
    if (is_new) {
      plan.Describe(out_->add_sets());
      bytes_ += out_->sets(static_cast<int>(set_index_)).ByteSizeLong() + kSetOverhead;
    }
    return *out_->mutable_sets(static_cast<int>(set_index_));
  }

  void PutEmptySetInFront() {
    out_->add_sets();
    for (int i = out_->sets_size() - 1; i > 0; --i) out_->mutable_sets()->SwapElements(i, i - 1);
  }

  bool AreTheFirstSet(const std::vector<const Entity*>& roots) const {
    const size_t size = out_->sets_size() == 0 ? 0 : static_cast<size_t>(out_->sets(0).entities_size());
    if (roots.size() != size) return false;
    for (size_t i = 0; i < size; ++i) {
      const Place& place = places_.at(roots[i]);
      if (place.set != 0 || place.index != i) return false;
    }
    return true;
  }

  void AddOrdinals(const std::vector<const Entity*>& roots) {
    std::vector<size_t> firsts;
    size_t count = 0;
    for (const orm::v1::EntitySet& set : out_->sets()) {
      firsts.push_back(count);
      count += static_cast<size_t>(set.entities_size());
    }
    for (const Entity* root : roots) {
      const Place& place = places_.at(root);
      out_->add_roots(static_cast<uint32_t>(firsts[place.set] + place.index));
    }
  }

  orm::v1::Graph* out_;
  absl::flat_hash_map<const EntityPlan*, size_t> sets_;
  absl::flat_hash_map<const Entity*, Place> places_;
  const EntityPlan* last_ = nullptr;
  size_t set_index_ = 0;
  size_t bytes_ = 0;
};

// Writes the parts of one answer, one after the other.
class PartWriter {
 public:
  PartWriter(const FindResult& result, size_t max_bytes) : result_(result), max_bytes_(max_bytes) { Begin(); }

  void Add(const EntityPlan& plan, const Entity* entity, std::string_view bytes) {
    if (!writer_->empty() && writer_->bytes() + bytes.size() > max_bytes_) {
      End();
      Begin();
    }
    writer_->Add(plan, entity, bytes);
  }

  std::vector<orm::v1::FindReply> Finish() {
    End();
    return std::move(parts_);
  }

 private:
  void Begin() {
    parts_.emplace_back();
    writer_.emplace(parts_.back().mutable_graph(), parts_.size() == 1 ? result_.nodes.size() : 0);
  }

  // Roots stand first among the nodes, in result order: those of a part follow those of the part before it.
  void End() {
    std::vector<const Entity*> roots;
    for (; next_root_ < result_.roots.size() && writer_->Holds(result_.roots[next_root_]); ++next_root_) {
      roots.push_back(result_.roots[next_root_]);
    }
    writer_->SetRoots(roots);
  }

  const FindResult& result_;
  const size_t max_bytes_;
  std::vector<orm::v1::FindReply> parts_;
  std::optional<GraphWriter> writer_;
  size_t next_root_ = 0;
};

// Calls add(plan, entity, bytes) for each node.
template <typename Add>
void EncodeNodes(const FindResult& result, const Add& add) {
  std::deque<SlotMask> reduced;  // masks without what does not fit
  Plans plans;
  WireBuffer buffer;
  std::vector<size_t> misfits;
  for (const GraphNode& node : result.nodes) {
    const EntityPlan* plan = &plans.Of(node.entity->metadata(), node.mask);
    buffer.Clear();
    misfits.clear();
    plan->Encode(*node.entity, buffer, &misfits);
    if (!misfits.empty()) plan = &plans.Of(node.entity->metadata(), reduced.emplace_back(Without(node.mask, misfits)));
    add(*plan, node.entity, buffer.view());
  }
}

}  // namespace

void EncodeGraph(const FindResult& result, orm::v1::Graph* out) {
  GraphWriter writer(out, result.nodes.size());
  EncodeNodes(result, [&](const EntityPlan& plan, const Entity* entity, std::string_view bytes) {
    writer.Add(plan, entity, bytes);
  });
  writer.SetRoots({result.roots.begin(), result.roots.end()});
}

std::vector<orm::v1::FindReply> EncodeGraphParts(const FindResult& result, size_t max_bytes) {
  PartWriter writer(result, max_bytes);
  EncodeNodes(result, [&](const EntityPlan& plan, const Entity* entity, std::string_view bytes) {
    writer.Add(plan, entity, bytes);
  });
  return writer.Finish();
}

}  // namespace ormd::wire
