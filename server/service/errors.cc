#include "server/service/errors.h"

#include "orm/base/error.h"

namespace ormd {

absl::Status RequestTooLarge() {
  return MakeError(
      {Reason::kLimitExceeded, "the request is larger than one message may be", {{"limit", "max_message"}}, {}});
}

}  // namespace ormd
