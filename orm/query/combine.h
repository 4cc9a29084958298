// Builds conditions out of conditions, in their simplest form.
#pragma once

#include <vector>

#include "orm/query/condition.h"

namespace ormd {

// True where there are none.
Condition AllOf(std::vector<Condition> children);
// False where there are none.
Condition AnyOf(std::vector<Condition> children);
Condition Negation(Condition child);

Condition Comparison(PropertyPath path, Operator op, std::vector<Key> operands);

// One of `keys`, or null where `or_null`; with `among` false: none of them, and not null where `or_null`.
Condition InCondition(PropertyPath path, bool among, std::vector<Key> keys, bool or_null);

}  // namespace ormd
