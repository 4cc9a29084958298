#include "orm/metadata/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {

absl::Status UnknownEntity(std::string_view name, std::string_view proposal) {
  return MakeError(
      {Reason::kUnknownEntity, StrCat("unknown entity '", name, "'", proposal), {{"entity", std::string(name)}}, {}});
}

absl::Status AmbiguousEntity(std::string_view name, const std::vector<std::string>& full_names) {
  return MakeError({Reason::kUnknownEntity,
                    StrCat("several entities are called '", name, "': ", StrJoin(full_names, ", ")),
                    {{"entity", std::string(name)}},
                    {}});
}

}  // namespace ormd
