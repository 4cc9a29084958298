#include "orm/unit/flush_planner.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

#include "orm/base/error.h"
#include "orm/unit/early_deletes.h"
#include "orm/unit/early_updates.h"
#include "orm/unit/initial_values.h"
#include "orm/unit/insert_planner.h"
#include "orm/unit/parents_first.h"
#include "orm/unit/required_check.h"

namespace ormd {
namespace {

bool WrittenByUpdate(const Entity& entity, const PropertyMetadata& property) {
  if (!property.has_columns() || property.read_only()) return false;
  if (property.version) return property.type.kind == TypeKind::kTimestamp;
  return entity.dirty(property.index) || property.on_update != Generate::kNone;
}

std::vector<size_t> ChangedColumns(const Entity& entity) {
  bool writes = false;
  entity.ForEachDirtySlot([&](size_t slot) { writes = writes || entity.metadata().property(slot).has_columns(); });
  std::vector<size_t> columns;
  if (!writes) return columns;
  for (const auto& property : entity.metadata().properties) {
    if (!WrittenByUpdate(entity, *property)) continue;
    for (size_t part = 0; part < property->column_count; ++part) columns.push_back(property->first_column + part);
  }
  return columns;
}

std::vector<size_t> ReadBackByUpdate(const EntityMetadata& entity) {
  std::vector<size_t> columns;
  for (const auto& property : entity.properties) {
    const bool counts = property->version && property->type.kind != TypeKind::kTimestamp;
    if (counts || property->generated.has_value()) columns.push_back(property->first_column);
  }
  return columns;
}

class Planner {
 public:
  Planner(const UnitOfWork& unit, const CommitOrder& order, const Platform& platform)
      : unit_(unit), order_(order), platform_(platform) {}

  absl::StatusOr<FlushPlan> Run() {
    plan_.now = CurrentTimestamp();
    const absl::flat_hash_set<const Entity*> early = FindEarlyDeletes(unit_);
    const EarlyUpdates updates = FindEarlyUpdates(unit_, early, platform_);
    AppendClears(updates.clears);
    AppendOrdered(updates.leavers);
    AppendDeletes([&](const Entity* entity) { return early.contains(entity); });
    for (const std::vector<Entity*>& layer : updates.early) AppendOrdered(layer);
    ORMD_RETURN_IF_ERROR(AppendInserts());
    for (const std::vector<Entity*>& layer : updates.late) AppendOrdered(layer);
    AppendUpdates(unit_.changed());
    AppendLinks(FlushAction::kDeleteLinks, &Collection::removed);
    AppendLinks(FlushAction::kInsertLinks, &Collection::added);
    AppendDeletes([&](const Entity* entity) { return !early.contains(entity); });
    return std::move(plan_);
  }

 private:
  // By rank, columns, and whether they are versioned; a step stays where it is.
  using UpdateSteps = std::map<std::tuple<size_t, std::vector<size_t>, bool>, FlushStep>;

  absl::Status AppendInserts() {
    std::vector<Entity*> rows;
    for (Entity* entity : unit_.created()) {
      if (entity->state() == Entity::State::kNew) rows.push_back(entity);
    }
    return InsertPlanner(order_, platform_, plan_).Plan(rows);
  }

  FlushStep* UpdateStepOf(const Entity& entity, UpdateSteps& steps) const {
    std::vector<size_t> columns = ChangedColumns(entity);
    if (columns.empty()) return nullptr;
    FlushStep& step = steps[{order_.rank(entity.metadata()), columns, IsVersioned(entity)}];
    step.action = FlushAction::kUpdate;
    step.entity = &entity.metadata();
    step.columns = std::move(columns);
    step.versioned = IsVersioned(entity);
    return &step;
  }

  void AppendClears(const std::vector<std::pair<Entity*, const PropertyMetadata*>>& clears) {
    std::map<std::tuple<size_t, size_t, bool>, FlushStep> steps;
    for (const auto& [entity, property] : clears) {
      FlushStep& step = steps[{order_.rank(entity->metadata()), property->index, IsVersioned(*entity)}];
      step.action = FlushAction::kExtraUpdate;
      step.clears = true;
      step.versioned = IsVersioned(*entity);
      step.entity = &entity->metadata();
      step.columns = ColumnsOf(*property);
      step.rows.push_back(entity);
    }
    for (auto& [shape, step] : steps) plan_.steps.push_back(std::move(step));
  }

  // Updates that have their place before the others.
  void AppendOrdered(const std::vector<Entity*>& rows) {
    AppendUpdates(rows);
    updated_.insert(rows.begin(), rows.end());
  }

