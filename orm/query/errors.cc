#include "orm/query/errors.h"

#include "orm/base/error.h"
#include "orm/base/shorten.h"
#include "orm/base/strings.h"
#include "orm/metadata/near_name.h"

namespace ormd {
namespace {

constexpr size_t kLongestName = 200;

std::string Quoted(std::string_view name) { return StrCat("\"", ShortName(name), "\""); }

std::string ProposalOf(const EntityMetadata& entity, std::string_view name) {
  if (name.size() > kLongestName) return "";
  std::vector<std::string_view> names;
  names.reserve(entity.size());
  for (const auto& property : entity.properties) names.push_back(property->name);
  return Proposal(name, names);
}

absl::Status BadOperator(std::string message) { return MakeError({Reason::kBadOperator, std::move(message), {}, {}}); }

absl::Status BadValue(std::string message) { return MakeError({Reason::kBadValue, std::move(message), {}, {}}); }

absl::Status AboutProperty(Reason reason, const PropertyMetadata& property, std::string_view message) {
  return MakeError({reason,
                    StrCat(property.owner->short_name, ".", property.name, " ", message),
                    {{"entity", property.owner->name}, {"property", property.name}},
                    {}});
}

absl::Status AboutKey(const EntityMetadata& entity, std::string_view message) {
  return MakeError(
      {Reason::kBadValue, StrCat("the key of ", entity.short_name, " ", message), {{"entity", entity.name}}, {}});
}

absl::Status OverLimit(std::string_view name, size_t limit, std::string_view message) {
  return MakeError({Reason::kLimitExceeded,
                    StrCat(message, " (at most ", limit, ")"),
                    {{"limit", std::string(name)}, {"maximum", StrCat(limit)}},
                    {}});
}

}  // namespace

std::string ShortName(std::string_view name) { return Shorten(name, kLongestName); }

absl::Status UnknownProperty(const EntityMetadata& entity, std::string_view name) {
  return MakeError({Reason::kUnknownProperty,
                    StrCat(entity.short_name, " has no property ", Quoted(name), ProposalOf(entity, name)),
                    {{"entity", entity.name}, {"property", ShortName(name)}},
                    {}});
}

absl::Status UnknownOperator(std::string_view name) {
  return BadOperator(StrCat("there is no operator ", Quoted(name)));
}

absl::Status MisplacedOperator(std::string_view name) {
  return BadOperator(StrCat("the operator ", Quoted(name), " cannot stand here"));
}

absl::Status OperatorDoesNotFit(std::string_view name, const Type& type) {
  return BadOperator(StrCat("the operator ", Quoted(name), " does not fit the type ", TypeName(type)));
}

absl::Status OperatorNeedsSingleKey(std::string_view name, const EntityMetadata& target) {
  return BadOperator(StrCat("the operator ", Quoted(name), " does not fit the composite key of ", target.short_name));
}

absl::Status NotStored(const PropertyMetadata& property) {
  return AboutProperty(Reason::kBadOperator, property, "is not stored, so it cannot be searched or ordered by");
}

absl::Status NotARelation(const PropertyMetadata& property) {
  return AboutProperty(Reason::kUnknownProperty, property, "is no relation");
}

absl::Status ThroughToMany(const PropertyMetadata& property) {
  return AboutProperty(Reason::kBadOperator, property, "has many items, so no path leads over it");
}

absl::Status NotOrdered(const PropertyMetadata& property) {
  return AboutProperty(Reason::kBadOperator, property, "has a type without an order");
}

absl::Status MixedItemConditions() {
  return BadOperator("$some, $none and $every cannot stand beside other conditions on the same relation");
}

absl::Status ConditionsAreNoMap() { return BadValue("conditions are given as a map"); }

absl::Status ItemsAreNoMap(const PropertyMetadata& relation) {
  return AboutProperty(Reason::kBadValue, relation, "has many items: its conditions are given as a map");
}

absl::Status OperandIsNoList(std::string_view name) { return BadValue(StrCat("the operator ", name, " takes a list")); }

absl::Status OperandIsNoBool(std::string_view name) {
  return BadValue(StrCat("the operator ", name, " takes true or false"));
}

absl::Status OperandIsNull(std::string_view name) {
  return BadValue(StrCat("the operator ", name, " does not take null"));
}

absl::Status PatternEndsInEscape() { return BadValue("a pattern cannot end with its escape character, a backslash"); }

absl::Status GivenTwice() { return BadValue("the name stands twice in one map"); }

absl::Status KeyIsNull(const EntityMetadata& entity) { return AboutKey(entity, "cannot be null"); }

absl::Status WrongKeySize(const EntityMetadata& entity, size_t given) {
  const size_t expected = entity.key_columns.size();
  return AboutKey(entity, StrCat("has ", expected, expected == 1 ? " value" : " values", ", not ", given));
}

absl::Status NotOfTheKey(const EntityMetadata& entity) { return AboutKey(entity, "does not hold this property"); }

absl::Status KeyMisses(const EntityMetadata& entity, const PropertyMetadata& property) {
  return AboutKey(entity, StrCat("needs the property \"", property.name, "\""));
}

absl::Status NoColumn(const PropertyMetadata& property) {
  return AboutProperty(
      Reason::kBadValue, property,
      property.is_scalar() ? "is not stored, so it cannot be read" : "is read by naming it in populate");
}

absl::Status ConditionInsideJson(std::string_view name) {
  return MakeFieldError(Reason::kUnsupported, ShortName(name),
                        "conditions inside JSON are not supported; $eq compares the whole document");
}

absl::Status ConditionTooDeep(size_t limit) {
  return OverLimit("condition_depth", limit, "the condition is nested too deep");
}

absl::Status TooManyConditions(size_t limit) {
  return OverLimit("condition_nodes", limit, "there are too many conditions");
}

absl::Status PathTooLong(size_t limit) { return OverLimit("condition_depth", limit, "the path has too many steps"); }

absl::Status PopulateTooDeep(size_t limit) { return OverLimit("populate_depth", limit, "the path has too many steps"); }

absl::Status TooManyOrderTerms(size_t limit) { return OverLimit("order_terms", limit, "the order has too many terms"); }

absl::Status TooManyTables(size_t limit) {
  return OverLimit("tables", limit, "too many tables are joined or asked by subqueries");
}

absl::Status ItemsTooDeep(size_t limit) {
  return OverLimit("item_depth", limit, "conditions on items stand too deep inside one another");
}

}  // namespace ormd
