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

absl::Status LostReference(std::string_view table) {
  return MakeError({Reason::kForeignKeyViolation,
                    StrCat("the table ", table, " has rows that refer to rows that are not there"),
                    {{"table", std::string(table)}},
                    {}});
}

absl::Status UnreadableObject(std::string_view name) {
  return MakeError({Reason::kUnsupported,
                    StrCat(name, " stands in the database, but how it is defined there cannot be read"),
                    {{"table", std::string(name)}},
                    {}});
}

absl::Status SchemaLocked() {
  return MakeError({Reason::kLockNotAvailable, "somebody else is changing the database's schema", {}, {}});
}

absl::Status LockFileUnusable(std::string_view path, std::string_view why) {
  return MakeError({Reason::kLockNotAvailable, StrCat("the lock file ", path, " cannot be used: ", why), {}, {}});
}

absl::Status BadSchemaJson() { return MakeFieldError(Reason::kBadValue, "", "the document is no JSON"); }

absl::Status SchemaStepFailed(const Operation& operation, const absl::Status& status, std::string_view words) {
  Error error = ErrorOf(status);
  if (error.reason == Reason::kSchemaOutOfDate || error.reason == Reason::kInternal) {
    error.reason = Reason::kMigrationFailed;
    if (!words.empty()) error.message = words;
  }
  error.message = StrCat("cannot ", operation.summary, ": ", error.message);
  return MakeError(std::move(error));
}

}  // namespace ormd
