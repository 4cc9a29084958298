#include "orm/unit/insert_planner.h"

#include <algorithm>
#include <map>
#include <utility>

#include "orm/base/error.h"
#include "orm/unit/errors.h"
#include "orm/unit/parents_first.h"

namespace ormd {
namespace {

bool MadeByDatabase(const PropertyMetadata& property) {
  return property.generated.has_value() || property.identity || property.default_raw.has_value();
}

// The columns that are written and those that are read back; equal for rows of one shape.
struct Shape {
  std::vector<size_t> columns;
  std::vector<size_t> returning;
  auto operator<=>(const Shape&) const = default;
};

using ShapePositions = std::map<Shape, size_t>;

Shape ShapeOf(const Entity& row) {
  Shape shape;
  for (const auto& property : row.metadata().properties) {
    const bool read_back =
        property->generated.has_value() || (!row.loaded(property->index) && MadeByDatabase(*property));
    for (size_t part = 0; part < property->column_count; ++part) {
      (read_back ? shape.returning : shape.columns).push_back(property->first_column + part);
    }
  }
  return shape;
}

// The position of the step for rows like this one, which is added where there is none.
size_t StepOf(const Entity& row, ShapePositions& positions, std::vector<FlushStep>& steps) {
  Shape shape = ShapeOf(row);
  const auto [at, is_new] = positions.try_emplace(shape, steps.size());
  if (!is_new) return at->second;
  FlushStep& step = steps.emplace_back();
  step.entity = &row.metadata();
  step.columns = std::move(shape.columns);
  step.returning = std::move(shape.returning);
  return at->second;
}

// Nothing asks for the target before the transaction ends.
bool MayComeFirst(const PropertyMetadata& property, const Entity& target) {
  return target.has_key() && (!property.constraint || property.deferrable == Deferrable::kInitiallyDeferred);
}

}  // namespace

absl::Status InsertPlanner::Plan(const std::vector<Entity*>& entities) {
  std::map<size_t, std::vector<Entity*>> by_rank;
  for (Entity* entity : entities) by_rank[order_.rank(entity->metadata())].push_back(entity);
  for (const auto& [rank, rows] : by_rank) {
    const EntityMetadata& target = rows.front()->metadata();
    const bool referred = std::any_of(by_rank.begin(), by_rank.end(), [&target](const auto& other) {
      return RefersTo(other.second.front()->metadata(), target);
    });
    if (referred) open_.insert(rows.begin(), rows.end());
  }
  // A type whose rows wait for those of a later one is gone on with behind it.
  for (bool progress = true; progress && !by_rank.empty();) {
    progress = false;
    for (auto& [rank, rows] : by_rank) progress = PlanType(rows) || progress;
    std::erase_if(by_rank, [](const auto& type) { return type.second.empty(); });
  }
  if (!by_rank.empty()) return unit_error::RequiredCycle(by_rank.begin()->second.front()->metadata());
  AppendExtraUpdates();
  return absl::OkStatus();
}

bool InsertPlanner::PlanType(std::vector<Entity*>& rows) {
  const EntityMetadata& entity = rows.front()->metadata();
  if (RefersTo(entity, entity)) rows = ParentsFirst(rows, &Entity::reference);
  bool progress = false;
  while (!rows.empty()) {
    const auto waiting =
        std::stable_partition(rows.begin(), rows.end(), [this](const Entity* row) { return !Waits(*row); });
    if (waiting == rows.begin()) return progress;
    PlanLayer({rows.begin(), waiting});
    rows.erase(rows.begin(), waiting);
    progress = true;
  }
  return progress;
}

bool InsertPlanner::Waits(const Entity& row) const {
  bool waits = false;
  ForEachOwningReference(row.metadata(), [&](const PropertyMetadata& property) {
    const Entity* target = row.reference(property);
    if (property.nullable || !IsOpen(target) || MayComeFirst(property, *target)) return;
    waits = waits || target != &row || !row.has_key();
  });
  return waits;
}

void InsertPlanner::PlanLayer(const std::vector<Entity*>& rows) {
  std::vector<FlushStep> steps;
  ShapePositions positions;
  const Entity* before = nullptr;
  size_t position = 0;
  for (Entity* row : rows) {
    if (before == nullptr || before->loaded() != row->loaded()) position = StepOf(*row, positions, steps);
    steps[position].rows.push_back(row);
    before = row;
  }
  for (FlushStep& step : steps) {
    DeferReferences(step);
    for (const Entity* row : step.rows) open_.erase(row);
    plan_.steps.push_back(std::move(step));
  }
}

void InsertPlanner::DeferReferences(const FlushStep& step) {
  if (open_.empty()) return;
  const bool one_statement =
      platform_.array_batches() || step.rows.size() * step.columns.size() <= platform_.max_params();
  absl::flat_hash_map<const Entity*, size_t> positions;
  for (size_t i = 0; i < step.rows.size(); ++i) positions.emplace(step.rows[i], i);
  ForEachOwningReference(*step.entity, [&](const PropertyMetadata& property) {
    std::vector<Entity*> late;
    for (size_t i = 0; i < step.rows.size(); ++i) {
      const Entity* target = step.rows[i]->reference(property);
      if (!IsOpen(target) || MayComeFirst(property, *target)) continue;
      const auto at = positions.find(target);
      const bool beside = at != positions.end() && target->has_key() && (one_statement || at->second <= i);
      if (!beside) late.push_back(step.rows[i]);
    }
    for (const Entity* row : late) plan_.deferred.insert({row, &property});
    if (!late.empty()) extra_updates_.emplace_back(&property, std::move(late));
  });
}

void InsertPlanner::AppendExtraUpdates() {
  for (auto& [property, rows] : extra_updates_) {
    FlushStep step;
    step.action = FlushAction::kExtraUpdate;
    step.entity = property->owner;
    step.columns = ColumnsOf(*property);
    step.rows = std::move(rows);
    plan_.steps.push_back(std::move(step));
  }
}

}  // namespace ormd
