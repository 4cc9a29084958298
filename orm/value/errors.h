// The errors of this floor. Messages name types, never values.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "orm/value/type.h"

namespace ormd {

// BAD_VALUE: a value that came from outside and does not fit.
absl::Status WrongKind(const Type& type, std::string_view kind_name);
absl::Status MalformedValue(const Type& type);
absl::Status OutOfRange(const Type& type);
absl::Status TooManyDigits(const Type& type);
absl::Status TextTooLong(const Type& type);
absl::Status TextWithNul(const Type& type);
absl::Status TextNotUtf8(const Type& type);
absl::Status UnknownLabel(const Type& type);

// INTERNAL: a field of a database row that the type cannot hold.
absl::Status UnreadableCell(const Type& type);

}  // namespace ormd
