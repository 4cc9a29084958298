// The words of a schema's JSON document.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "orm/schema/database_schema.h"

namespace ormd {

inline constexpr int kSchemaJsonVersion = 1;

// Names of an enum's values in their order; the first one, which is default, has none.
template <typename Enum, size_t kSize>
struct EnumNames {
  std::array<std::string_view, kSize> names;

  std::string Name(Enum value) const { return std::string(names[static_cast<size_t>(value)]); }
  // nullopt where there is none.
  std::optional<Enum> Value(std::string_view name) const {
    for (size_t i = 0; i < kSize; ++i) {
      if (names[i] == name) return static_cast<Enum>(i);
    }
    return std::nullopt;
  }
};

inline constexpr EnumNames<ReferentialAction, 6> kActionNames = {
    {"", "cascade", "set null", "set default", "restrict", "no action"}};
inline constexpr EnumNames<Deferrable, 3> kDeferrableNames = {{"", "initially immediate", "initially deferred"}};

}  // namespace ormd
