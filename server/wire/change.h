// Write requests to staged changes, and flush plans to replies.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "orm/metadata/schema.h"
#include "orm/unit/entity_manager.h"
#include "orm/v1/change.pb.h"

namespace ormd::wire {

// A change that is ready to be staged.
struct StagedChange {
  enum class Operation { kCreate, kAssign, kRemove };
  Operation operation = Operation::kCreate;
  const EntityMetadata* entity = nullptr;
  // kAssign, kRemove: whom.
  EntityTarget target;
  // kCreate: the name of the new entity; may be empty.
  std::string local;
  // kCreate, kAssign.
  EntityData data;
  // kAssign, kRemove: the expected version, canonical.
  std::optional<Value> version;
  // Place in the request, for errors: "changes[3]"; empty for a request that is one change.
  std::string origin;
};

// Reads into `out`, which holds nothing yet but its origin and perhaps, as a guess, an entity type. Faults stand under
// the origin: "changes[3].entity", "changes[3].key", "changes[3].version"; those of data directly at their property,
// "changes[3].email". `out` is unspecified after a fault.
absl::Status DecodeCreate(const Schema& schema, const orm::v1::Create& create, StagedChange* out);
absl::Status DecodeAssign(const Schema& schema, const orm::v1::Assign& assign, StagedChange* out);
absl::Status DecodeRemove(const Schema& schema, const orm::v1::Remove& remove, StagedChange* out);
absl::Status DecodeChange(const Schema& schema, const orm::v1::Change& change, StagedChange* out);

void EncodePlan(const std::vector<PlannedStatement>& plan, orm::v1::FlushReply* out);

}  // namespace ormd::wire
