#include "server/runtime/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {

absl::Status ServerDraining() {
  return MakeError({Reason::kServerDraining, "the server is shutting down and takes no new work", {}, {}});
}

absl::Status CannotListen(std::string_view address, std::string_view why) {
  return absl::UnavailableError(StrCat("cannot listen on ", address, ": ", why));
}

}  // namespace ormd
