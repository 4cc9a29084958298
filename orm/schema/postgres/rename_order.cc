#include "orm/schema/postgres/rename_order.h"

#include <algorithm>

#include "orm/base/strings.h"

namespace ormd::postgres {

std::vector<RenameStep> InOrder(std::vector<RenameStep> renames) {
  std::vector<RenameStep> steps;
  while (!renames.empty()) {
    const auto is_taken = [&](const RenameStep& step) {
      return std::any_of(renames.begin(), renames.end(),
                         [&](const RenameStep& other) { return &other != &step && other.first == step.second; });
    };
    const auto free = std::find_if_not(renames.begin(), renames.end(), is_taken);
    if (free != renames.end()) {
      steps.push_back(*free);
      renames.erase(free);
      continue;
    }
    RenameStep& broken = renames.front();
    const std::string between = StrCat("ormd_between_", steps.size());
    steps.emplace_back(broken.first, between);
    broken.first = between;
  }
  return steps;
}

}  // namespace ormd::postgres
