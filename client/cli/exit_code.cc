#include "client/cli/exit_code.h"

namespace ormd::cli {

Json ErrorJson(const client::Error& error, const std::string& address) {
  Json json = Json::Object({{"reason", Json::String(admin::ErrorHead(error))},
                            {"message", Json::String(admin::ErrorMessage(error, address))},
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
