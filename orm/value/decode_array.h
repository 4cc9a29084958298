// Arrays as the databases keep them in text.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "orm/value/type.h"

namespace ormd {

// PostgreSQL's array literal: {1,"b c",NULL,{...}}; bounds before it ("[0:1]={...}") are skipped.
absl::StatusOr<Value> DecodeArrayLiteral(const Type& type, std::string_view text);
// A JSON array, as ormd stores it in SQLite.
absl::StatusOr<Value> DecodeJsonArray(const Type& type, std::string_view text);

}  // namespace ormd
