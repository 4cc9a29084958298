#include "orm/generate/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {

absl::Status BadPackage(std::string_view package) {
  return MakeFieldError(Reason::kBadValue, "package",
                        StrCat("'", package, "' is no package: words of letters, digits and underscores between dots"));
}

}  // namespace ormd
