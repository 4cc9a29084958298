#include "server/service/admission.h"

#include <optional>
#include <utility>

#include "orm/base/error.h"
#include "server/runtime/errors.h"

namespace ormd {

absl::StatusOr<Admission> Admit(const Host& host, const ServerCall& call, const Context& context) {
  Admission admission;
  ORMD_ASSIGN_OR_RETURN(admission.ticket_, host.tracker.Enter(context.cancellation));
  std::optional<ByteBudget::Share> share = host.in_flight.Take(call.request().Length());
  if (!share.has_value()) return TooMuchInFlight();
  admission.share_ = *std::move(share);
  return admission;
}

}  // namespace ormd
