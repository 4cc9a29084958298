// Migrations, between ORM and API.
#pragma once

#include <string>

#include "orm/migration/migrator.h"
#include "orm/v1/migrations.pb.h"

namespace ormd {

void ToProto(const MigrationState& state, orm::v1::Migration* out);
void ToProto(const MigrationProgress& progress, orm::v1::MigrationEvent* out);
void ToProto(const CreatedMigration& created, orm::v1::CreateMigrationResponse* out);
void ToProto(const MigrationCheck& check, orm::v1::CheckMigrationsResponse* out);

CreateMigration FromProto(const orm::v1::CreateMigrationRequest& request);
RunMigrations FromProto(const orm::v1::UpRequest& request);
RunMigrations FromProto(const orm::v1::DownRequest& request);
RunMigrations FromProto(const orm::v1::FreshMigrationsRequest& request);
// The name of what is rolled up.
std::string NameOf(const orm::v1::RollUpMigrationsRequest& request);

}  // namespace ormd
