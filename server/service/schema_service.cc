#include "server/service/schema_service.h"

#include <string>
#include <utility>
#include <vector>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/generate/entity_files.h"
#include "orm/schema/schema_manager.h"
#include "orm/v1/schema.pb.h"
#include "server/config/command_line.h"
#include "server/service/generate_messages.h"
#include "server/service/plain_method.h"
#include "server/service/schema_comparison.h"
#include "server/service/schema_connection.h"
#include "server/service/schema_messages.h"
#include "server/wire/find.h"

namespace ormd {
namespace {

using namespace orm::v1;  // NOLINT: the messages of this service

absl::StatusOr<ListEntitiesResponse> ListEntities(const Host& host, const ListEntitiesRequest&) {
  ListEntitiesResponse response;
  for (const auto& entity : host.environment.schema.entities()) DescribeEntity(*entity, response.add_entities());
  return response;
}

absl::StatusOr<GetEntityResponse> GetEntity(const Host& host, const GetEntityRequest& request) {
  ORMD_ASSIGN_OR_RETURN(const EntityMetadata* entity, wire::DecodeEntity(host.environment.schema, request.entity()));
  GetEntityResponse response;
  DescribeEntity(*entity, response.mutable_entity());
  return response;
}

absl::StatusOr<GetDescriptorsResponse> GetDescriptors(const Host& host, const GetDescriptorsRequest&) {
  GetDescriptorsResponse response;
  DescribeFiles(host.environment.schema, response.mutable_files());
  return response;
}

SchemaMode ModeOf(bool dump) { return dump ? SchemaMode::kDump : SchemaMode::kRun; }

// Who changes the schema waits as long as for its lock, who only looks as long as anybody.
absl::StatusOr<PooledConnection> Connect(const Host& host, SchemaMode mode, const Context& context) {
  Pool& pool = host.environment.pool;
  if (mode == SchemaMode::kDump) return pool.Acquire(Access::kWrite, context);
  absl::Duration patience = absl::InfiniteDuration();
  return AcquireForSchema(pool, patience, context);
}

// Connects, and works with a manager of the schema.
template <typename Work>
auto WithManager(const Host& host, SchemaMode mode, const Context& context, Work work)
    -> decltype(work(std::declval<const SchemaManager&>(), std::declval<Connection&>())) {
  ORMD_ASSIGN_OR_RETURN(const PooledConnection connection, Connect(host, mode, context));
  return work(SchemaManager(host.environment.schema, DialectOf(host.environment.platform)), *connection);
}

bool MayStand(const absl::Status& status) { return status.ok() || ReasonOf(status) == Reason::kCommitUnknown; }

// The answer of what may have changed the database; calls are let through then, until it is compared again.
template <typename Response>
absl::StatusOr<Response> Changed(const Host& host, SchemaMode mode,
                                 const absl::StatusOr<std::vector<Operation>>& operations) {
  if (mode == SchemaMode::kRun && MayStand(operations.status())) host.gate.Reset();
  if (!operations.ok()) return operations.status();
  Response response;
  ToProto(*operations, response.mutable_operations());
  if constexpr (requires { response.add_statements(); }) {
    for (const std::string& statement : StatementsOf(*operations)) response.add_statements(statement);
  }
  return response;
}

absl::StatusOr<CreateSchemaResponse> Create(const Host& host, const CreateSchemaRequest& request,
                                            const Context& context) {
  return Changed<CreateSchemaResponse>(
      host, ModeOf(request.dump()),
      WithManager(host, ModeOf(request.dump()), context, [&](const SchemaManager& manager, Connection& connection) {
        return manager.Create(connection, ModeOf(request.dump()), context);
      }));
}

absl::StatusOr<UpdateSchemaResponse> Update(const Host& host, const UpdateSchemaRequest& request,
                                            const Context& context) {
  return Changed<UpdateSchemaResponse>(
      host, ModeOf(request.dump()),
      WithManager(host, ModeOf(request.dump()), context, [&](const SchemaManager& manager, Connection& connection) {
        return manager.Update(connection, FromProto(request.filter()), ModeOf(request.dump()), context);
      }));
}

absl::StatusOr<DiffSchemaResponse> Diff(const Host& host, const DiffSchemaRequest& request, const Context& context) {
  const auto compare = [&](const SchemaManager& manager,
                           Connection& connection) -> absl::StatusOr<DiffSchemaResponse> {
    ORMD_ASSIGN_OR_RETURN(const std::vector<Operation> operations,
                          manager.Diff(connection, FromProto(request.filter()), context));
    ORMD_ASSIGN_OR_RETURN(const std::vector<std::string> obstacles, manager.Obstacles(connection, context));
    DiffSchemaResponse response;
    ToProto(operations, response.mutable_operations());
    response.mutable_obstacles()->Add(obstacles.begin(), obstacles.end());
    return response;
  };
  return WithManager(host, SchemaMode::kDump, context, compare);
}

absl::StatusOr<DropSchemaResponse> Drop(const Host& host, const DropSchemaRequest& request, const Context& context) {
  return Changed<DropSchemaResponse>(
      host, ModeOf(request.dump()),
      WithManager(host, ModeOf(request.dump()), context, [&](const SchemaManager& manager, Connection& connection) {
        return manager.Drop(connection, ModeOf(request.dump()), context);
      }));
}

absl::StatusOr<FreshSchemaResponse> Fresh(const Host& host, const FreshSchemaRequest& request, const Context& context) {
  return Changed<FreshSchemaResponse>(
      host, ModeOf(request.dump()),
      WithManager(host, ModeOf(request.dump()), context, [&](const SchemaManager& manager, Connection& connection) {
        return manager.Fresh(connection, ModeOf(request.dump()), context);
      }));
}

absl::StatusOr<GenerateEntitiesResponse> GenerateEntities(const Host& host, const GenerateEntitiesRequest& request,
                                                          const Context& context) {
  ORMD_RETURN_IF_ERROR(context.Check());
  ORMD_ASSIGN_OR_RETURN(const GenerateOptions options, FromProto(request));
  ORMD_ASSIGN_OR_RETURN(const PooledConnection connection, host.environment.pool.Acquire(Access::kRead, context));
  const Dialect& dialect = DialectOf(host.environment.platform);
  ORMD_ASSIGN_OR_RETURN(DatabaseSchema database, dialect.Read(*connection, context));
  dialect.TypeByValues(database, *connection, context);
  return FilesMessage(EntityFiles(database, dialect, options));
}

void DescribePool(const PoolStats& stats, PoolInfo* out) {
  out->set_size(stats.size);
  out->set_open(stats.open);
  out->set_in_use(stats.in_use);
  out->set_waiting(stats.waiting);
}

std::string NotReady(const Host& host) {
  if (host.health.draining()) return "the server is shutting down";
  const absl::Status status = host.database.status();
  return status.ok() ? "" : StrCat(ReasonName(ReasonOf(status)), ": ", FromAbsl(status.message()));
}

absl::StatusOr<GetServerInfoResponse> GetServerInfo(const Host& host, const GetServerInfoRequest&) {
  const Driver& driver = host.environment.pool.driver();
  GetServerInfoResponse response;
  response.set_version(std::string(Version()));
  response.set_database_kind(std::string(driver.platform()));
  response.set_database_version(host.database.version());
  response.set_database_url(driver.location());
  response.set_not_ready(NotReady(host));
  response.set_entities(host.environment.schema.entities().size());
  DescribePool(host.environment.pool.stats(), response.mutable_pool());
  response.set_sessions(host.sessions.size());
  response.set_instance(host.sessions.options().instance);
  return response;
}

}  // namespace

SchemaService::SchemaService(const Host& host) : RawService("orm.v1.Schema") {
  AddUnary("ListEntities", QuickMethod(host, ListEntities));
  AddUnary("GetEntity", QuickMethod(host, GetEntity));
  AddUnary("GetDescriptors", QuickMethod(host, GetDescriptors));
  AddUnary("Create", UnboundMethod(host, Create));
  AddUnary("Update", UnboundMethod(host, Update));
  AddUnary("Diff", UnboundMethod(host, Diff));
  AddUnary("Drop", UnboundMethod(host, Drop));
  AddUnary("Fresh", UnboundMethod(host, Fresh));
  AddUnary("GenerateEntities", WorkMethod(host, GenerateEntities));
  AddUnary("GetServerInfo", QuickMethod(host, GetServerInfo));
}

}  // namespace ormd
