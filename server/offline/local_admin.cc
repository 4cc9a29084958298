#include "server/offline/local_admin.h"

#include <utility>

#include "client/cpp/error.h"
#include "orm/base/error.h"
#include "orm/generate/entity_files.h"
#include "orm/metadata/loader.h"
#include "server/service/generate_messages.h"
#include "server/service/migration_messages.h"
#include "server/service/schema_comparison.h"

namespace ormd {
namespace {

using namespace orm::v1;  // NOLINT: the messages of both services

[[noreturn]] void Throw(const absl::Status& status) {
  const Error error = ErrorOf(status);
  throw client::Error(static_cast<grpc::StatusCode>(status.code()), std::string(ReasonName(error.reason)),
                      error.message, {}, {error.metadata.begin(), error.metadata.end()});
}

void ThrowIfFailed(const absl::Status& status) {
  if (!status.ok()) Throw(status);
}

template <typename T>
T ValueOrThrow(absl::StatusOr<T> value) {
  ThrowIfFailed(value.status());
  return *std::move(value);
}

std::string TextOf(const std::vector<SchemaFault>& faults) {
  std::string text;
  for (const SchemaFault& fault : faults) text += (text.empty() ? "" : "\n") + FaultText(fault);
  return text;
}

}  // namespace

const Schema& LocalAdmin::schema() {
  if (schema_ == nullptr) {
    LoadResult result = LoadSchema(options_.schema);
    if (!result.ok()) throw client::Error(grpc::StatusCode::FAILED_PRECONDITION, "BAD_SCHEMA", TextOf(result.faults));
    schema_ = std::move(result.schema);
  }
  return *schema_;
}

Driver& LocalAdmin::driver() {
  if (driver_ == nullptr) driver_ = ValueOrThrow(MakeDriver(options_.database));
  return *driver_;
}

const Dialect& LocalAdmin::dialect() {
  return DialectOf(driver().platform() == "sqlite" ? SqlitePlatform() : PostgresPlatform());
}

Connection& LocalAdmin::connection() {
  if (connection_ == nullptr) connection_ = ValueOrThrow(driver().Connect(Access::kWrite, context_));
  return *connection_;
}

Migrator LocalAdmin::creator() { return Migrator(schema(), dialect(), MigrationDirectory(options_.migrations)); }

Migrator LocalAdmin::migrator() {
  Migrator migrator = creator();
  if (options_.migrations_named) ThrowIfFailed(MigrationDirectory(options_.migrations).MustExist());
  return migrator;
}

GenerateEntitiesResponse LocalAdmin::GenerateEntities(const GenerateEntitiesRequest& request) {
  const GenerateOptions options = ValueOrThrow(FromProto(request));
  DatabaseSchema database = ValueOrThrow(dialect().Read(connection(), context_));
  dialect().TypeByValues(database, connection(), context_);
  return FilesMessage(EntityFiles(database, dialect(), options));
}

CreateMigrationResponse LocalAdmin::CreateMigration(const CreateMigrationRequest& request) {
  const Migrator migrator = creator();
  const ormd::CreateMigration options = FromProto(request);
  Connection* database = ValueOrThrow(migrator.CreatesOffline(options)) ? nullptr : &connection();
  CreateMigrationResponse response;
  ToProto(ValueOrThrow(migrator.Create(options, database, context_)), &response);
  return response;
}

void LocalAdmin::Run(Runner runner, RunMigrations options, const OnEvent& on_event) {
  options.progress = [&on_event](const MigrationProgress& progress) {
    MigrationEvent event;
    ToProto(progress, &event);
    on_event(event);
  };
  ThrowIfFailed((migrator().*runner)(connection(), options, context_).status());
}

void LocalAdmin::Up(const UpRequest& request, const OnEvent& on_event) {
  Run(&Migrator::Up, FromProto(request), on_event);
}

void LocalAdmin::Down(const DownRequest& request, const OnEvent& on_event) {
  Run(&Migrator::Down, FromProto(request), on_event);
}

void LocalAdmin::FreshMigrations(const FreshMigrationsRequest& request, const OnEvent& on_event) {
  Run(&Migrator::Fresh, FromProto(request), on_event);
}

ListMigrationsResponse LocalAdmin::ListMigrations() {
  ListMigrationsResponse response;
  for (const MigrationState& state : ValueOrThrow(migrator().List(connection(), context_))) {
    ToProto(state, response.add_migrations());
  }
  return response;
}

CheckMigrationsResponse LocalAdmin::CheckMigrations(const CheckMigrationsRequest& request) {
  Connection* database = request.snapshot() ? nullptr : &connection();
  CheckMigrationsResponse response;
  ToProto(ValueOrThrow(migrator().Check(database, FromProto(request.filter()), context_)), &response);
  return response;
}

void LocalAdmin::LogMigration(const LogMigrationRequest& request) {
  ThrowIfFailed(migrator().Log(connection(), request.name(), context_));
}

void LocalAdmin::UnlogMigration(const UnlogMigrationRequest& request) {
  ThrowIfFailed(migrator().Unlog(connection(), request.name(), context_));
}

RollUpMigrationsResponse LocalAdmin::RollUpMigrations(const RollUpMigrationsRequest& request) {
  RollUpMigrationsResponse response;
  response.set_name(ValueOrThrow(migrator().RollUp(connection(), NameOf(request), context_)));
  return response;
}

}  // namespace ormd
