// Generated entities, between ORM and API.
#pragma once

#include <map>
#include <string>

#include "orm/generate/entity_files.h"
#include "orm/v1/schema.pb.h"

namespace ormd {

GenerateOptions FromProto(const orm::v1::GenerateEntitiesRequest& request);

// `files`: name to text.
orm::v1::GenerateEntitiesResponse FilesMessage(const std::map<std::string, std::string>& files);

}  // namespace ormd
