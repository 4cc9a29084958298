#include "client/cpp/error.h"

#include <array>
#include <utility>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace ormd::client {
namespace {

constexpr std::array<const char*, 17> kCodeNames = {
    "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
    "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
    "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED"};

std::string TextOf(const std::string& head, const std::string& message, const std::vector<Violation>& violations) {
  std::string text = head + ": " + message;
  if (!violations.empty() && !violations.front().field.empty()) text += " (" + violations.front().field + ")";
  return text;
}

}  // namespace

std::string CodeName(grpc::StatusCode code) {
  const auto index = static_cast<size_t>(code);
  return index < kCodeNames.size() ? kCodeNames[index] : "UNKNOWN";
}

Error::Error(grpc::StatusCode code, std::string reason, std::string message, std::vector<Violation> violations,
             std::map<std::string, std::string> metadata)
    : code_(code),
      reason_(std::move(reason)),
      message_(std::move(message)),
      violations_(std::move(violations)),
      metadata_(std::move(metadata)),
      text_(TextOf(reason_.empty() ? CodeName(code_) : reason_, message_, violations_)) {}

Error ErrorOf(const google::rpc::Status& status) {
  std::string reason;
  std::map<std::string, std::string> metadata;
  std::vector<Violation> violations;
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    if (detail.UnpackTo(&info)) {
      reason = info.reason();
      metadata.insert(info.metadata().begin(), info.metadata().end());
    } else if (detail.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) {
        violations.push_back({violation.field(), violation.description()});
      }
    }
  }
  return Error(static_cast<grpc::StatusCode>(status.code()), std::move(reason), status.message(), std::move(violations),
               std::move(metadata));
}

Error ErrorOf(const grpc::Status& status) {
  google::rpc::Status details;
  if (!status.error_details().empty() && details.ParseFromString(status.error_details())) {
    details.set_code(status.error_code());
    details.set_message(status.error_message());
    return ErrorOf(details);
  }
  return Error(status.error_code(), "", status.error_message());
}

void ThrowIfFailed(const grpc::Status& status) {
  if (!status.ok()) throw ErrorOf(status);
}

}  // namespace ormd::client
