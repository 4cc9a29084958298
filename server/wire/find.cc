#include "server/wire/find.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/query/table_limit.h"
#include "server/wire/errors.h"
#include "server/wire/value.h"

namespace ormd::wire {
namespace {

template <typename T>
absl::StatusOr<T> Under(std::string_view field, absl::StatusOr<T> result) {
  if (!result.ok()) return UnderField(result.status(), field);
  return result;
}

std::vector<std::string> Texts(const google::protobuf::RepeatedPtrField<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

absl::StatusOr<Nulls> DecodeNulls(orm::v1::OrderBy::Nulls nulls) {
  switch (nulls) {
    case orm::v1::OrderBy::NULLS_UNSPECIFIED:
      return Nulls::kDefault;
    case orm::v1::OrderBy::NULLS_FIRST:
      return Nulls::kFirst;
    case orm::v1::OrderBy::NULLS_LAST:
      return Nulls::kLast;
    default:
      return BadEnumField("nulls");
  }
}

absl::StatusOr<LockMode> DecodeLock(orm::v1::LockMode mode) {
  switch (mode) {
    case orm::v1::LOCK_MODE_UNSPECIFIED:
      return LockMode::kNone;
    case orm::v1::PESSIMISTIC_READ:
      return LockMode::kPessimisticRead;
    case orm::v1::PESSIMISTIC_WRITE:
      return LockMode::kPessimisticWrite;
    default:
      return BadEnumField("lock_mode");
  }
}

absl::StatusOr<std::vector<OrderTerm>> DecodeOrder(const EntityMetadata& entity,
                                                   const google::protobuf::RepeatedPtrField<orm::v1::OrderBy>& order) {
  std::vector<OrderRequest> requests;
  requests.reserve(static_cast<size_t>(order.size()));
  for (const orm::v1::OrderBy& step : order) {
    ORMD_ASSIGN_OR_RETURN(const Nulls nulls, Under(StrCat("[", requests.size(), "]"), DecodeNulls(step.nulls())));
    requests.push_back({step.path(), step.descending(), nulls});
  }
  return ParseOrder(entity, requests);
}

absl::StatusOr<Condition> DecodeWhere(const EntityMetadata& entity, const orm::v1::MapValue& where,
                                      const QueryLimits& limits) {
  ORMD_ASSIGN_OR_RETURN(const Value value, MapFromWire(where));
  return ParseWhere(entity, value, limits);
}

// What is populated is read, whether `fields` names it or not.
void AddPopulated(FindOptions& options) {
  if (options.populate.empty()) return;
  for (const PopulateNode& node : options.populate) {
    if (node.relation->is_to_one() && node.relation->has_columns()) options.fields.push_back(node.relation->index);
  }
  std::sort(options.fields.begin(), options.fields.end());
  options.fields.erase(std::unique(options.fields.begin(), options.fields.end()), options.fields.end());
}

// What Find and FindOne have in common.
template <typename Message>
absl::StatusOr<FindOptions> DecodeOptions(const EntityMetadata& entity, const Message& find,
                                          const QueryLimits& limits) {
  FindOptions options;
  ORMD_ASSIGN_OR_RETURN(options.where, Under("where", DecodeWhere(entity, find.where(), limits)));
  ORMD_ASSIGN_OR_RETURN(options.order, Under("order_by", DecodeOrder(entity, find.order_by())));
  ORMD_RETURN_IF_ERROR(CheckTables(entity, options.where, options.order));
  ORMD_ASSIGN_OR_RETURN(options.populate, Under("populate", ParsePopulate(entity, Texts(find.populate()), limits)));
  ORMD_ASSIGN_OR_RETURN(options.fields, Under("fields", ParseFields(entity, Texts(find.fields()))));
  AddPopulated(options);
  ORMD_ASSIGN_OR_RETURN(options.lock, DecodeLock(find.lock_mode()));
  options.refresh = find.refresh();
  return options;
}

}  // namespace

absl::StatusOr<const EntityMetadata*> DecodeEntity(const Schema& schema, std::string_view name) {
  if (name.empty()) return MissingField("entity", "the entity's name");
  return Under("entity", schema.Find(name));
}

absl::StatusOr<DecodedFind> DecodeFind(const Schema& schema, const orm::v1::Find& find, const QueryLimits& limits) {
  DecodedFind out;
  ORMD_ASSIGN_OR_RETURN(out.entity, DecodeEntity(schema, find.entity()));
  ORMD_ASSIGN_OR_RETURN(out.options, DecodeOptions(*out.entity, find, limits));
  if (find.has_limit()) out.options.limit = find.limit();
  out.options.offset = find.offset();
  CompleteOrder(*out.entity, out.options);
  return out;
}

absl::StatusOr<DecodedFindOne> DecodeFindOne(const Schema& schema, const orm::v1::FindOne& find,
                                             const QueryLimits& limits) {
  DecodedFindOne out;
  ORMD_ASSIGN_OR_RETURN(out.entity, DecodeEntity(schema, find.entity()));
  if (find.has_key() == find.has_where()) return KeyOrWhere();
  ORMD_ASSIGN_OR_RETURN(out.options, DecodeOptions(*out.entity, find, limits));
  if (find.has_key()) {
    ORMD_ASSIGN_OR_RETURN(out.key, Under("key", KeyFromWire(*out.entity, find.key())));
  } else {
    CompleteOrder(*out.entity, out.options);
    // Behind that: the key decides nothing here, and an order by it might keep the database from a better index.
    out.options.limit = 1;
  }
  out.allow_missing = find.allow_missing();
  return out;
}

absl::StatusOr<DecodedCount> DecodeCount(const Schema& schema, const orm::v1::Count& count, const QueryLimits& limits) {
  DecodedCount out;
  ORMD_ASSIGN_OR_RETURN(out.entity, DecodeEntity(schema, count.entity()));
  ORMD_ASSIGN_OR_RETURN(out.where, Under("where", DecodeWhere(*out.entity, count.where(), limits)));
  ORMD_RETURN_IF_ERROR(CheckTables(*out.entity, out.where, {}));
  return out;
}

absl::StatusOr<DecodedRefresh> DecodeRefresh(const Schema& schema, const orm::v1::Refresh& refresh,
                                             const QueryLimits& limits) {
  DecodedRefresh out;
  ORMD_ASSIGN_OR_RETURN(out.entity, DecodeEntity(schema, refresh.entity()));
  if (!refresh.has_key()) return MissingField("key", "the entity's key");
  ORMD_ASSIGN_OR_RETURN(out.key, Under("key", KeyFromWire(*out.entity, refresh.key())));
  ORMD_ASSIGN_OR_RETURN(out.options.populate,
                        Under("populate", ParsePopulate(*out.entity, Texts(refresh.populate()), limits)));
  out.options.fields = DefaultFields(*out.entity);
  out.options.refresh = true;
  return out;
}

}  // namespace ormd::wire
