#include "server/service/generate_messages.h"

#include "orm/generate/errors.h"
#include "orm/generate/words.h"

namespace ormd {

absl::StatusOr<GenerateOptions> FromProto(const orm::v1::GenerateEntitiesRequest& request) {
  GenerateOptions options;
  if (!request.package().empty()) options.package = request.package();
  if (!IsPackage(options.package)) return BadPackage(options.package);
  options.only.assign(request.only().begin(), request.only().end());
  options.ignore.assign(request.ignore().begin(), request.ignore().end());
  return options;
}

orm::v1::GenerateEntitiesResponse FilesMessage(const std::map<std::string, std::string>& files) {
  orm::v1::GenerateEntitiesResponse response;
  for (const auto& [name, content] : files) {
    auto* file = response.add_files();
    file->set_name(name);
    file->set_content(content);
  }
  return response;
}

}  // namespace ormd
