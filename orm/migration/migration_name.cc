#include "orm/migration/migration_name.h"

#include <algorithm>
#include <cstdint>

#include "orm/base/strings.h"
#include "orm/migration/errors.h"

namespace ormd {
namespace {

constexpr size_t kTimestampSize = 14;
constexpr const char* kTimestampFormat = "%E4Y%m%d%H%M%S";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsLabelPart(char c) { return IsDigit(c) || IsLetter(c) || c == '_' || c == '-'; }

std::string After(std::string_view timestamp) {
  absl::Time time;
  if (absl::ParseTime(kTimestampFormat, ToAbsl(timestamp), &time, nullptr)) {
    return absl::FormatTime(kTimestampFormat, time + absl::Seconds(1), absl::UTCTimeZone());
  }
  // Digits that are no time count on as a number.
  return StrCat(absl::Dec(ParseInteger<uint64_t>(timestamp).value_or(0) + 1, absl::kZeroPad14));
}

std::string_view WithoutEnding(std::string_view name) {
  for (const std::string_view ending : {".up.sql", ".down.sql"}) {
    if (name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
  }
  return name;
}

}  // namespace

bool IsMigrationName(std::string_view name) {
  if (name.size() <= kTimestampSize + 1 || name[kTimestampSize] != '_') return false;
  const std::string_view label = LabelOf(name);
  return std::all_of(name.begin(), name.begin() + kTimestampSize, IsDigit) &&
         std::all_of(label.begin(), label.end(), IsLabelPart);
}

std::string_view TimestampOf(std::string_view name) { return name.substr(0, kTimestampSize); }
std::string_view LabelOf(std::string_view name) { return name.substr(kTimestampSize + 1); }

absl::StatusOr<std::string> MigrationLabel(std::string_view text) {
  const auto says_something = [](char c) { return IsDigit(c) || IsLetter(c); };
  if (std::none_of(text.begin(), text.end(), says_something)) return BadMigrationName();
  std::string label;
  for (const char c : text) {
    if (IsLabelPart(c)) {
      label += c;
    } else if (!label.ends_with('_')) {
      label += '_';
    }
  }
  return label;
}

std::string NextTimestamp(absl::Time now, std::string_view last) {
  std::string timestamp = absl::FormatTime(kTimestampFormat, now, absl::UTCTimeZone());
  return timestamp > last ? timestamp : After(last);
}

absl::StatusOr<std::string> ResolveMigration(std::string_view name, const std::vector<std::string>& names) {
  const std::string_view bare = WithoutEnding(name);
  std::vector<std::string> candidates;
  for (const std::string& candidate : names) {
    if (candidate == bare) return candidate;
    const bool meant = IsMigrationName(candidate) && (LabelOf(candidate) == bare || TimestampOf(candidate) == bare);
    if (meant) candidates.push_back(candidate);
  }
  if (candidates.empty()) return UnknownMigration(name);
  return candidates.size() == 1 ? absl::StatusOr<std::string>(candidates.front())
                                : AmbiguousMigration(name, candidates);
}

}  // namespace ormd
