#include "server/runtime/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {

absl::Status ServerDraining() {
  return MakeError({Reason::kServerDraining, "the server is shutting down and takes no new work", {}, {}});
}

absl::Status TooMuchInFlight() {
  return MakeError({Reason::kServerBusy,
                    "the requests that are being served take as much memory as they may",
                    {{"limit", "max_in_flight"}},
                    {}});
}

absl::Status StreamsExhausted(size_t places) {
  return MakeError({Reason::kPoolExhausted,
                    StrCat("no turn came in time; ", places,
                           " streams are being read, and no more may hold a database connection"),
                    {{"limit", StrCat(places)}},
                    {}});
}

absl::Status CannotListen(std::string_view address, std::string_view why) {
  return absl::UnavailableError(StrCat("cannot listen on ", address, ": ", why));
}

}  // namespace ormd
