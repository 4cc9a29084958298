// Entities as the text of a .proto file.
#pragma once

#include <string>
#include <vector>

#include "orm/generate/model.h"

namespace ormd {

struct ProtoFile {
  std::string package;
  std::vector<std::string> notes;  // comments before the entities
  std::vector<GeneratedEntity> entities;
};

// Fields are numbered from 1 in their order.
std::string ProtoFileText(const ProtoFile& file);

}  // namespace ormd
