// Every error of the wire shelf. `field` is the full path of what is blamed.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "orm/metadata/entity_metadata.h"

namespace ormd::wire {

// Messages.
absl::Status MessageTooDeep(std::string field, int limit);
absl::Status MalformedMessage(std::string field);
absl::Status NotUtf8(std::string field);

// Values.
absl::Status UnsetValue(std::string field);
absl::Status RepeatedName(std::string field);
absl::Status MalformedJson(std::string field);
absl::Status BadTimestamp(std::string field);
absl::Status BadDuration(std::string field);
absl::Status BadJsonNumber(std::string field);
absl::Status JsonTooDeep(std::string field, int limit);

// Requests.
absl::Status MissingField(std::string field, std::string_view what);
absl::Status KeyOrWhere();
absl::Status BadEnumField(std::string field);

// Data.
absl::Status MalformedEntity(std::string field, const EntityMetadata& entity);
absl::Status UnknownField(std::string field, const EntityMetadata& entity, uint32_t number);
absl::Status UnknownProperty(std::string field, const EntityMetadata& entity, std::string_view name);
absl::Status UnknownEnumNumber(std::string field);
absl::Status ReadOnlyProperty(std::string field, const PropertyMetadata& property);
absl::Status MalformedPath(std::string field);
absl::Status PathTooDeep(std::string field, size_t limit);
absl::Status PathThroughScalar(std::string field);
absl::Status PathToNoItem(std::string field);
absl::Status NotToOne(std::string field);
absl::Status NotToMany(std::string field);
absl::Status GivenTwice(std::string field);
absl::Status RemovesNewEntity(std::string field);
absl::Status DataTooDeep(std::string field, size_t limit);
absl::Status NoVersion(std::string field, const EntityMetadata& entity);

// Answers.
absl::Status BadCell(const PropertyMetadata& property);

}  // namespace ormd::wire
