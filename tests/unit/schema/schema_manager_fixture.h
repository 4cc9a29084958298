// A fresh database, and the schema commands on it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/driver/driver.h"
#include "orm/schema/schema_manager.h"
#include "tests/support/databases.h"
#include "tests/unit/schema/schema_text.h"

namespace ormd {

inline constexpr std::string_view kBefore = R"schema(
  message A {
    option (orm.entity) = {};
    int32 id = 1 [(orm.property).primary = {}];
    string name = 2;
    optional string note = 3;
  }
  message B {
    option (orm.entity) = {};
    int32 id = 1 [(orm.property).primary = {}];
    A a = 2 [(orm.property).many_to_one = {}];
  })schema";

// Parameter: one of kDatabases.
class SchemaManagerTest : public testing::TestWithParam<const char*> {
 protected:
  SchemaManagerTest() : database_(GetParam()), driver_(MakeDriver(database_.url()).value()), connection_(Connect()) {}

  const Platform& platform() const { return database_.is_sqlite() ? SqlitePlatform() : PostgresPlatform(); }
  std::unique_ptr<Connection> Connect() { return driver_->Connect(Access::kWrite, {}).value(); }

  const Dialect& dialect() const { return DialectOf(platform()); }

  using Statements = std::vector<std::string>;
  static Statements Answer(const absl::StatusOr<std::vector<Operation>>& operations) {
    EXPECT_TRUE(operations.ok()) << operations.status();
    return operations.ok() ? StatementsOf(*operations) : Statements();
  }
  Statements Create(const Schema& schema, SchemaMode mode = SchemaMode::kRun) {
    return Answer(SchemaManager(schema, dialect()).Create(*connection_, mode, {}));
  }
  Statements Drop(const Schema& schema, SchemaMode mode = SchemaMode::kRun) {
    return Answer(SchemaManager(schema, dialect()).Drop(*connection_, mode, {}));
  }
  Statements Fresh(const Schema& schema, SchemaMode mode = SchemaMode::kRun) {
    return Answer(SchemaManager(schema, dialect()).Fresh(*connection_, mode, {}));
  }
  Statements Update(const Schema& schema, const CompareOptions& options = {}) {
    return Answer(SchemaManager(schema, dialect()).Update(*connection_, options, SchemaMode::kRun, {}));
  }
  Statements Diff(const Schema& schema, const CompareOptions& options = {}) {
    return Answer(SchemaManager(schema, dialect()).Diff(*connection_, options, {}));
  }
  absl::Status Run(const std::string& sql) { return connection_->ExecuteScript(sql, {}); }
  std::string Ask(const std::string& sql) {
    const auto result = connection_->Execute({sql, {}}, {});
    if (!result.ok()) return std::string(result.status().message());
    const Cell cell = (*result)->cell(0, 0);
    return cell.form == Cell::Form::kInt64 ? StrCat(cell.int64) : std::string(cell.text);
  }

  // The connection enforces them as it did.
  void ExpectForeignKeys() {
    if (!database_.is_sqlite()) return;
    EXPECT_EQ(Ask("PRAGMA foreign_keys"), "1");
    EXPECT_EQ(Ask("PRAGMA legacy_alter_table"), "0");
  }

  TestDatabase database_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace ormd
