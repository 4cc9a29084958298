#include "server/service/migrations_service.h"

#include <vector>

#include "orm/base/error.h"
#include "orm/migration/migrator.h"
#include "orm/v1/migrations.pb.h"
#include "server/service/event_stream.h"
#include "server/service/migration_messages.h"
#include "server/service/plain_method.h"
#include "server/service/schema_comparison.h"
#include "server/service/schema_connection.h"

namespace ormd {
namespace {

using namespace orm::v1;  // NOLINT: the messages of this service

Migrator MigratorOf(const Host& host) {
  return Migrator(host.environment.schema, DialectOf(host.environment.platform),
                  MigrationDirectory(host.settings.migrations));
}

absl::StatusOr<PooledConnection> Connect(const Host& host, const Context& context) {
  absl::Duration timeout = RunMigrations().lock_timeout;
  return AcquireForSchema(host.environment.pool, timeout, context);
}

absl::StatusOr<CreateMigrationResponse> CreateWith(const Host& host, const CreateMigrationRequest& request,
                                                   Connection* connection, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const CreatedMigration created,
                        MigratorOf(host).Create(FromProto(request), connection, context));
  CreateMigrationResponse response;
  ToProto(created, &response);
  return response;
}

absl::StatusOr<CreateMigrationResponse> Create(const Host& host, const CreateMigrationRequest& request,
                                               const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const bool offline, MigratorOf(host).CreatesOffline(FromProto(request)));
  if (offline) return CreateWith(host, request, nullptr, context);
  ORMD_ASSIGN_OR_RETURN(const PooledConnection connection, Connect(host, context));
  return CreateWith(host, request, &*connection, context);
}

absl::StatusOr<std::vector<MigrationState>> ReadStates(const Host& host, const Context& context) {
  ORMD_RETURN_IF_ERROR(context.Check());
  ORMD_ASSIGN_OR_RETURN(const PooledConnection connection, host.environment.pool.Acquire(Access::kRead, context));
  return MigratorOf(host).List(*connection, context);
}

absl::StatusOr<ListMigrationsResponse> ListAll(const Host& host, const ListMigrationsRequest&, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const std::vector<MigrationState> states, ReadStates(host, context));
  ListMigrationsResponse response;
  for (const MigrationState& state : states) ToProto(state, response.add_migrations());
  return response;
}

absl::StatusOr<PendingMigrationsResponse> ListPending(const Host& host, const PendingMigrationsRequest&,
                                                      const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const std::vector<MigrationState> states, ReadStates(host, context));
  PendingMigrationsResponse response;
  for (const MigrationState& state : states) {
    if (state.kind == MigrationState::Kind::kPending) ToProto(state, response.add_migrations());
  }
  return response;
}

absl::StatusOr<CheckMigrationsResponse> CheckWith(const Host& host, const CheckMigrationsRequest& request,
                                                  Connection* connection, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const MigrationCheck check,
                        MigratorOf(host).Check(connection, FromProto(request.filter()), context));
  CheckMigrationsResponse response;
  ToProto(check, &response);
  return response;
}

absl::StatusOr<CheckMigrationsResponse> Check(const Host& host, const CheckMigrationsRequest& request,
                                              const Context& context) {
  if (request.snapshot()) return CheckWith(host, request, nullptr, context);
  ORMD_ASSIGN_OR_RETURN(const PooledConnection connection, Connect(host, context));
  return CheckWith(host, request, &*connection, context);
}

absl::StatusOr<LogMigrationResponse> LogOne(const Host& host, const LogMigrationRequest& request,
                                            const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const PooledConnection connection, Connect(host, context));
  ORMD_RETURN_IF_ERROR(MigratorOf(host).Log(*connection, request.name(), context));
  host.gate.Reset();
  return LogMigrationResponse();
}

absl::StatusOr<UnlogMigrationResponse> Unlog(const Host& host, const UnlogMigrationRequest& request,
                                             const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const PooledConnection connection, Connect(host, context));
  ORMD_RETURN_IF_ERROR(MigratorOf(host).Unlog(*connection, request.name(), context));
  host.gate.Reset();
  return UnlogMigrationResponse();
}

absl::StatusOr<RollUpMigrationsResponse> RollUp(const Host& host, const RollUpMigrationsRequest& request,
                                                const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const PooledConnection connection, Connect(host, context));
  ORMD_ASSIGN_OR_RETURN(std::string made, MigratorOf(host).RollUp(*connection, NameOf(request), context));
  RollUpMigrationsResponse response;
  response.set_name(std::move(made));
  return response;
}

using Runner = absl::StatusOr<std::vector<std::string>> (Migrator::*)(Connection&, const RunMigrations&,
                                                                      const Context&) const;

// Up, Down and Fresh: a message for each thing that the runner tells.
template <typename Request>
EventTask RunTask(const Host& host, Runner run) {
  return [&host, run](ServerCall& call, const Context& context, const SendEvent& send) -> absl::Status {
    Request request;
    ORMD_RETURN_IF_ERROR(ParseRequest(host, call, &request));
    RunMigrations options = FromProto(request);
    ORMD_ASSIGN_OR_RETURN(PooledConnection connection,
                          AcquireForSchema(host.environment.pool, options.lock_timeout, context));
    options.progress = [&send](const MigrationProgress& progress) {
      MigrationEvent event;
      ToProto(progress, &event);
      send(event);
    };
    const absl::Status status = (MigratorOf(host).*run)(*connection, options, context).status();
    // Scripts may leave settings, roles and temporary tables behind.
    connection.Discard();
    // Those before one that failed stand.
    host.gate.Reset();
    return status;
  };
}

}  // namespace

MigrationsService::MigrationsService(const Host& host) : RawService("orm.v1.Migrations") {
  AddUnary("Create", UnboundMethod(host, Create));
  AddServerStream("Up", EventStreamMethod(host, RunTask<UpRequest>(host, &Migrator::Up)));
  AddServerStream("Down", EventStreamMethod(host, RunTask<DownRequest>(host, &Migrator::Down)));
  AddServerStream("Fresh", EventStreamMethod(host, RunTask<FreshMigrationsRequest>(host, &Migrator::Fresh)));
  AddUnary("List", UnboundMethod(host, ListAll));
  AddUnary("Pending", UnboundMethod(host, ListPending));
  AddUnary("Check", UnboundMethod(host, Check));
  AddUnary("Log", UnboundMethod(host, LogOne));
  AddUnary("Unlog", UnboundMethod(host, Unlog));
  AddUnary("RollUp", UnboundMethod(host, RollUp));
}

}  // namespace ormd
