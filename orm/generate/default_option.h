// Defaults of columns as settings of properties.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "orm/generate/option_text.h"
#include "orm/sql/platform.h"
#include "orm/value/type.h"

namespace ormd {

// The value of an SQL default in the property's own form, where ormd would write that value with the same SQL; nullopt
// where only the SQL itself says it.
std::optional<std::string> DefaultValueOf(const Type& type, std::string_view sql, const Platform& platform);

// Adds `default` or `default_raw`.
void AddDefault(const Type& type, const std::string& sql, const Platform& platform, OptionMessage& options);

}  // namespace ormd
