// Read requests, resolved against the schema.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "orm/metadata/schema.h"
#include "orm/query/find_options.h"
#include "orm/v1/query.pb.h"
#include "orm/v1/session.pb.h"

namespace ormd::wire {

// Faults of every function here name fields of the message itself: "entity", "where.customer.name", "order_by[0].path",
// "populate[1]", "fields[0]", "key", "lock_mode".

struct DecodedFind {
  const EntityMetadata* entity = nullptr;
  FindOptions options;
};
absl::StatusOr<DecodedFind> DecodeFind(const Schema& schema, const orm::v1::Find& find, const QueryLimits& limits);

struct DecodedFindOne {
  const EntityMetadata* entity = nullptr;
  // The key, where the request names one: options.where and options.limit are unset then. Otherwise options.where says
  // what to find and options.limit is 1.
  std::optional<Key> key;
  FindOptions options;
  bool allow_missing = false;
};
absl::StatusOr<DecodedFindOne> DecodeFindOne(const Schema& schema, const orm::v1::FindOne& find,
                                             const QueryLimits& limits);

struct DecodedCount {
  const EntityMetadata* entity = nullptr;
  Condition where;
};
absl::StatusOr<DecodedCount> DecodeCount(const Schema& schema, const orm::v1::Count& count, const QueryLimits& limits);

struct DecodedRefresh {
  const EntityMetadata* entity = nullptr;
  Key key;
  FindOptions options;  // refresh is set
};
absl::StatusOr<DecodedRefresh> DecodeRefresh(const Schema& schema, const orm::v1::Refresh& refresh,
                                             const QueryLimits& limits);

// The entity type that a request names in its field "entity".
absl::StatusOr<const EntityMetadata*> DecodeEntity(const Schema& schema, std::string_view name);

}  // namespace ormd::wire
