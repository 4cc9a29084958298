#include "client/cli/exit_code.h"

namespace ormd::cli {
namespace {

std::string HeadOf(const client::Error& error) {
  return error.reason().empty() ? client::CodeName(error.code()) : error.reason();
}

std::string MessageOf(const client::Error& error, const std::string& address) {
  const bool unreachable = error.reason().empty() && error.code() == grpc::StatusCode::UNAVAILABLE;
  return unreachable ? "cannot reach ormd at " + address + ": " + error.message() : error.message();
}

}  // namespace

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
  std::string text = HeadOf(error) + ": " + MessageOf(error, address);
  const auto& violations = error.violations();
  if (!violations.empty() && !violations.front().field.empty()) text += " (" + violations.front().field + ")";
  for (size_t i = 1; i < violations.size(); ++i) {
    text += "\n  " + violations[i].description + " (" + violations[i].field + ")";
  }
  return text;
}

Json ErrorJson(const client::Error& error, const std::string& address) {
  Json json = Json::Object({{"reason", Json::String(HeadOf(error))},
                            {"message", Json::String(MessageOf(error, address))},
                            {"code", Json::String(client::CodeName(error.code()))}});
  Json violations = Json::Array();
  for (const client::Violation& violation : error.violations()) {
    violations.items.push_back(
        Json::Object({{"field", Json::String(violation.field)}, {"description", Json::String(violation.description)}}));
  }
  if (!violations.items.empty()) json.Add("violations", std::move(violations));
  Json metadata = Json::Object();
  for (const auto& [name, value] : error.metadata()) metadata.Add(name, Json::String(value));
  if (!metadata.members.empty()) json.Add("metadata", std::move(metadata));
  return json;
}

}  // namespace ormd::cli
