// Conditions as text that tests compare.
#pragma once

#include <string>

#include "orm/query/condition.h"

namespace ormd {

// "(age $gte 18 and not name $eq null)", "orders some (total $gt 9.99)", "user.country $eq DE".
std::string ConditionText(const Condition& condition);

// "customer.name"; "key" for the key of an entity.
std::string PathText(const PropertyPath& path);

}  // namespace ormd
