#include "orm/value/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

absl::Status BadValue(std::string message) { return MakeError({Reason::kBadValue, std::move(message), {}, {}}); }

}  // namespace

absl::Status WrongKind(const Type& type, std::string_view kind_name) {
  return BadValue(StrCat("a value of kind ", kind_name, " cannot be used as ", TypeName(type)));
}

absl::Status MalformedValue(const Type& type) { return BadValue(StrCat("not a valid ", TypeName(type))); }

absl::Status OutOfRange(const Type& type) { return BadValue(StrCat("out of the range of ", TypeName(type))); }

absl::Status TooManyDigits(const Type& type) { return BadValue(StrCat("more digits than ", TypeName(type), " holds")); }

absl::Status TextTooLong(const Type& type) { return BadValue(StrCat("longer than ", TypeName(type), " holds")); }

absl::Status TextWithNul(const Type& type) {
  return BadValue(StrCat("a value of type ", TypeName(type), " cannot hold the character NUL"));
}

absl::Status TextNotUtf8(const Type& type) {
  return BadValue(StrCat("a value of type ", TypeName(type), " must be valid UTF-8"));
}

absl::Status UnknownLabel(const Type& type) {
  return BadValue(StrCat("not one of the values ", StrJoin(type.labels, ", ")));
}

absl::Status UnreadableCell(const Type& type) {
  return MakeError(
      {Reason::kInternal, StrCat("the database holds a value that cannot be read as ", TypeName(type)), {}, {}});
}

}  // namespace ormd
