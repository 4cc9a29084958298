// What the database does to rows whose referenced row goes or changes its key.
#pragma once

#include <string_view>

#include "orm/metadata/property.h"

namespace ormd {

struct ForeignKeyRules {
  ReferentialAction on_delete = ReferentialAction::kDefault;
  ReferentialAction on_update = ReferentialAction::kDefault;
};

// The relation's own rules, else those that its meaning asks for.
ForeignKeyRules RulesOf(const PropertyMetadata& relation);

// kDefault for NO ACTION, which is what databases do where nothing is said; else the action.
ReferentialAction EffectiveAction(ReferentialAction action);

// "SET NULL"; empty for kDefault.
std::string_view ActionSql(ReferentialAction action);

}  // namespace ormd
