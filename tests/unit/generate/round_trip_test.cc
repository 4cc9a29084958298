// From real databases to entities and back: nothing may differ.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "orm/base/strings.h"
#include "orm/driver/driver.h"
#include "orm/generate/entity_files.h"
#include "orm/metadata/loader.h"
#include "orm/schema/schema_manager.h"
#include "tests/support/databases.h"
#include "tests/unit/generate/database_texts.h"

namespace ormd {
namespace {

using testing::HasSubstr;
using testing::Not;

class RoundTripTest : public testing::TestWithParam<const char*> {
 protected:
  RoundTripTest()
      : database_(GetParam()),
        driver_(MakeDriver(database_.url()).value()),
        connection_(driver_->Connect(Access::kWrite, {}).value()),
        dialect_(DialectOf(database_.is_sqlite() ? SqlitePlatform() : PostgresPlatform())) {}

  void Run(std::string_view sql) {
    const absl::Status status = connection_->ExecuteScript(std::string(sql), {});
    ASSERT_TRUE(status.ok()) << status;
  }

  DatabaseSchema Read() {
    absl::StatusOr<DatabaseSchema> schema = dialect_.Read(*connection_, {});
    EXPECT_TRUE(schema.ok()) << schema.status();
    return schema.value_or(DatabaseSchema());
  }

  std::unique_ptr<Schema> Load(const std::map<std::string, std::string>& files) {
    const TempDir directory;
    for (const auto& [name, text] : files) std::ofstream(StrCat(directory.path(), "/", name)) << text;
    LoadResult result = LoadSchema(directory.path());
    for (const SchemaFault& fault : result.faults) ADD_FAILURE() << FaultText(fault);
    return std::move(result.schema);
  }

  // The entities' text, once it is shown that they ask for what stands.
  std::string Generate() {
    const DatabaseSchema standing = Read();
    const std::map<std::string, std::string> files = EntityFiles(standing, dialect_, {});
    const std::string& text = files.at("entities.proto");
    const std::unique_ptr<Schema> schema = Load(files);
    EXPECT_NE(schema, nullptr) << text;
    if (schema != nullptr) ExpectNoDifference(*schema, standing, text);
    return text;
  }

  void ExpectNoDifference(const Schema& schema, const DatabaseSchema& standing, const std::string& text) {
    absl::StatusOr<DatabaseSchema> desired = DesiredSchema(schema, dialect_);
    ASSERT_TRUE(desired.ok()) << desired.status() << "\n" << text;
    desired = dialect_.Normalize(*std::move(desired), standing, *connection_, {});
    ASSERT_TRUE(desired.ok()) << desired.status() << "\n" << text;
    const SchemaDiff diff = Compare(standing, *desired, {});
    if (diff.empty()) return;
    const absl::StatusOr<std::vector<Operation>> operations = dialect_.Plan(diff);
    ADD_FAILURE() << StrJoin(operations.ok() ? StatementsOf(*operations) : std::vector<std::string>(), ";\n") << "\n"
                  << text;
  }

  TestDatabase database_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
  const Dialect& dialect_;
};

class AnyRoundTripTest : public RoundTripTest {};

TEST_P(AnyRoundTripTest, AnEmptyDatabaseHasNoEntities) {
  const std::string text = EntityFiles(Read(), dialect_, {}).at("entities.proto");
  EXPECT_THAT(text, Not(HasSubstr("message ")));
}

TEST_P(AnyRoundTripTest, OrdinaryTables) {
  Run(kOrdinaryTables);
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("message Category {"));
  EXPECT_THAT(text, HasSubstr("repeated Category children"));
  EXPECT_THAT(text, HasSubstr("one_to_one"));
  EXPECT_THAT(text, HasSubstr("many_to_many"));
  EXPECT_THAT(text, HasSubstr("enum State {"));
}

TEST_P(AnyRoundTripTest, KeysOfSeveralColumns) {
  Run(kCompositeKeys);
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("No relation: the foreign key (tenant_id) to tenant (id)"));
}

TEST_P(AnyRoundTripTest, AwkwardNames) {
  Run(kAwkwardNames);
  Generate();
}

TEST_P(AnyRoundTripTest, Views) {
  Run(kOrdinaryTables);
  Run("CREATE VIEW cheap_product AS SELECT id, name, price FROM product WHERE price < 10;");
  EXPECT_THAT(Generate(), HasSubstr("message CheapProduct {"));
}

TEST_P(AnyRoundTripTest, WhatEntitiesMadeComesBack) {
  const std::unique_ptr<Schema> schema = Load({{"shop.proto", kShopEntities}});
  ASSERT_NE(schema, nullptr);
  const auto steps = SchemaManager(*schema, dialect_).Create(*connection_, SchemaMode::kRun, {});
  ASSERT_TRUE(steps.ok()) << steps.status();
  Generate();
}

INSTANTIATE_TEST_SUITE_P(All, AnyRoundTripTest, testing::ValuesIn(kDatabases));

class PostgresRoundTripTest : public RoundTripTest {};

TEST_P(PostgresRoundTripTest, EveryKindOfColumn) {
  Run(kPostgresColumns);
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("native_enum: \"mood\""));
  EXPECT_THAT(text, HasSubstr("primary.generated = IDENTITY"));
}

TEST_P(PostgresRoundTripTest, ConstraintsAndIndexes) {
  Run(kPostgresConstraints);
  Generate();
}

TEST_P(PostgresRoundTripTest, DatabaseSchemas) {
  Run("CREATE SCHEMA shop; CREATE SCHEMA crm; CREATE TYPE shop.state AS ENUM ('open', 'closed');"
      "CREATE TABLE shop.customer (id bigserial PRIMARY KEY, state shop.state NOT NULL DEFAULT 'open');"
      "CREATE TABLE crm.customer (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),"
      "  shop_customer_id bigint REFERENCES shop.customer ON DELETE SET NULL, state shop.state);");
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("message ShopCustomer {"));
}

INSTANTIATE_TEST_SUITE_P(All, PostgresRoundTripTest, testing::Values("postgresql"));

class SqliteRoundTripTest : public RoundTripTest {};

TEST_P(SqliteRoundTripTest, DeclaredTypes) {
  Run(kSqliteTables);
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("Artist artist ="));
  EXPECT_THAT(text, HasSubstr("many_to_many"));
}

INSTANTIATE_TEST_SUITE_P(All, SqliteRoundTripTest, testing::Values("sqlite"));

}  // namespace
}  // namespace ormd
