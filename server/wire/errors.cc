#include "server/wire/errors.h"

#include <utility>
#include <vector>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/metadata/near_name.h"

namespace ormd::wire {
namespace {

absl::Status TooDeep(std::string field, std::string_view limit_name, size_t limit) {
  return MakeFieldError(Reason::kLimitExceeded, std::move(field), StrCat("nested deeper than ", limit, " levels"),
                        {{"limit", std::string(limit_name)}});
}

std::vector<std::pair<std::string, std::string>> Facts(const PropertyMetadata& property) {
  return {{"entity", property.owner->name}, {"property", property.name}};
}

std::string ProposalFor(const EntityMetadata& entity, std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& property : entity.properties) names.push_back(property->name);
  return Proposal(name, names);
}

}  // namespace

absl::Status MessageTooDeep(std::string field, int limit) {
  return TooDeep(std::move(field), "message_depth", static_cast<size_t>(limit));
}

absl::Status MalformedMessage(std::string field) {
  return MakeFieldError(Reason::kBadRequest, std::move(field), "the bytes are not a message of the expected type");
}

absl::Status NotUtf8(std::string field) {
  return MakeFieldError(Reason::kBadRequest, std::move(field), "the text is not UTF-8");
}

absl::Status UnsetValue(std::string field) {
  return MakeFieldError(Reason::kBadValue, std::move(field), "no kind of value is set");
}

absl::Status RepeatedName(std::string field) {
  return MakeFieldError(Reason::kBadValue, std::move(field), "the name stands twice in one map");
}

absl::Status MalformedJson(std::string field) {
  return MakeFieldError(Reason::kBadValue, std::move(field), "the text is not a JSON document");
}

absl::Status BadTimestamp(std::string field) {
  return MakeFieldError(Reason::kBadValue, std::move(field), "not a timestamp of the years 1 to 9999");
}

absl::Status BadDuration(std::string field) {
  return MakeFieldError(Reason::kBadValue, std::move(field), "not a duration that fits microseconds");
}

absl::Status BadJsonNumber(std::string field) {
  return MakeFieldError(Reason::kBadValue, std::move(field), "JSON has no such number");
}

absl::Status JsonTooDeep(std::string field, int limit) {
  return TooDeep(std::move(field), "json_depth", static_cast<size_t>(limit));
}

absl::Status MissingField(std::string field, std::string_view what) {
  return MakeFieldError(Reason::kBadRequest, std::move(field), StrCat(what, " is missing"));
}

absl::Status KeyOrWhere() {
  return MakeFieldError(Reason::kBadRequest, "key", "exactly one of key and where is to be set");
}

absl::Status BadEnumField(std::string field) {
  return MakeFieldError(Reason::kBadRequest, std::move(field), "not a value of this enum");
}

absl::Status MalformedEntity(std::string field, const EntityMetadata& entity) {
  return MakeFieldError(Reason::kBadRequest, std::move(field), StrCat("the bytes are not a message of ", entity.name),
                        {{"entity", entity.name}});
}

absl::Status UnknownField(std::string field, const EntityMetadata& entity, uint32_t number) {
  return MakeFieldError(Reason::kBadValue, std::move(field), StrCat(entity.name, " has no field with number ", number),
                        {{"entity", entity.name}});
}

absl::Status UnknownProperty(std::string field, const EntityMetadata& entity, std::string_view name) {
  return MakeFieldError(Reason::kUnknownProperty, std::move(field),
                        StrCat(entity.name, " has no property '", name, "'", ProposalFor(entity, name)),
                        {{"entity", entity.name}, {"property", std::string(name)}});
}

absl::Status UnknownEnumNumber(std::string field) {
  return MakeFieldError(Reason::kBadValue, std::move(field), "the enum has no value with this number");
}

absl::Status ReadOnlyProperty(std::string field, const PropertyMetadata& property) {
  return MakeFieldError(Reason::kBadValue, std::move(field), StrCat("'", property.name, "' is read only"),
                        Facts(property));
}

absl::Status MalformedPath(std::string field) {
  return MakeFieldError(Reason::kBadRequest, std::move(field), "not a path such as items[0].product");
}

absl::Status PathTooDeep(std::string field, size_t limit) { return TooDeep(std::move(field), "data_depth", limit); }

absl::Status PathThroughScalar(std::string field) {
  return MakeFieldError(Reason::kBadRequest, std::move(field),
                        "the path goes on behind something that has no properties");
}

absl::Status PathToNoItem(std::string field) {
  return MakeFieldError(Reason::kBadRequest, std::move(field), "the path names an item that the message does not hold");
}

absl::Status NotToOne(std::string field) {
  return MakeFieldError(Reason::kBadRequest, std::move(field), "the path does not lead to a to-one relation");
}

absl::Status NotToMany(std::string field) {
  return MakeFieldError(Reason::kBadRequest, std::move(field), "the path does not lead to a to-many relation");
}

absl::Status GivenTwice(std::string field) {
  return MakeFieldError(Reason::kBadRequest, std::move(field), "the relation is given twice");
}

absl::Status RemovesNewEntity(std::string field) {
  return MakeFieldError(Reason::kBadValue, std::move(field), "what is removed is named by its key or local name alone");
}

absl::Status DataTooDeep(std::string field, size_t limit) { return TooDeep(std::move(field), "data_depth", limit); }

absl::Status NoVersion(std::string field, const EntityMetadata& entity) {
  return MakeFieldError(Reason::kBadRequest, std::move(field), StrCat(entity.name, " has no version property"),
                        {{"entity", entity.name}});
}

absl::Status BadCell(const PropertyMetadata& property) {
  return MakeError({Reason::kInternal,
                    StrCat("the database holds something else than ", TypeName(property.type), " in '",
                           property.owner->name, ".", property.name, "'"),
                    Facts(property),
                    {}});
}

}  // namespace ormd::wire
