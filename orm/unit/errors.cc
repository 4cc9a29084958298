#include "orm/unit/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd::unit_error {
namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;

Facts About(const EntityMetadata& entity) { return {{"entity", entity.name}}; }

Facts About(const PropertyMetadata& property) {
  return {{"entity", property.owner->name}, {"property", property.name}};
}

absl::Status Plain(Reason reason, std::string message, Facts facts = {}) {
  return MakeError({reason, std::move(message), std::move(facts), {}});
}

absl::Status AtOrigin(Reason reason, const std::string& origin, std::string message, Facts facts) {
  if (origin.empty()) return Plain(reason, std::move(message), std::move(facts));
  return MakeFieldError(reason, origin, std::move(message), std::move(facts));
}

}  // namespace

absl::Status EntityNotFound(const EntityMetadata& entity) { return EntityNotFound(entity, ""); }

absl::Status EntityNotFound(const EntityMetadata& entity, const std::string& origin) {
  return AtOrigin(Reason::kEntityNotFound, origin, StrCat(entity.short_name, " not found"), About(entity));
}

absl::Status OptimisticLock(const Entity& entity, const std::string& field) {
  const EntityMetadata& metadata = entity.metadata();
  Facts facts = About(metadata);
  facts.emplace_back("key", KeyText(entity.key()));
  return AtOrigin(Reason::kOptimisticLock, field,
                  StrCat("the version of ", metadata.short_name, " is not the expected one"), std::move(facts));
}

absl::Status NotVersioned(const EntityMetadata& entity, const std::string& origin) {
  return MakeFieldError(Reason::kBadRequest, JoinField(origin, "version"),
                        StrCat(entity.short_name, " has no version property"), About(entity));
}

absl::Status ReadonlyEntity(const EntityMetadata& entity) {
  return Plain(Reason::kReadOnly, StrCat(entity.short_name, " is read-only"), About(entity));
}

absl::Status Required(const PropertyMetadata& property, const std::string& origin) {
  return MakeFieldError(Reason::kRequired, JoinField(origin, property.name),
                        StrCat("a value for ", property.owner->short_name, ".", property.name, " is required"),
                        About(property));
}

absl::Status NoNan(const PropertyMetadata& property, const std::string& origin) {
  return MakeFieldError(Reason::kBadValue, JoinField(origin, property.name), "SQLite has no NaN", About(property));
}

absl::Status KeyChange(const PropertyMetadata& property, const std::string& origin) {
  return MakeFieldError(Reason::kBadValue, JoinField(origin, property.name), "the key of an entity cannot be changed",
                        About(property));
}

absl::Status KeyTaken(const EntityMetadata& entity, const std::string& origin) {
  return AtOrigin(Reason::kUniqueViolation, origin,
                  StrCat("another ", entity.short_name, " with this key is part of the unit of work"), About(entity));
}

absl::Status UnknownLocal(const std::string& local, const std::string& field) {
  return MakeFieldError(Reason::kBadValue, field, StrCat("no change has the local name \"", local, "\""));
}

absl::Status LocalTaken(std::string_view local, const std::string& origin) {
  return MakeFieldError(Reason::kBadValue, JoinField(origin, "local"),
                        StrCat("the local name \"", local, "\" is given twice"));
}

absl::Status WrongTarget(const EntityMetadata& expected, const EntityMetadata& given, const std::string& field) {
  return MakeFieldError(Reason::kBadValue, field, StrCat("expected ", expected.short_name, ", not ", given.short_name),
                        About(expected));
}

absl::Status ItemNeedsOwner(const PropertyMetadata& collection, const std::string& field) {
  return MakeFieldError(
      Reason::kBadValue, field,
      StrCat("an item cannot leave ", collection.name, " because ", collection.target->short_name, ".",
             collection.mapped_by->name,
             " cannot be null: make it nullable, set orphan_removal on the collection, or remove the item"),
      About(collection));
}

absl::Status RemovedEntity(const EntityMetadata& entity, const std::string& origin) {
  return AtOrigin(Reason::kEntityNotFound, origin, StrCat(entity.short_name, " is to be removed"), About(entity));
}

absl::Status RequiredCycle(const EntityMetadata& entity) {
  return Plain(Reason::kBadValue,
               StrCat("new entities of ", entity.short_name, " require each other; make one of the relations nullable"),
               About(entity));
}

absl::Status TooManyEntities(size_t limit) {
  return Plain(Reason::kLimitExceeded,
               StrCat("the session holds more than ", limit, " entities: clear it, page, or stream"),
               {{"limit", "max_entities"}});
}

absl::Status NoTransaction() { return Plain(Reason::kNoTransaction, "no transaction is open"); }

absl::Status LockNeedsTransaction() { return Plain(Reason::kNoTransaction, "a pessimistic lock needs a transaction"); }

absl::Status NestedIsolation(std::string field) {
  return MakeFieldError(Reason::kBadRequest, std::move(field),
                        "a nested transaction takes neither an isolation level nor read_only");
}

absl::Status UnknownDepth(int depth) {
  return Plain(Reason::kNoTransaction, StrCat("no transaction of depth ", depth, " is open"));
}

absl::Status ReadOnlyTransaction() { return Plain(Reason::kReadOnly, "the transaction is read-only"); }

absl::Status CannotPopulate(const PropertyMetadata& relation) {
  return Plain(Reason::kUnsupported, StrCat(relation.name, " cannot be populated"), About(relation));
}

absl::Status RowsCameBack(const EntityMetadata& entity) {
  return Plain(Reason::kSerializationFailure,
               StrCat("rows of ", entity.short_name, " have come and gone during the flush: try again"), About(entity));
}

absl::Status UnexpectedRows(const EntityMetadata& entity) {
  return Plain(Reason::kInternal, StrCat("the database answered another number of rows than was written"),
               About(entity));
}

absl::Status UnreadableValue(const Entity& entity, const PropertyMetadata& property) {
  Facts facts = About(property);
  facts.emplace_back("key", KeyText(entity.key()));
  return Plain(Reason::kInternal,
               StrCat("the database holds something else than ", TypeName(property.type), " in '", property.owner->name,
                      ".", property.name, "'"),
               std::move(facts));
}

absl::Status CommittedAllTheSame(const absl::Status& fault) {
  Error error = ErrorOf(fault);
  error.reason = Reason::kCommitUnknown;
  error.message = StrCat("the transaction was committed, but ", error.message);
  error.violations.clear();
  return MakeError(std::move(error));
}

}  // namespace ormd::unit_error
