// Messages of the query floor. A fault stands at the place that the caller puts it under (UnderField).
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "orm/metadata/entity_metadata.h"

namespace ormd {

// A name of the request as messages and field paths can bear it: long ones are cut.
std::string ShortName(std::string_view name);

// UNKNOWN_PROPERTY; proposes a near name.
absl::Status UnknownProperty(const EntityMetadata& entity, std::string_view name);

// BAD_OPERATOR.
absl::Status UnknownOperator(std::string_view name);
absl::Status MisplacedOperator(std::string_view name);
absl::Status OperatorDoesNotFit(std::string_view name, const Type& type);
absl::Status OperatorNeedsSingleKey(std::string_view name, const EntityMetadata& target);
absl::Status NotStored(const PropertyMetadata& property);
absl::Status NotARelation(const PropertyMetadata& property);
absl::Status ThroughToMany(const PropertyMetadata& property);
absl::Status NotOrdered(const PropertyMetadata& property);
absl::Status MixedItemConditions();

// BAD_VALUE.
absl::Status ConditionsAreNoMap();
absl::Status ItemsAreNoMap(const PropertyMetadata& relation);
absl::Status OperandIsNoList(std::string_view name);
absl::Status OperandIsNoBool(std::string_view name);
absl::Status OperandIsNull(std::string_view name);
absl::Status PatternEndsInEscape();
absl::Status GivenTwice();
absl::Status KeyIsNull(const EntityMetadata& entity);
absl::Status WrongKeySize(const EntityMetadata& entity, size_t given);
absl::Status NotOfTheKey(const EntityMetadata& entity);
absl::Status KeyMisses(const EntityMetadata& entity, const PropertyMetadata& property);
absl::Status NoColumn(const PropertyMetadata& property);

// UNSUPPORTED, at the name inside the document.
absl::Status ConditionInsideJson(std::string_view name);

// LIMIT_EXCEEDED; metadata names the limit.
absl::Status ConditionTooDeep(size_t limit);
absl::Status TooManyConditions(size_t limit);
absl::Status PathTooLong(size_t limit);
absl::Status PopulateTooDeep(size_t limit);
absl::Status TooManyOrderTerms(size_t limit);
absl::Status TooManyTables(size_t limit);
absl::Status ItemsTooDeep(size_t limit);

}  // namespace ormd
