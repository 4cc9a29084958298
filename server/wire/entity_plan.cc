#include "server/wire/entity_plan.h"

#include <algorithm>

#include "orm/base/error.h"
#include "server/wire/errors.h"

namespace ormd::wire {
namespace {

// Take the parts of a key one by one, in the order of its columns.
struct KeyOfEntity {
  const Value* next;

  bool Encode(const FieldPlan& part, WireBuffer& out) {
    const Value& value = *next++;
    return value.is_null() || part.value(part, value, out);
  }
};

struct KeyOfRow {
  const Result& rows;
  size_t row;
  size_t column;

  bool Encode(const FieldPlan& part, WireBuffer& out) { return part.cell(part, rows.cell(row, column++), out); }
};

template <typename Source>
bool EncodeKey(const FieldPlan& relation, Source& source, WireBuffer& out) {
  const size_t start = out.Open(relation.tag);
  for (const FieldPlan& part : relation.key) {
    const bool fits = part.is_relation() ? EncodeKey(part, source, out) : source.Encode(part, out);
    if (!fits) return false;
  }
  out.Close(start);
  return true;
}

bool EncodeReference(const FieldPlan& relation, const Entity& target, WireBuffer& out) {
  if (!target.has_key()) {
    out.TaggedBytes(relation.tag, {});
    return true;
  }
  KeyOfEntity key{target.key().data()};
  return EncodeKey(relation, key, out);
}

bool EncodeItems(const FieldPlan& plan, const EntityList& items, WireBuffer& out) {
  return std::all_of(items.begin(), items.end(), [&](const Entity* item) { return EncodeReference(plan, *item, out); });
}

bool EncodeProperty(const FieldPlan& plan, const Entity& entity, WireBuffer& out) {
  const PropertyMetadata& property = *plan.property;
  if (property.is_scalar()) {
    const Value& value = entity.value(property);
    return value.is_null() || plan.value(plan, value, out);
  }
  if (property.is_to_many()) return EncodeItems(plan, entity.collection(property).items(), out);
  const Entity* target = entity.reference(property);
  return target == nullptr || EncodeReference(plan, *target, out);
}

// A foreign key points nowhere where any part of it is null.
bool HasNull(const Result& rows, size_t row, size_t column, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (rows.cell(row, column + i).is_null()) return true;
  }
  return false;
}

bool EncodeColumns(const FieldPlan& plan, const Result& rows, size_t row, size_t column, WireBuffer& out) {
  if (!plan.is_relation()) {
    const Cell cell = rows.cell(row, column);
    return cell.is_null() || plan.cell(plan, cell, out);
  }
  if (HasNull(rows, row, column, plan.property->column_count)) return true;
  KeyOfRow key{rows, row, column};
  return EncodeKey(plan, key, out);
}

// How many columns of a select belong to the property.
size_t ColumnsOf(const PropertyMetadata& property) { return property.formula.has_value() ? 1 : property.column_count; }

}  // namespace

EntityPlan::EntityPlan(const EntityMetadata& entity, const SlotMask& mask) : entity_(&entity) {
  for (const auto& property : entity.properties) {
    if (mask[property->index]) Add(*property, 0);
  }
}

EntityPlan::EntityPlan(const EntityMetadata& entity, const std::vector<size_t>& slots)
    : EntityPlan(entity, slots, 0, SlotMask(entity.size(), slots)) {}

EntityPlan::EntityPlan(const EntityMetadata& entity, const std::vector<size_t>& slots, size_t first_column,
                       const SlotMask& mask)
    : entity_(&entity) {
  size_t column = first_column;
  fields_.reserve(slots.size());
  for (const size_t slot : slots) {
    const size_t columns = ColumnsOf(entity.property(slot));
    if (columns > 0 && mask[slot]) Add(entity.property(slot), column);
    column += columns;
  }
}

void EntityPlan::Add(const PropertyMetadata& property, size_t column) {
  if (IsSent(property)) fields_.push_back({PlanProperty(property), column});
}

void EntityPlan::Describe(orm::v1::EntitySet* set) const {
  set->set_entity(entity_->name);
  for (const Field& field : fields_) set->add_loaded(field.plan.property->name);
}

std::vector<const PropertyMetadata*> EntityPlan::properties() const {
  std::vector<const PropertyMetadata*> properties;
  properties.reserve(fields_.size());
  for (const Field& field : fields_) properties.push_back(field.plan.property);
  return properties;
}

void EntityPlan::Encode(const Entity& entity, WireBuffer& out, std::vector<size_t>* misfits) const {
  for (const Field& field : fields_) {
    const size_t size = out.size();
    if (EncodeProperty(field.plan, entity, out)) continue;
    out.Truncate(size);
    misfits->push_back(field.plan.property->index);
  }
}

absl::Status EntityPlan::Encode(const Result& rows, size_t row, WireBuffer& out) const {
  for (const Field& field : fields_) {
    if (!EncodeColumns(field.plan, rows, row, field.column, out)) return BadCell(*field.plan.property);
  }
  return absl::OkStatus();
}

SlotMask Without(SlotMask mask, const std::vector<size_t>& slots) {
  for (const size_t slot : slots) mask.Set(slot, false);
  return mask;
}

}  // namespace ormd::wire
