// Decimals at another scale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ormd {

// The number in canonical form with exactly `scale` decimals, rounded half away from zero, as PostgreSQL rounds;
// without a scale, with those that it has. nullopt where the text is no number.
std::optional<std::string> RoundDecimal(std::string_view text, std::optional<uint32_t> scale);

}  // namespace ormd
