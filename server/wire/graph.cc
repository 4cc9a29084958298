#include "server/wire/graph.h"

#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace ormd::wire {
namespace {

constexpr size_t kSetOverhead = 16;    // tags and lengths of graph and set
constexpr size_t kEntityOverhead = 6;  // tag and length of an entity
constexpr size_t kRootBytes = 5;       // an ordinal number

// Collects the sets and roots of one graph.
class GraphWriter {
 public:
  // Of `entities`, perhaps.
  GraphWriter(orm::v1::Graph* out, size_t entities) : out_(out) { written_.reserve(entities); }

  void Add(const EntityPlan& plan, const Entity* entity, std::string_view bytes) {
    orm::v1::EntitySet& set = SetOf(plan);
    written_.push_back({entity, {set_index_, static_cast<size_t>(set.entities_size())}});
    set.add_entities(bytes.data(), bytes.size());
    bytes_ += bytes.size() + kEntityOverhead + kRootBytes;
  }

  bool empty() const { return written_.empty(); }
  size_t bytes() const { return bytes_; }

  // How many of `roots`, from `first` on, are its own. Most often they are what was written first.
  size_t CountRoots(const std::vector<Entity*>& roots, size_t first) {
    size_t count = 0;
    const auto is_own = [&](const Entity* root) {
      return (count < written_.size() && written_[count].entity == root) || Places().contains(root);
    };
    while (first + count < roots.size() && is_own(roots[first + count])) ++count;
    return count;
  }

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
  struct Written {
    const Entity* entity;
    Place place;
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
    if (out_->sets_size() > 1) out_->mutable_sets(0)->set_entity(out_->sets(1).entity());
  }

  bool AreTheFirstSet(const std::vector<const Entity*>& roots) const {
    size_t same = 0;
    for (const Written& written : written_) {
      if (written.place.set != 0) continue;
      if (same == roots.size() || roots[same] != written.entity) return false;
      ++same;
    }
    return same == roots.size();
  }

  void AddOrdinals(const std::vector<const Entity*>& roots) {
    std::vector<size_t> firsts;
    size_t count = 0;
    for (const orm::v1::EntitySet& set : out_->sets()) {
      firsts.push_back(count);
      count += static_cast<size_t>(set.entities_size());
    }
    for (const Entity* root : roots) {
      const Place& place = Places().at(root);
      out_->add_roots(static_cast<uint32_t>(firsts[place.set] + place.index));
    }
  }

  // Made only where somebody asks.
  const absl::flat_hash_map<const Entity*, Place>& Places() {
    if (places_.empty()) {
      places_.reserve(written_.size());
      for (const Written& written : written_) places_.emplace(written.entity, written.place);
    }
    return places_;
  }

  orm::v1::Graph* out_;
  std::vector<Written> written_;
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
    const auto first = result_.roots.begin() + static_cast<std::ptrdiff_t>(next_root_);
    const size_t count = writer_->CountRoots(result_.roots, next_root_);
    writer_->SetRoots({first, first + static_cast<std::ptrdiff_t>(count)});
    next_root_ += count;
  }

  const FindResult& result_;
  const size_t max_bytes_;
  std::vector<orm::v1::FindReply> parts_;
  std::optional<GraphWriter> writer_;
  size_t next_root_ = 0;
};

// Calls add(plan, entity, bytes) for each node.
template <typename Add>
void EncodeNodes(const FindResult& result, EntityPlans& plans, const Add& add) {
  WireBuffer buffer;
  std::vector<size_t> misfits;
  for (const GraphNode& node : result.nodes) {
    const EntityPlan* plan = &plans.Of(node.entity->metadata(), node.mask);
    buffer.Clear();
    misfits.clear();
    plan->Encode(*node.entity, buffer, &misfits);
    if (!misfits.empty()) plan = &plans.Of(node.entity->metadata(), Without(node.mask, misfits));
    add(*plan, node.entity, buffer.view());
  }
}

}  // namespace

void EncodeGraph(const FindResult& result, EntityPlans& plans, orm::v1::Graph* out) {
  GraphWriter writer(out, result.nodes.size());
  EncodeNodes(result, plans, [&](const EntityPlan& plan, const Entity* entity, std::string_view bytes) {
    writer.Add(plan, entity, bytes);
  });
  writer.SetRoots({result.roots.begin(), result.roots.end()});
}

std::vector<orm::v1::FindReply> EncodeGraphParts(const FindResult& result, EntityPlans& plans, size_t max_bytes) {
  PartWriter writer(result, max_bytes);
  EncodeNodes(result, plans, [&](const EntityPlan& plan, const Entity* entity, std::string_view bytes) {
    writer.Add(plan, entity, bytes);
  });
  return writer.Finish();
}

}  // namespace ormd::wire
