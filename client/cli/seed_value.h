// Plausible values for properties.
#pragma once

#include "client/cli/json.h"
#include "client/cli/seed_random.h"
#include "client/cli/seed_rules.h"

namespace ormd::cli {

// By the rule, and by what the property's name says ("email", "city", "price"). `wide`: as many different values as the
// rule allows, for what must be unique.
Json SeedValue(const client::Property& property, const SeedRule& rule, bool wide, SeedRandom& random);

}  // namespace ormd::cli
