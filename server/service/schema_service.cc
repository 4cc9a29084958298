#include "server/service/schema_service.h"

#include <string>
#include <vector>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/schema_manager.h"
#include "orm/v1/schema.pb.h"
#include "server/config/command_line.h"
#include "server/service/plain_method.h"
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

using Change = absl::StatusOr<std::vector<std::string>> (SchemaManager::*)(Connection&, SchemaMode,
                                                                           const Context&) const;

template <typename Response>
absl::StatusOr<Response> ChangeTables(const Host& host, Change change, bool dump, const Context& context) {
  ORMD_RETURN_IF_ERROR(context.Check());
  ORMD_ASSIGN_OR_RETURN(PooledConnection connection, host.environment.pool.Acquire(Access::kWrite, context));
  const SchemaManager manager(host.environment.schema, host.environment.platform);
  ORMD_ASSIGN_OR_RETURN(const std::vector<std::string> statements,
                        (manager.*change)(*connection, dump ? SchemaMode::kDump : SchemaMode::kRun, context));
  Response response;
  for (const std::string& statement : statements) response.add_statements(statement);
  return response;
}

absl::StatusOr<CreateSchemaResponse> Create(const Host& host, const CreateSchemaRequest& request,
                                            const Context& context) {
  return ChangeTables<CreateSchemaResponse>(host, &SchemaManager::Create, request.dump(), context);
}

absl::StatusOr<DropSchemaResponse> Drop(const Host& host, const DropSchemaRequest& request, const Context& context) {
  return ChangeTables<DropSchemaResponse>(host, &SchemaManager::Drop, request.dump(), context);
}

void DescribePool(const PoolStats& stats, PoolInfo* out) {
  out->set_size(stats.size);
  out->set_open(stats.open);
  out->set_in_use(stats.in_use);
  out->set_waiting(stats.waiting);
}

std::string NotReady(const Host& host) {
  if (host.tracker.draining()) return "the server is shutting down";
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
  AddUnary("Create", WorkMethod(host, Create));
  AddUnary("Drop", WorkMethod(host, Drop));
  AddUnary("GetServerInfo", QuickMethod(host, GetServerInfo));
}

}  // namespace ormd
