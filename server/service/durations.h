// Lengths of time from and to the API.
#pragma once

#include <google/protobuf/duration.pb.h>

#include "absl/time/time.h"

namespace ormd {

// Values out of the message's own range are cut by absl::Duration, never undefined.
absl::Duration FromProto(const google::protobuf::Duration& duration);
void ToProto(absl::Duration duration, google::protobuf::Duration* out);

}  // namespace ormd
