// Generated entities, between ORM and API.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "orm/generate/entity_files.h"
#include "orm/v1/schema.pb.h"

namespace ormd {

// BAD_VALUE where the package is none.
absl::StatusOr<GenerateOptions> FromProto(const orm::v1::GenerateEntitiesRequest& request);

// `files`: name to text.
orm::v1::GenerateEntitiesResponse FilesMessage(const std::map<std::string, std::string>& files);

}  // namespace ormd
