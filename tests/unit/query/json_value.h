// JSON as conditions in tests are written.
#pragma once

#include <string_view>

#include "orm/value/value.h"

namespace ormd {

// Objects become maps, whole numbers int64. The text must be JSON.
Value JsonValue(std::string_view json);

}  // namespace ormd
