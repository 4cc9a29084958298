#include "orm/schema/reference_check.h"

#include "orm/base/error.h"

namespace ormd {

absl::Status ReferenceCheck::Remember(const Context& context) {
  before_.clear();
  for (const std::string& check : checks_) {
    absl::StatusOr<Found> found = Find(check, context);
    ORMD_RETURN_IF_ERROR(context.Check());
    if (connection_.broken()) return found.status();
    if (found.ok()) before_.emplace(check, *std::move(found));
  }
  return absl::OkStatus();
}

absl::StatusOr<ReferenceCheck::Counts> ReferenceCheck::Broken(const Context& context) {
  std::map<std::string, size_t> broken;
  for (const auto& [check, before] : before_) {
    ORMD_ASSIGN_OR_RETURN(const Found after, Find(check, context));
    for (const auto& [key, rows] : after) {
      const auto found = before.find(key);
      const size_t stood = found == before.end() ? 0 : found->second;
      if (rows > stood) broken[key.first] += rows - stood;
    }
  }
  return Counts(broken.begin(), broken.end());
}

absl::StatusOr<ReferenceCheck::Found> ReferenceCheck::Find(const std::string& check, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const auto rows, connection_.Execute({check, {}}, context));
  Found found;
  for (size_t row = 0; row < rows->rows(); ++row) {
    ++found[{std::string(rows->cell(row, 0).text), std::string(rows->cell(row, 2).text)}];
  }
  return found;
}

}  // namespace ormd
