// Schema and migrations without a daemon: what a Kubernetes Job runs before the pods start.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "client/cpp/admin.h"
#include "orm/base/context.h"
#include "orm/driver/driver.h"
#include "orm/metadata/schema.h"
#include "orm/migration/migrator.h"

namespace ormd {

struct OfflineOptions {
  std::string schema;
  std::string database;
  std::string migrations;
  bool migrations_named = false;  // by whoever calls: then only CreateMigration makes it where it is missing
};

// Does itself what RemoteAdmin asks a daemon for, until `context` is over: then the statement is cancelled and its
// transaction rolled back. Loads the entities and connects when a call first needs them; used by one thread. Methods
// throw client::Error.
class LocalAdmin final : public client::Admin {
 public:
  LocalAdmin(OfflineOptions options, Context context) : options_(std::move(options)), context_(std::move(context)) {}

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
  using Runner = absl::StatusOr<std::vector<std::string>> (Migrator::*)(Connection&, const RunMigrations&,
                                                                        const Context&) const;

  const Schema& schema();
  const Dialect& dialect();
  Driver& driver();
  Connection& connection();
  // For what makes the directory of migrations, and for what needs it.
  Migrator creator();
  Migrator migrator();
  void Run(Runner runner, RunMigrations options, const OnEvent& on_event);

  const OfflineOptions options_;
  const Context context_;
  std::unique_ptr<const Schema> schema_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace ormd
