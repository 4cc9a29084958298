// How a set of entities is written: the fields of one shape, from entities or from rows.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "orm/driver/connection.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/unit/entity.h"
#include "orm/v1/graph.pb.h"
#include "server/wire/field_plan.h"

namespace ormd::wire {

// Whether values of the property leave the daemon. Keys do always: a graph is stitched by them.
inline bool IsSent(const PropertyMetadata& property) { return !property.hidden || property.primary; }

// Immutable; the metadata must outlive it. A property that cannot be sent is left out of any shape.
class EntityPlan {
 public:
  // By slot: wanted ones.
  EntityPlan(const EntityMetadata& entity, const SlotMask& mask);
  // Slots in the order of a row's columns.
  EntityPlan(const EntityMetadata& entity, const std::vector<size_t>& slots);
  // Those of them that are wanted, by slot; the columns begin at `first_column` of a row.
  EntityPlan(const EntityMetadata& entity, const std::vector<size_t>& slots, size_t first_column, const SlotMask& mask);

  // The name of the type and of the properties.
  void Describe(orm::v1::EntitySet* set) const;
  // The sent properties, in order.
  std::vector<const PropertyMetadata*> properties() const;

  // Appends the entity's fields. A relation whose target has no key yet is an empty message. What does not fit its
  // field (such as a list that another program wrote where a Struct is expected) is left out; its slots go to
  // `misfits`.
  void Encode(const Entity& entity, WireBuffer& out, std::vector<size_t>* misfits) const;
  // Appends the fields of one row. INTERNAL where a cell does not fit.
  absl::Status Encode(const Result& rows, size_t row, WireBuffer& out) const;

 private:
  struct Field {
    FieldPlan plan;
    size_t column;  // the first one in a row
  };

  void Add(const PropertyMetadata& property, size_t column);

  const EntityMetadata* entity_;
  std::vector<Field> fields_;
};

// A slot is wanted and not one of these.
SlotMask Without(SlotMask mask, const std::vector<size_t>& slots);

}  // namespace ormd::wire
