#include "orm/metadata/near_name.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/ascii.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

constexpr size_t kMostEdits = 2;

// Levenshtein distance of two names, case apart.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const bool same = absl::ascii_tolower(a[i]) == absl::ascii_tolower(b[j]);
      const size_t replaced = diagonal + (same ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

bool TooFarApart(std::string_view a, std::string_view b) {
  return std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > kMostEdits;
}

}  // namespace

std::string_view NearName(std::string_view name, const std::vector<std::string_view>& candidates) {
  std::string_view nearest;
  size_t least = std::min(kMostEdits + 1, std::max<size_t>(name.size(), 1));
  for (std::string_view candidate : candidates) {
    if (TooFarApart(name, candidate)) continue;
    const size_t distance = Distance(name, candidate);
    if (distance >= least || distance >= candidate.size()) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string Proposal(std::string_view name, const std::vector<std::string_view>& candidates) {
  const std::string_view near = NearName(name, candidates);
  return near.empty() ? "" : StrCat("; did you mean '", near, "'?");
}

}  // namespace ormd
