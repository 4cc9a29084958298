#include "server/wire/change.h"

#include <utility>

#include "orm/base/error.h"
#include "server/wire/data.h"
#include "server/wire/errors.h"
#include "server/wire/find.h"
#include "server/wire/value.h"

namespace ormd::wire {
namespace {

// Puts the entity that the request names into `out`.
absl::Status ReadEntity(const Schema& schema, const std::string& name, StagedChange& out) {
  if (out.entity == nullptr || out.entity->name != name) {
    absl::StatusOr<const EntityMetadata*> entity = DecodeEntity(schema, name);
    if (!entity.ok()) return UnderField(entity.status(), out.origin);
    out.entity = *entity;
  }
  out.target.entity = out.entity;
  return absl::OkStatus();
}

absl::Status ReadData(const orm::v1::Data& data, StagedChange& out) {
  out.data.origin = out.origin;
  return DecodeData(*out.entity, data, &out.data);
}

template <typename Message>
absl::Status ReadTarget(const Message& change, StagedChange& out) {
  if (change.has_local()) {
    out.target.local = change.local();
    if (out.target.local.empty()) return MissingField(JoinField(out.origin, "local"), "the local name");
    return absl::OkStatus();
  }
  if (!change.has_key()) return MissingField(JoinField(out.origin, "key"), "the key or local name");
  absl::StatusOr<Key> key = KeyFromWire(*out.entity, change.key());
  if (!key.ok()) return UnderField(key.status(), JoinField(out.origin, "key"));
  out.target.key = *std::move(key);
  return absl::OkStatus();
}

template <typename Message>
absl::Status ReadVersion(const Message& change, StagedChange& out) {
  if (!change.has_version()) return absl::OkStatus();
  const std::string field = JoinField(out.origin, "version");
  if (out.entity->version == nullptr) return NoVersion(field, *out.entity);
  absl::StatusOr<Value> version = FromWire(change.version());
  if (version.ok()) version = Canonicalize(out.entity->version->type, *std::move(version));
  if (!version.ok()) return UnderField(version.status(), field);
  if (version->is_null()) return MissingField(field, "the version");
  out.version = *std::move(version);
  return absl::OkStatus();
}

orm::v1::PlannedStatement::Action ActionOf(FlushAction action) {
  switch (action) {
    case FlushAction::kInsert:
      return orm::v1::PlannedStatement::INSERT;
    case FlushAction::kUpdate:
      return orm::v1::PlannedStatement::UPDATE;
    case FlushAction::kDelete:
      return orm::v1::PlannedStatement::DELETE;
    case FlushAction::kExtraUpdate:
      return orm::v1::PlannedStatement::EXTRA_UPDATE;
    case FlushAction::kInsertLinks:
      return orm::v1::PlannedStatement::INSERT_LINKS;
    case FlushAction::kDeleteLinks:
      return orm::v1::PlannedStatement::DELETE_LINKS;
  }
  return orm::v1::PlannedStatement::ACTION_UNSPECIFIED;
}

}  // namespace

absl::Status DecodeCreate(const Schema& schema, const orm::v1::Create& create, StagedChange* out) {
  out->operation = StagedChange::Operation::kCreate;
  ORMD_RETURN_IF_ERROR(ReadEntity(schema, create.entity(), *out));
  out->local = create.local();
  ORMD_RETURN_IF_ERROR(ReadData(create.data(), *out));
  return absl::OkStatus();
}

absl::Status DecodeAssign(const Schema& schema, const orm::v1::Assign& assign, StagedChange* out) {
  out->operation = StagedChange::Operation::kAssign;
  ORMD_RETURN_IF_ERROR(ReadEntity(schema, assign.entity(), *out));
  ORMD_RETURN_IF_ERROR(ReadTarget(assign, *out));
  ORMD_RETURN_IF_ERROR(ReadData(assign.data(), *out));
  ORMD_RETURN_IF_ERROR(ReadVersion(assign, *out));
  return absl::OkStatus();
}

absl::Status DecodeRemove(const Schema& schema, const orm::v1::Remove& remove, StagedChange* out) {
  out->operation = StagedChange::Operation::kRemove;
  ORMD_RETURN_IF_ERROR(ReadEntity(schema, remove.entity(), *out));
  ORMD_RETURN_IF_ERROR(ReadTarget(remove, *out));
  ORMD_RETURN_IF_ERROR(ReadVersion(remove, *out));
  return absl::OkStatus();
}

absl::Status DecodeChange(const Schema& schema, const orm::v1::Change& change, StagedChange* out) {
  switch (change.change_case()) {
    case orm::v1::Change::kCreate:
      return DecodeCreate(schema, change.create(), out);
    case orm::v1::Change::kAssign:
      return DecodeAssign(schema, change.assign(), out);
    case orm::v1::Change::kRemove:
      return DecodeRemove(schema, change.remove(), out);
    case orm::v1::Change::CHANGE_NOT_SET:
      break;
  }
  return MissingField(out->origin, "the change");
}

void EncodePlan(const std::vector<PlannedStatement>& plan, orm::v1::FlushReply* out) {
  for (const PlannedStatement& statement : plan) {
    orm::v1::PlannedStatement* planned = out->add_plan();
    planned->set_action(ActionOf(statement.action));
    planned->set_entity(statement.entity);
    planned->set_rows(static_cast<uint32_t>(statement.rows));
    planned->set_sql(statement.sql);
    for (const std::string& target : statement.targets) planned->add_targets(target);
  }
}

}  // namespace ormd::wire