  // Of those that are not updated yet.
  void AppendUpdates(const std::vector<Entity*>& rows) {
    UpdateSteps steps;
    const Entity* before = nullptr;
    FlushStep* step = nullptr;  // of `before`; null where it writes nothing
    for (Entity* entity : rows) {
      if (!entity->is_stored() || !entity->dirty() || updated_.contains(entity)) continue;
      if (before == nullptr || !IsWrittenAlike(*before, *entity)) step = UpdateStepOf(*entity, steps);
      if (step != nullptr) step->rows.push_back(entity);
      before = entity;
    }
    for (auto& [shape, step] : steps) {
      step.returning = ReadBackByUpdate(*step.entity);
      plan_.steps.push_back(std::move(step));
    }
  }

  void AppendDeletes(const std::function<bool(const Entity*)>& wanted) {
    std::map<size_t, std::vector<Entity*>, std::greater<>> by_rank;
    for (Entity* entity : unit_.removed()) {
      if (entity->state() != Entity::State::kRemoved || !wanted(entity)) continue;
      by_rank[order_.rank(entity->metadata())].push_back(entity);
    }
    for (auto& [rank, rows] : by_rank) AppendDeletesOf(std::move(rows));
  }

  // Of one type: those first that others of them do not refer to. Their foreign keys are checked at the end of a
  // statement, as a rule, so that one is enough for all.
  void AppendDeletesOf(std::vector<Entity*> rows) {
    const EntityMetadata& entity = rows.front()->metadata();
    const bool refers = RefersTo(entity, entity);
    if (refers) rows = ParentsFirst(rows, &Entity::stored_reference);
    std::vector<size_t> depths(rows.size());
    const bool mixed = std::any_of(rows.begin(), rows.end(), [&rows](const Entity* row) {
      return IsVersioned(*row) != IsVersioned(*rows.front());
    });
    if (refers && (mixed || RestrictsByRow(entity))) depths = DepthsOf(rows, &Entity::stored_reference);
    if (refers) {
      std::reverse(rows.begin(), rows.end());
      std::reverse(depths.begin(), depths.end());
    }
    std::map<std::pair<size_t, bool>, FlushStep, std::greater<>> steps;
    for (size_t i = 0; i < rows.size(); ++i) {
      FlushStep& step = steps[{depths[i], IsVersioned(*rows[i])}];
      step.action = FlushAction::kDelete;
      step.entity = &entity;
      step.versioned = IsVersioned(*rows[i]);
      step.rows.push_back(rows[i]);
    }
    for (auto& [shape, step] : steps) plan_.steps.push_back(std::move(step));
  }

  // Whether rows of the type may not go in one statement with rows of theirs that they refer to.
  bool RestrictsByRow(const EntityMetadata& entity) const {
    return platform_.restricts_by_row() &&
           std::any_of(entity.properties.begin(), entity.properties.end(), [&entity](const auto& property) {
             return property->target == &entity && property->delete_rule == ReferentialAction::kRestrict;
           });
  }

  void AppendLinks(FlushAction action, const EntityList& (Collection::*delta)() const) {
    std::map<std::pair<size_t, size_t>, FlushStep> steps;
    for (const auto& [owner, property] : unit_.changed_collections()) {
      if (property->kind != PropertyKind::kManyToMany || property->is_inverse()) continue;
      const bool go_along = action == FlushAction::kInsertLinks || LinksGoAlong(*property);
      if (go_along && IsLeaving(*owner)) continue;
      for (Entity* item : (owner->collection(*property).*delta)()) {
        if (go_along && IsLeaving(*item)) continue;
        FlushStep& step = steps[{order_.rank(owner->metadata()), property->index}];
        step.action = action;
        step.entity = &owner->metadata();
        step.relation = property;
        step.rows.push_back(owner);
        step.items.push_back(item);
      }
    }
    for (auto& [relation, step] : steps) plan_.steps.push_back(std::move(step));
  }

  // With the rows at their ends.
  static bool LinksGoAlong(const PropertyMetadata& relation) {
    return relation.delete_rule == ReferentialAction::kDefault || relation.delete_rule == ReferentialAction::kCascade;
  }

  static bool IsLeaving(const Entity& entity) { return !entity.is_stored() && entity.state() != Entity::State::kNew; }

  const UnitOfWork& unit_;
  const CommitOrder& order_;
  const Platform& platform_;
  FlushPlan plan_;
  absl::flat_hash_set<const Entity*> updated_;
};

}  // namespace

absl::StatusOr<FlushPlan> PlanFlush(const UnitOfWork& unit, const CommitOrder& order, const Platform& platform) {
  ORMD_RETURN_IF_ERROR(CheckRequired(unit));
  return Planner(unit, order, platform).Run();
}

}  // namespace ormd
