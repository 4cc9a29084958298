// Whether rows can meet the condition of a partial index.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/cli/json.h"
#include "client/cli/seed_check.h"
#include "client/cpp/model.h"

namespace ormd::cli {

struct SeedCondition {
  const client::Property* property = nullptr;
  Restriction restriction;
};

// The truth value that a text means, in letters of any case; nullopt: none.
std::optional<bool> TruthOf(const std::string& text);

// What the condition asks of single properties; the rest of it counts as met.
std::vector<SeedCondition> ConditionsOf(const client::EntityType& type, std::string_view sql);

// Whether a value of the property surely does not do for it. Null where the row has none.
bool Fails(const Restriction& restriction, const Json& value);

}  // namespace ormd::cli
