// What conditions mean, in the three-valued logic of SQL, over rows in memory.
#pragma once

#include <string_view>

#include "tests/unit/query/query_world.h"

namespace ormd {

enum class Truth { kFalse, kUnknown, kTrue };

class WhereModel {
 public:
  explicit WhereModel(const QueryWorld& world) : world_(world) {}

  // Conditions as a request gives them, that are well formed.
  Truth Matches(const WorldPlace& place, const Value& conditions) const;

 private:
  Truth Entry(const WorldPlace& place, std::string_view name, const Value& value) const;
  Truth OnScalar(const Type& type, const Value& held, const Value& condition) const;
  Truth ScalarOperator(const Type& type, const Value& held, std::string_view name, const Value& operand) const;
  Truth OnToOne(const WorldPlace& place, const PropertyMetadata& relation, const Value& condition) const;
  Truth ToOneEntry(const WorldPlace& place, const PropertyMetadata& relation, std::string_view name,
                   const Value& value) const;
  Truth OnToMany(const WorldPlace& place, const PropertyMetadata& relation, const Value& condition) const;
  Truth OnItems(const WorldPlace& place, const PropertyMetadata& relation, std::string_view name,
                const Value& condition) const;

  const QueryWorld& world_;
};

// Order of two canonical values of the type that are not null.
int CompareHeld(const Type& type, const Value& a, const Value& b);

}  // namespace ormd
