// The errors of the unit floor.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "orm/unit/entity.h"

namespace ormd::unit_error {

absl::Status EntityNotFound(const EntityMetadata& entity);
absl::Status EntityNotFound(const EntityMetadata& entity, const std::string& origin);
// The version that the caller expects is not the entity's. `field`: what gives it, or the change; may be empty.
absl::Status OptimisticLock(const Entity& entity, const std::string& field);
absl::Status NotVersioned(const EntityMetadata& entity, const std::string& origin);
absl::Status ReadonlyEntity(const EntityMetadata& entity);
absl::Status Required(const PropertyMetadata& property, const std::string& origin);
// A database that would keep null in its place.
absl::Status NoNan(const PropertyMetadata& property, const std::string& origin);
absl::Status KeyChange(const PropertyMetadata& property, const std::string& origin);
// An entity with this key stands in the session already.
absl::Status KeyTaken(const EntityMetadata& entity, const std::string& origin);
absl::Status UnknownLocal(const std::string& local, const std::string& field);
absl::Status LocalTaken(std::string_view local, const std::string& origin);
absl::Status WrongTarget(const EntityMetadata& expected, const EntityMetadata& given, const std::string& field);
// Taking an item out of a one-to-many whose other side cannot be null.
absl::Status ItemNeedsOwner(const PropertyMetadata& collection, const std::string& field);
absl::Status RemovedEntity(const EntityMetadata& entity, const std::string& origin);
// References that require each other cannot be inserted in any order.
absl::Status RequiredCycle(const EntityMetadata& entity);
absl::Status TooManyEntities(size_t limit);
absl::Status NoTransaction();
absl::Status LockNeedsTransaction();
// `field`: isolation or read_only, of which only the outermost transaction has one.
absl::Status NestedIsolation(std::string field);
absl::Status UnknownDepth(int depth);
absl::Status ReadOnlyTransaction();
absl::Status CannotPopulate(const PropertyMetadata& relation);
// Rows that an update did not meet stand again: retryable.
absl::Status RowsCameBack(const EntityMetadata& entity);
absl::Status UnexpectedRows(const EntityMetadata& entity);
// What a row holds in the property is no value of its type.
absl::Status UnreadableValue(const Entity& entity, const PropertyMetadata& property);
// What is wrong with what the database answered to changes that stand: COMMIT_UNKNOWN, so that nobody makes them again.
absl::Status CommittedAllTheSame(const absl::Status& fault);

}  // namespace ormd::unit_error
