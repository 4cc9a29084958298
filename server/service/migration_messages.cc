#include "server/service/migration_messages.h"

#include <google/protobuf/timestamp.pb.h>

#include "server/service/durations.h"
#include "server/service/schema_comparison.h"

namespace ormd {
namespace {

using orm::v1::Migration;
using orm::v1::MigrationEvent;

Migration::State StateOf(MigrationState::Kind kind) {
  switch (kind) {
    case MigrationState::Kind::kPending:
      return Migration::PENDING;
    case MigrationState::Kind::kExecuted:
      return Migration::EXECUTED;
    case MigrationState::Kind::kChanged:
      return Migration::CHANGED;
    case MigrationState::Kind::kMissing:
      return Migration::MISSING;
  }
  return Migration::STATE_UNSPECIFIED;
}

MigrationEvent::Kind KindOf(MigrationProgress::Event event) {
  switch (event) {
    case MigrationProgress::Event::kStarted:
      return MigrationEvent::STARTED;
    case MigrationProgress::Event::kStatement:
      return MigrationEvent::STATEMENT;
    case MigrationProgress::Event::kDone:
      return MigrationEvent::DONE;
  }
  return MigrationEvent::KIND_UNSPECIFIED;
}

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  const int64_t micros = absl::ToUnixMicros(time);
  const int64_t seconds = absl::ToUnixSeconds(time);
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>((micros - seconds * 1'000'000) * 1000));
}

// What Up and Down have in common.
template <typename Request>
RunMigrations RunOf(const Request& request) {
  RunMigrations run;
  run.to = request.to();
  run.only.assign(request.only().begin(), request.only().end());
  run.all_or_nothing = request.all_or_nothing();
  if (request.has_lock_timeout()) run.lock_timeout = FromProto(request.lock_timeout());
  return run;
}

}  // namespace

void ToProto(const MigrationState& state, Migration* out) {
  out->set_name(state.name);
  out->set_state(StateOf(state.kind));
  out->set_has_down(state.has_down);
  if (!state.executed.has_value()) return;
  SetTime(state.executed->executed_at, out->mutable_executed_at());
  ToProto(state.executed->duration, out->mutable_duration());
}

void ToProto(const MigrationProgress& progress, MigrationEvent* out) {
  out->set_kind(KindOf(progress.event));
  out->set_name(progress.name);
  out->set_down(progress.down);
  out->set_statement(progress.statement);
  out->set_statements(progress.statements);
  if (progress.event == MigrationProgress::Event::kDone) ToProto(progress.duration, out->mutable_duration());
}

void ToProto(const CreatedMigration& created, orm::v1::CreateMigrationResponse* out) {
  out->set_name(created.name);
  out->set_path(created.path);
  out->set_up(created.up);
  out->set_down(created.down);
  ToProto(created.operations, out->mutable_operations());
  out->set_logged(created.logged);
}

void ToProto(const MigrationCheck& check, orm::v1::CheckMigrationsResponse* out) {
  out->set_up_to_date(check.up_to_date());
  ToProto(check.operations, out->mutable_operations());
  out->mutable_pending()->Add(check.pending.begin(), check.pending.end());
  out->mutable_changed()->Add(check.changed.begin(), check.changed.end());
  out->mutable_missing()->Add(check.missing.begin(), check.missing.end());
}

CreateMigration FromProto(const orm::v1::CreateMigrationRequest& request) {
  CreateMigration create;
  if (!request.name().empty()) create.name = request.name();
  create.blank = request.blank();
  create.initial = request.initial();
  create.dump = request.dump();
  create.compare = FromProto(request.filter());
  return create;
}

std::string NameOf(const orm::v1::RollUpMigrationsRequest& request) {
  return request.name().empty() ? "rollup" : request.name();
}

RunMigrations FromProto(const orm::v1::UpRequest& request) { return RunOf(request); }

RunMigrations FromProto(const orm::v1::DownRequest& request) { return RunOf(request); }

RunMigrations FromProto(const orm::v1::FreshMigrationsRequest& request) {
  RunMigrations run;
  if (request.has_lock_timeout()) run.lock_timeout = FromProto(request.lock_timeout());
  return run;
}

}  // namespace ormd
