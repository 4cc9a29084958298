#include "orm/schema/reference_check.h"

#include "absl/strings/ascii.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"

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

absl::StatusOr<ReferenceCheck::Counts> ReferenceCheck::Broken(const FormerNames& former_names, const Context& context) {
  const auto former = [&](const std::string& table) {
    const auto found = former_names.find(table);
    return found == former_names.end() ? table : found->second;
  };
  std::map<std::string, size_t> broken;
  std::map<std::string, Found> now;
  for (const auto& [check, before] : before_) {
    ORMD_ASSIGN_OR_RETURN(const Found after, Find(check, context));
    for (const auto& [key, rows] : after) {
      const auto found = before.find({former(key.first), former(key.second)});
      const size_t stood = found == before.end() ? 0 : found->second.count;
      if (rows.count > stood) broken[rows.table] += rows.count - stood;
    }
    now.emplace(check, after);
  }
  if (broken.empty()) before_ = std::move(now);
  return Counts(broken.begin(), broken.end());
}

absl::StatusOr<ReferenceCheck::Found> ReferenceCheck::Find(const std::string& check, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const auto rows, connection_.Execute({check, {}}, context));
  Found found;
  for (size_t row = 0; row < rows->rows(); ++row) {
    const std::string_view table = rows->cell(row, 0).text;
    Rows& counted =
        found[{absl::AsciiStrToLower(ToAbsl(table)), absl::AsciiStrToLower(ToAbsl(rows->cell(row, 2).text))}];
    counted.table = table;
    ++counted.count;
  }
  return found;
}

}  // namespace ormd
