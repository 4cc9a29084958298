#include "orm/unit/commit_order.h"

#include <algorithm>
#include <utility>

namespace ormd {
namespace {

enum class Weight { kRequired, kNullable };

// Depth first, required targets before nullable ones, so that a cycle closes over a nullable relation where it has one.
class Sorter {
 public:
  Sorter(const Schema& schema, std::vector<size_t>& ranks)
      : schema_(schema), states_(schema.entities().size()), others_(schema.entities().size()), ranks_(ranks) {
    for (const auto& entity : schema.entities()) FindOthers(*entity);
  }

  void Run() {
    for (const auto& entity : schema_.entities()) VisitRequired(*entity);
    for (const size_t index : SortedByRequired()) Visit(*schema_.entities()[index]);
  }

 private:
  enum class State { kNew, kOpen, kDone };

  template <typename Function>
  void ForEachTarget(const EntityMetadata& entity, Weight weight, Function&& function) {
    for (const auto& property : entity.properties) {
      if (!property->is_to_one() || !property->has_columns() || property->target == &entity) continue;
      if ((weight == Weight::kNullable) == property->nullable) function(*property->target);
    }
    for (const auto& [target, of_weight] : others_[entity.index]) {
      if (of_weight == weight) function(*target);
    }
  }

  // The targets of foreign keys that are no relations.
  void FindOthers(const EntityMetadata& entity) {
    for (const ForeignKeyMetadata& key : entity.foreign_keys) {
      if (key.deferrable == Deferrable::kInitiallyDeferred) continue;
      const bool nullable = std::any_of(key.columns.begin(), key.columns.end(),
                                        [&entity](size_t column) { return entity.columns[column].nullable; });
      for (const auto& target : schema_.entities()) {
        if (target.get() == &entity || target->table != key.table || target->schema != key.schema) continue;
        others_[entity.index].emplace_back(target.get(), nullable ? Weight::kNullable : Weight::kRequired);
      }
    }
  }

  // First pass: the order that required relations alone ask for.
  void VisitRequired(const EntityMetadata& entity) {
    State& state = states_[entity.index];
    if (state != State::kNew) return;
    state = State::kOpen;
    ForEachTarget(entity, Weight::kRequired, [this](const EntityMetadata& target) { VisitRequired(target); });
    states_[entity.index] = State::kDone;
    by_required_.push_back(entity.index);
  }

  std::vector<size_t> SortedByRequired() {
    states_.assign(states_.size(), State::kNew);
    return by_required_;
  }

  // Second pass: nullable targets first where no required chain speaks against it.
  void Visit(const EntityMetadata& entity) {
    if (states_[entity.index] != State::kNew) return;
    states_[entity.index] = State::kOpen;
    ForEachTarget(entity, Weight::kRequired, [this](const EntityMetadata& target) { Visit(target); });
    ForEachTarget(entity, Weight::kNullable, [&](const EntityMetadata& target) {
      if (!NeedsOpen(target)) Visit(target);
    });
    if (states_[entity.index] == State::kDone) return;
    states_[entity.index] = State::kDone;
    ranks_[entity.index] = next_++;
  }

  // Whether the target, or what it requires, is still being visited: it cannot stand before its visitor.
  bool NeedsOpen(const EntityMetadata& target) {
    if (states_[target.index] == State::kOpen) return true;
    if (states_[target.index] == State::kDone) return false;
    bool open = false;
    states_[target.index] = State::kDone;  // guards against going round
    ForEachTarget(target, Weight::kRequired, [&](const EntityMetadata& next) { open = open || NeedsOpen(next); });
    states_[target.index] = State::kNew;
    return open;
  }

  const Schema& schema_;
  std::vector<State> states_;
  std::vector<std::vector<std::pair<const EntityMetadata*, Weight>>> others_;  // by entity
  std::vector<size_t> by_required_;
  std::vector<size_t>& ranks_;
  size_t next_ = 0;
};

}  // namespace

CommitOrder::CommitOrder(const Schema& schema) : ranks_(schema.entities().size()) { Sorter(schema, ranks_).Run(); }

}  // namespace ormd
