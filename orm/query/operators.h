// The operators of conditions by name, and the types that they fit.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "orm/query/condition.h"
#include "orm/value/type.h"

namespace ormd {

inline bool IsOperatorName(std::string_view name) { return !name.empty() && name.front() == '$'; }

// "$gte" and the like; nullopt for group and item operators and for what is none.
std::optional<Operator> FindOperator(std::string_view name);
std::string_view OperatorName(Operator op);

// "$and", "$or", "$not".
bool IsGroupOperator(std::string_view name);
// "$some", "$none", "$every".
std::optional<Condition::Kind> FindItemOperator(std::string_view name);

bool IsMembership(Operator op);
bool Fits(Operator op, const Type& type);

// The operand of a comparison in canonical form. Null passes for $eq and $ne alone; an order's operand may have more
// digits or characters than the type holds.
absl::StatusOr<Value> CanonicalOperand(Operator op, const Type& type, const Value& value);

}  // namespace ormd
