#include "client/cli/seed_condition.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "client/cli/seed_columns.h"

namespace ormd::cli {
namespace {

using Kind = Restriction::Kind;

std::optional<double> NumberIn(const std::string& text) {
  double number = 0;
  return absl::SimpleAtod(text, &number) ? std::optional(number) : std::nullopt;
}

std::optional<double> NumberOf(const Json& value) {
  return value.is_number() || value.is_string() ? NumberIn(value.text) : std::nullopt;
}

// Databases compare texts by rules of their own: whether letters are small or capital proves nothing.
bool MayEqual(const Json& value, const std::string& text) {
  if (value.kind == Json::Kind::kBool) return TruthOf(text).value_or(value.boolean) == value.boolean;
  const std::optional<double> number = NumberOf(value);
  const std::optional<double> other = NumberIn(text);
  if (number && other) return *number == *other;
  return !(value.is_number() || value.is_string()) || absl::EqualsIgnoreCase(value.text, text);
}

bool IsBeyond(const Restriction& restriction, const Json& value) {
  const std::optional<double> number = NumberOf(value);
  const std::optional<double> bound = NumberIn(restriction.bound);
  if (!number || !bound || restriction.narrower) return false;
  if (*number == *bound) return restriction.exclusive;
  return (*number < *bound) == (restriction.kind == Kind::kLeast);
}

bool IsTruth(const Json& value, bool truth) {
  if (value.kind == Json::Kind::kBool) return value.boolean == truth;
  const std::optional<double> number = NumberOf(value);
  return number && (*number != 0) == truth;
}

}  // namespace

std::optional<bool> TruthOf(const std::string& text) {
  static constexpr std::array<std::array<absl::string_view, 6>, 2> kWords = {
      {{"0", "f", "false", "n", "no", "off"}, {"1", "t", "true", "y", "yes", "on"}}};
  for (const bool truth : {false, true}) {
    for (const absl::string_view word : kWords[truth]) {
      if (absl::EqualsIgnoreCase(text, word)) return truth;
    }
  }
  return std::nullopt;
}

std::vector<SeedCondition> ConditionsOf(const client::EntityType& type, std::string_view sql) {
  std::vector<SeedCondition> conditions;
  for (Restriction& restriction : ReadCheck(sql)) {
    const client::Property* property = PropertyOfColumn(type, restriction.column);
    if (property != nullptr) conditions.push_back({property, std::move(restriction)});
  }
  return conditions;
}

bool Fails(const Restriction& restriction, const Json& value) {
  if (value.is_null()) return restriction.kind != Kind::kNull;
  switch (restriction.kind) {
    case Kind::kNull:
      return true;
    case Kind::kTrue:
      return IsTruth(value, false);
    case Kind::kFalse:
      return IsTruth(value, true);
    case Kind::kLeast:
    case Kind::kMost:
      return IsBeyond(restriction, value);
    case Kind::kOneOf:
      return std::none_of(restriction.values.begin(), restriction.values.end(),
                          [&](const std::string& text) { return MayEqual(value, text); });
    case Kind::kNotNull:
    case Kind::kShortest:
    case Kind::kLongest:
      return false;
  }
  return false;
}

}  // namespace ormd::cli
