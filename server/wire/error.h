// Errors as callers see them: google.rpc.Status with exactly one ErrorInfo of domain "orm.v1".
#pragma once

#include <google/rpc/status.pb.h>
#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace ormd::wire {

// ErrorInfo{reason, "orm.v1", metadata}; BadRequest where fields are blamed; RetryInfo where the code says that trying
// again may help (ABORTED, RESOURCE_EXHAUSTED, UNAVAILABLE). Long texts and lists are cut, so that the status fits the
// trailers of a call. An ok status gives an empty message.
google::rpc::Status ToRpcStatus(const absl::Status& status);

// The same as the status of a call: the message above is its binary details.
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace ormd::wire
