#include "client/cpp/admin.h"

#include "client/cpp/error.h"

namespace ormd::client {

using namespace orm::v1;  // NOLINT: the messages of both services

RemoteAdmin::RemoteAdmin(const std::shared_ptr<grpc::Channel>& channel, std::optional<Timeout> timeout)
    : schema_(Schema::NewStub(channel)), migrations_(Migrations::NewStub(channel)), timeout_(timeout) {}

void RemoteAdmin::SetDeadline(grpc::ClientContext& context) const {
  if (timeout_.has_value()) context.set_deadline(std::chrono::system_clock::now() + *timeout_);
}

template <typename Stub, typename Request, typename Response>
Response RemoteAdmin::Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                           const Request& request) const {
  grpc::ClientContext context;
  SetDeadline(context);
  Response response;
  ThrowIfFailed((stub.*method)(&context, request, &response));
  return response;
}

template <typename Request>
void RemoteAdmin::Stream(Reader (Migrations::Stub::*method)(grpc::ClientContext*, const Request&),
                         const Request& request, const OnEvent& on_event) const {
  grpc::ClientContext context;
  SetDeadline(context);
  const Reader reader = ((*migrations_).*method)(&context, request);
  MigrationEvent event;
  while (reader->Read(&event)) on_event(event);
  ThrowIfFailed(reader->Finish());
}

CreateSchemaResponse RemoteAdmin::CreateSchema(const CreateSchemaRequest& request) {
  return Call(*schema_, &Schema::Stub::Create, request);
}

UpdateSchemaResponse RemoteAdmin::UpdateSchema(const UpdateSchemaRequest& request) {
  return Call(*schema_, &Schema::Stub::Update, request);
}

DiffSchemaResponse RemoteAdmin::DiffSchema(const DiffSchemaRequest& request) {
  return Call(*schema_, &Schema::Stub::Diff, request);
}

DropSchemaResponse RemoteAdmin::DropSchema(const DropSchemaRequest& request) {
  return Call(*schema_, &Schema::Stub::Drop, request);
}

FreshSchemaResponse RemoteAdmin::FreshSchema(const FreshSchemaRequest& request) {
  return Call(*schema_, &Schema::Stub::Fresh, request);
}

GenerateEntitiesResponse RemoteAdmin::GenerateEntities(const GenerateEntitiesRequest& request) {
  return Call(*schema_, &Schema::Stub::GenerateEntities, request);
}

CreateMigrationResponse RemoteAdmin::CreateMigration(const CreateMigrationRequest& request) {
  return Call(*migrations_, &Migrations::Stub::Create, request);
}

void RemoteAdmin::Up(const UpRequest& request, const OnEvent& on_event) {
  Stream(&Migrations::Stub::Up, request, on_event);
}

void RemoteAdmin::Down(const DownRequest& request, const OnEvent& on_event) {
  Stream(&Migrations::Stub::Down, request, on_event);
}

void RemoteAdmin::FreshMigrations(const FreshMigrationsRequest& request, const OnEvent& on_event) {
  Stream(&Migrations::Stub::Fresh, request, on_event);
}

ListMigrationsResponse RemoteAdmin::ListMigrations() {
  return Call(*migrations_, &Migrations::Stub::List, ListMigrationsRequest());
}

CheckMigrationsResponse RemoteAdmin::CheckMigrations(const CheckMigrationsRequest& request) {
  return Call(*migrations_, &Migrations::Stub::Check, request);
}

void RemoteAdmin::LogMigration(const LogMigrationRequest& request) {
  Call(*migrations_, &Migrations::Stub::Log, request);
}

void RemoteAdmin::UnlogMigration(const UnlogMigrationRequest& request) {
  Call(*migrations_, &Migrations::Stub::Unlog, request);
}

RollUpMigrationsResponse RemoteAdmin::RollUpMigrations(const RollUpMigrationsRequest& request) {
  return Call(*migrations_, &Migrations::Stub::RollUp, request);
}

}  // namespace ormd::client
