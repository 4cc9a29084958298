// What is done to the database of the entities: its schema and its migrations.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <optional>

#include "client/cpp/unary.h"
#include "orm/v1/migrations.grpc.pb.h"
#include "orm/v1/schema.grpc.pb.h"

namespace ormd::client {

// Methods throw Error. Each has the meaning of the call of the same name in orm.v1.Schema and orm.v1.Migrations.
class Admin {
 public:
  using OnEvent = std::function<void(const orm::v1::MigrationEvent&)>;

  virtual ~Admin() = default;

  virtual orm::v1::GenerateEntitiesResponse GenerateEntities(const orm::v1::GenerateEntitiesRequest& request) = 0;

  virtual orm::v1::CreateMigrationResponse CreateMigration(const orm::v1::CreateMigrationRequest& request) = 0;
  virtual void Up(const orm::v1::UpRequest& request, const OnEvent& on_event) = 0;
  virtual void Down(const orm::v1::DownRequest& request, const OnEvent& on_event) = 0;
  virtual void FreshMigrations(const orm::v1::FreshMigrationsRequest& request, const OnEvent& on_event) = 0;
  virtual orm::v1::ListMigrationsResponse ListMigrations() = 0;
  virtual orm::v1::CheckMigrationsResponse CheckMigrations(const orm::v1::CheckMigrationsRequest& request) = 0;
  virtual void LogMigration(const orm::v1::LogMigrationRequest& request) = 0;
  virtual void UnlogMigration(const orm::v1::UnlogMigrationRequest& request) = 0;
  virtual orm::v1::RollUpMigrationsResponse RollUpMigrations(const orm::v1::RollUpMigrationsRequest& request) = 0;
};

// Through a daemon. Thread safe. Calls have no deadline unless `timeout` gives them one: they take as long as the
// database does.
class RemoteAdmin final : public Admin {
 public:
  RemoteAdmin(const std::shared_ptr<grpc::Channel>& channel, std::optional<Timeout> timeout);

  orm::v1::CreateSchemaResponse CreateSchema(const orm::v1::CreateSchemaRequest& request);
  orm::v1::UpdateSchemaResponse UpdateSchema(const orm::v1::UpdateSchemaRequest& request);
  orm::v1::DiffSchemaResponse DiffSchema(const orm::v1::DiffSchemaRequest& request);
  orm::v1::DropSchemaResponse DropSchema(const orm::v1::DropSchemaRequest& request);
  orm::v1::FreshSchemaResponse FreshSchema(const orm::v1::FreshSchemaRequest& request);
  orm::v1::GenerateEntitiesResponse GenerateEntities(const orm::v1::GenerateEntitiesRequest& request) override;

  orm::v1::CreateMigrationResponse CreateMigration(const orm::v1::CreateMigrationRequest& request) override;
  void Up(const orm::v1::UpRequest& request, const OnEvent& on_event) override;
  void Down(const orm::v1::DownRequest& request, const OnEvent& on_event) override;
  void FreshMigrations(const orm::v1::FreshMigrationsRequest& request, const OnEvent& on_event) override;
  orm::v1::ListMigrationsResponse ListMigrations() override;
  orm::v1::CheckMigrationsResponse CheckMigrations(const orm::v1::CheckMigrationsRequest& request) override;
  void LogMigration(const orm::v1::LogMigrationRequest& request) override;
  void UnlogMigration(const orm::v1::UnlogMigrationRequest& request) override;
  orm::v1::RollUpMigrationsResponse RollUpMigrations(const orm::v1::RollUpMigrationsRequest& request) override;

 private:
  void SetDeadline(grpc::ClientContext& context) const;
  template <typename Stub, typename Request, typename Response>
  Response Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                const Request& request) const;
  using Reader = std::unique_ptr<grpc::ClientReader<orm::v1::MigrationEvent>>;
  template <typename Request>
  void Stream(Reader (orm::v1::Migrations::Stub::*method)(grpc::ClientContext*, const Request&), const Request& request,
              const OnEvent& on_event) const;

  const std::unique_ptr<orm::v1::Schema::Stub> schema_;
  const std::unique_ptr<orm::v1::Migrations::Stub> migrations_;
  const std::optional<Timeout> timeout_;
};

}  // namespace ormd::client
