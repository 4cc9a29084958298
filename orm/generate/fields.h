// Fields of an entity: what its columns and relations become.
#pragma once

#include "orm/generate/constraint_options.h"
#include "orm/generate/enums.h"
#include "orm/generate/model.h"
#include "orm/sql/platform.h"

namespace ormd {

// What the writing of one entity's fields needs.
struct FieldContext {
  const EntityPlan& plan;
  const EntityEnums& enums;
  const Platform& platform;
  const std::map<const Table*, std::string>& messages;  // of entities by their tables
};

// A property with columns. `constraints` are those that the property says itself.
GeneratedField FieldOf(const FieldContext& context, const PropertyPlan& property,
                       const PropertyConstraints& constraints);

// A property without columns.
GeneratedField FieldOf(const InversePlan& inverse);

}  // namespace ormd
