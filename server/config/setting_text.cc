#include "server/config/setting_text.h"

#include <limits>
#include <utility>

#include "orm/base/strings.h"

namespace ormd {
namespace {

constexpr size_t kKiB = 1024;
constexpr size_t kMiB = 1024 * kKiB;

size_t TakeUnit(std::string_view* text) {
  for (const auto& [name, factor] : {std::pair<std::string_view, size_t>{"KiB", kKiB}, {"MiB", kMiB}}) {
    if (!text->ends_with(name)) continue;
    text->remove_suffix(name.size());
    return factor;
  }
  return 1;
}

}  // namespace

std::optional<absl::Duration> ParseDurationText(std::string_view text) {
  absl::Duration duration;
  if (!absl::ParseDuration(ToAbsl(text), &duration)) return std::nullopt;
  if (duration < absl::ZeroDuration() || duration == absl::InfiniteDuration()) return std::nullopt;
  return duration;
}

std::optional<size_t> ParseSizeText(std::string_view text) {
  const size_t unit = TakeUnit(&text);
  const std::optional<size_t> count = ParseInteger<size_t>(text);
  if (!count.has_value() || *count > std::numeric_limits<size_t>::max() / unit) return std::nullopt;
  return *count * unit;
}

std::optional<std::string> ParseAddressText(std::string_view text) {
  constexpr std::string_view kUnix = "unix:";
  if (text.starts_with(kUnix)) return text == kUnix ? std::nullopt : std::optional<std::string>(text);
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  if (!ParseInteger<uint16_t>(text.substr(colon + 1)).has_value()) return std::nullopt;
  return std::string(text);
}

std::optional<bool> ParseBoolText(std::string_view text) {
  for (const std::string_view yes : {"true", "on", "yes", "1"}) {
    if (text == yes) return true;
  }
  for (const std::string_view no : {"false", "off", "no", "0"}) {
    if (text == no) return false;
  }
  return std::nullopt;
}

std::string SizeText(size_t bytes) {
  if (bytes != 0 && bytes % kMiB == 0) return StrCat(bytes / kMiB, "MiB");
  if (bytes != 0 && bytes % kKiB == 0) return StrCat(bytes / kKiB, "KiB");
  return StrCat(bytes);
}

}  // namespace ormd
