#include "orm/schema/foreign_key_rules.h"

#include "orm/metadata/entity_metadata.h"

namespace ormd {
namespace {

using Action = ReferentialAction;

Action DeleteByMeaning(const PropertyMetadata& relation) {
  if (relation.primary) return Action::kCascade;
  return relation.nullable ? Action::kSetNull : Action::kDefault;
}

Action UpdateByMeaning(const PropertyMetadata& relation) {
  const bool composite = relation.target->key_columns.size() > 1;
  return relation.primary || composite ? Action::kCascade : Action::kDefault;
}

}  // namespace

ForeignKeyRules RulesOf(const PropertyMetadata& relation) {
  ForeignKeyRules rules{relation.delete_rule, relation.update_rule};
  if (rules.on_delete == Action::kDefault) rules.on_delete = DeleteByMeaning(relation);
  if (rules.on_update == Action::kDefault) rules.on_update = UpdateByMeaning(relation);
  return rules;
}

ReferentialAction EffectiveAction(ReferentialAction action) {
  return action == ReferentialAction::kNoAction ? ReferentialAction::kDefault : action;
}

std::string_view ActionSql(ReferentialAction action) {
  switch (action) {
    case Action::kDefault:
      break;
    case Action::kCascade:
      return "CASCADE";
    case Action::kSetNull:
      return "SET NULL";
    case Action::kSetDefault:
      return "SET DEFAULT";
    case Action::kRestrict:
      return "RESTRICT";
    case Action::kNoAction:
      return "NO ACTION";
  }
  return "";
}

}  // namespace ormd
