#include "server/service/errors.h"

#include <algorithm>

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

// Of many, the first few say enough.
constexpr size_t kNamed = 5;

std::string List(const std::vector<std::string>& texts) {
  const std::vector<std::string> named(texts.begin(), texts.begin() + std::min(texts.size(), kNamed));
  const std::string rest = texts.size() > kNamed ? StrCat(" and ", texts.size() - kNamed, " more") : "";
  return StrCat(StrJoin(named, ", "), rest);
}

}  // namespace

absl::Status RequestTooLarge() {
  return MakeError(
      {Reason::kLimitExceeded, "the request is larger than one message may be", {{"limit", "max_message"}}, {}});
}

absl::Status UnknownService() { return absl::NotFoundError("there is no such service"); }

absl::Status NotComparedYet() {
  return MakeError({Reason::kDatabaseUnavailable, "the database was not compared with the entities yet", {}, {}});
}

absl::Status SchemaLacks(const std::vector<std::string>& missing, const std::vector<std::string>& pending) {
  std::string message = "the database is behind the entities";
  const char* const steps = missing.size() == 1 ? " step: " : " steps: ";
  if (!missing.empty()) StrAppend(&message, ": it lacks ", missing.size(), steps, List(missing));
  const absl::Status status =
      MakeError({Reason::kSchemaOutOfDate, std::move(message), {{"missing", StrCat(missing.size())}}, {}});
  return WithPending(status, pending);
}

absl::Status SyncLeaves(const std::vector<std::string>& steps) {
  std::string message =
      StrCat("the database is behind the entities: sync leaves alone what may lose data: ", List(steps));
  return MakeError({Reason::kSchemaOutOfDate, std::move(message), {{"missing", StrCat(steps.size())}}, {}});
}

absl::Status WithPending(const absl::Status& status, const std::vector<std::string>& pending) {
  if (pending.empty()) return status;
  Error error = ErrorOf(status);
  StrAppend(&error.message, "; pending migrations: ", List(pending));
  error.metadata.emplace_back("pending", StrJoin(pending, ","));
  return MakeError(std::move(error));
}

}  // namespace ormd
