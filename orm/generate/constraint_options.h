// Uniques, indexes, checks and foreign keys as settings of entities and properties.
#pragma once

#include <map>
#include <string>

#include "orm/generate/enums.h"
#include "orm/generate/model.h"

namespace ormd {

// What a property says itself.
struct PropertyConstraints {
  bool unique = false;
  bool index = false;
  bool no_index = false;  // of a relation
  std::string check;      // empty: none
};

struct EntityConstraints {
  std::map<const PropertyPlan*, PropertyConstraints> properties;
  // indexes, uniques, checks, foreign_keys
  std::vector<std::pair<std::string, OptionMessage>> settings;
};

// Of a table. Where a constraint has the name that ormd would give it, its property says it.
EntityConstraints ConstraintsOf(const EntityPlan& plan, const EntityEnums& enums);

// The word of a rule in options; empty for kDefault.
std::string RuleWord(ReferentialAction action);
// Adds `defer` where the constraint is not checked at once.
void AddDefer(Deferrable deferrable, OptionMessage& options);

}  // namespace ormd
