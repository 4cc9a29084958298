#include "orm/schema/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {

absl::Status UnfitDefault(const EntityMetadata& entity, std::string_view property) {
  return MakeError({Reason::kInternal,
                    StrCat("the default of ", entity.name, ".", property, " does not fit its type"),
                    {{"entity", entity.name}, {"property", std::string(property)}},
                    {}});
}

absl::Status CompositeIdentity(const Table& table, std::string_view platform) {
  return MakeError(
      {Reason::kUnsupported,
       StrCat("the table ", table.name.name, " counts a column of a composite key, which ", platform, " cannot do"),
       {},
       {}});
}

}  // namespace ormd
