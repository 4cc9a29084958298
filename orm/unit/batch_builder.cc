#include "orm/unit/batch_builder.h"

#include <utility>

#include "orm/unit/initial_values.h"

namespace ormd {
namespace {

// The properties that the columns of a step belong to, each once.
std::vector<const PropertyMetadata*> PropertiesOf(const FlushStep& step) {
  std::vector<const PropertyMetadata*> properties;
  for (const size_t column : step.columns) {
    const PropertyMetadata& property = step.entity->property(step.entity->columns[column].property);
    if (properties.empty() || properties.back() != &property) properties.push_back(&property);
  }
  return properties;
}

void AppendValues(const Entity& row, const PropertyMetadata& property, const FlushStep& step, const FlushPlan& plan,
                  BatchRows& out) {
  const bool deferred =
      step.action == FlushAction::kInsert && !plan.deferred.empty() && plan.deferred.contains({&row, &property});
  if (deferred || step.clears) {
    for (size_t part = 0; part < property.column_count; ++part) out.Own(Value());
  } else if (std::optional<Value> value = FlushValue(row, property, step, plan)) {
    out.Own(*std::move(value));
  } else {
    row.ForEachColumn(property, [&out](const Value& value) { out.Refer(value); });
  }
}

// Refers to the slots of the entities, which stand still while their statement is made.
BatchRows RowValues(const FlushStep& step, const FlushPlan& plan) {
  const std::vector<const PropertyMetadata*> properties = PropertiesOf(step);
  BatchRows rows;
  rows.Reserve(step.rows.size(), step.columns.size());
  for (const Entity* row : step.rows) {
    rows.Begin();
    for (const PropertyMetadata* property : properties) AppendValues(*row, *property, step, plan, rows);
  }
  return rows;
}

// A row that is not inserted yet (a dry run) has a key of nulls.
Key KeyOf(const Entity& entity) { return entity.has_key() ? entity.key() : Key(entity.metadata().key_columns.size()); }

std::vector<Key> KeysOf(const std::vector<Entity*>& rows) {
  std::vector<Key> keys;
  keys.reserve(rows.size());
  for (const Entity* row : rows) keys.push_back(KeyOf(*row));
  return keys;
}

// Refers to the keys of the entities.
BatchRows KeyRows(const std::vector<Entity*>& rows) {
  BatchRows keys;
  keys.Reserve(rows.size(), rows.front()->metadata().key_columns.size());
  for (const Entity* row : rows) {
    if (!row->has_key()) {
      keys.Add(KeyOf(*row));
      continue;
    }
    keys.Begin();
    for (const Value& part : row->key()) keys.Refer(part);
  }
  return keys;
}

std::vector<Value> VersionsOf(const FlushStep& step) {
  std::vector<Value> versions;
  for (const Entity* row : step.rows) {
    const Value* const expected = row->expected_version();
    if (step.versioned) versions.push_back(expected != nullptr ? *expected : row->value(*step.entity->version));
  }
  return versions;
}

}  // namespace

std::optional<Value> FlushValue(const Entity& entity, const PropertyMetadata& property, const FlushStep& step,
                                const FlushPlan& plan) {
  if (step.action != FlushAction::kUpdate) return std::nullopt;
  if (property.version) return Value(plan.now);
  if (property.on_update == Generate::kNone || entity.dirty(property.index)) return std::nullopt;
  return GeneratedValue(property, property.on_update, plan.now);
}

InsertBatch MakeInsertBatch(const FlushStep& step, const FlushPlan& plan) {
  InsertBatch batch;
  batch.entity = step.entity;
  batch.columns = step.columns;
  batch.rows = RowValues(step, plan);
  batch.returning = step.returning;
  return batch;
}

UpdateBatch MakeUpdateBatch(const FlushStep& step, const FlushPlan& plan) {
  const PropertyMetadata* version = step.entity->version;
  UpdateBatch batch;
  batch.entity = step.entity;
  batch.columns = step.columns;
  batch.keys = KeyRows(step.rows);
  batch.rows = RowValues(step, plan);
  batch.versions = VersionsOf(step);
  batch.increment_version =
      step.action == FlushAction::kUpdate && version != nullptr && version->type.kind != TypeKind::kTimestamp;
  batch.returning = step.returning;
  return batch;
}

DeleteBatch MakeDeleteBatch(const FlushStep& step) {
  DeleteBatch batch;
  batch.entity = step.entity;
  batch.keys = KeysOf(step.rows);
  batch.versions = VersionsOf(step);
  return batch;
}

LinkBatch MakeLinkBatch(const FlushStep& step) {
  LinkBatch batch;
  batch.relation = step.relation;
  batch.links.reserve(step.rows.size());
  for (size_t i = 0; i < step.rows.size(); ++i) batch.links.emplace_back(KeyOf(*step.rows[i]), KeyOf(*step.items[i]));
  return batch;
}

std::vector<BatchStatement> CompileStep(const Platform& platform, const FlushStep& step, const FlushPlan& plan) {
  switch (step.action) {
    case FlushAction::kInsert:
      return CompileInsert(platform, MakeInsertBatch(step, plan));
    case FlushAction::kUpdate:
    case FlushAction::kExtraUpdate:
      return CompileUpdate(platform, MakeUpdateBatch(step, plan));
    case FlushAction::kDelete:
      return CompileDelete(platform, MakeDeleteBatch(step));
    case FlushAction::kInsertLinks:
      return CompileInsertLinks(platform, MakeLinkBatch(step));
    case FlushAction::kDeleteLinks:
      return CompileDeleteLinks(platform, MakeLinkBatch(step));
  }
  return {};
}

}  // namespace ormd
