#include "client/admin/exit_code.h"

namespace ormd::admin {

std::string ErrorHead(const client::Error& error) {
  return error.reason().empty() ? client::CodeName(error.code()) : error.reason();
}

std::string ErrorMessage(const client::Error& error, const std::string& address) {
  const bool unreachable = error.reason().empty() && error.code() == grpc::StatusCode::UNAVAILABLE;
  return unreachable ? "cannot reach ormd at " + address + ": " + error.message() : error.message();
}

ExitCode ExitCodeOf(const client::Error& error) {
  switch (error.code()) {
    case grpc::StatusCode::OK:
      return kOk;
    case grpc::StatusCode::NOT_FOUND:
      return kNotFound;
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::PERMISSION_DENIED:
      return kAuth;
    case grpc::StatusCode::UNAVAILABLE:
      return kUnavailable;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      // Without a reason it is gRPC's own limit of a message, which trying again does not help.
      return error.reason().empty() ? kFailed : kUnavailable;
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::ABORTED:
      return kConflict;
    default:
      return kFailed;
  }
}

std::string ErrorText(const client::Error& error, const std::string& address) {
  std::string text = ErrorHead(error) + ": " + ErrorMessage(error, address);
  const auto& violations = error.violations();
  if (!violations.empty() && !violations.front().field.empty()) text += " (" + violations.front().field + ")";
  for (size_t i = 1; i < violations.size(); ++i) {
    text += "\n  " + violations[i].description + " (" + violations[i].field + ")";
  }
  return text;
}

}  // namespace ormd::admin
