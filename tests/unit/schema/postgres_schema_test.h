// A PostgreSQL database of its own for tests of its dialect.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "orm/base/strings.h"
#include "orm/driver/driver.h"
#include "orm/schema/compare.h"
#include "orm/schema/postgres/postgres_dialect.h"
#include "tests/support/databases.h"
#include "tests/unit/schema/schema_parts.h"

namespace ormd {

class PostgresSchemaTest : public testing::Test {
 protected:
  PostgresSchemaTest()
      : database_("postgresql"),
        driver_(MakeDriver(database_.url()).value()),
        connection_(driver_->Connect(Access::kWrite, {}).value()) {}

  void Run(const std::string& sql) {
    const absl::Status status = connection_->ExecuteScript(sql, {});
    ASSERT_TRUE(status.ok()) << status << "\n" << sql;
  }

  // The first column of all rows, with commas between them.
  std::string Ask(const std::string& sql) {
    const auto result = connection_->Execute({sql, {}}, {});
    if (!result.ok()) return std::string(result.status().message());
    std::vector<std::string> rows;
    for (size_t i = 0; i < (*result)->rows(); ++i) {
      const Cell cell = (*result)->cell(i, 0);
      rows.push_back(cell.is_null() ? "null" : std::string(cell.text));
    }
    return StrJoin(rows, ",");
  }

  DatabaseSchema Read() { return PostgresDialect().Read(*connection_, {}).value(); }

  Table ReadTable(const std::string& name) {
    const DatabaseSchema schema = Read();
    const Table* table = schema.FindTable({"", name});
    return table == nullptr ? Table() : *table;
  }

  DatabaseSchema Normalize(DatabaseSchema built) {
    const Dialect& dialect = PostgresDialect();
    return dialect.Normalize(dialect.Adapt(std::move(built)).value(), Read(), *connection_, {}).value();
  }

  // What separates the database from the schema.
  std::vector<Operation> Diff(const DatabaseSchema& built) {
    const DatabaseSchema before = Read();
    const DatabaseSchema after = Normalize(built);
    return PostgresDialect().Plan(Compare(before, after, {.drop_unknown = true, .safe = false, .ignore = {}})).value();
  }

  absl::Status Apply(const std::vector<Operation>& operations) {
    absl::Status status = connection_->Begin({}, {});
    for (const std::string& sql : StatementsOf(operations)) {
      if (status.ok()) status = connection_->ExecuteScript(sql, {});
      if (!status.ok() && failed_.empty()) failed_ = sql;
    }
    if (status.ok()) return connection_->Commit({});
    connection_->Rollback({}).IgnoreError();
    return status;
  }

  // Brings the database to the schema, after which nothing may differ. Answers the steps.
  std::vector<Operation> MigrateTo(const DatabaseSchema& built) {
    const std::vector<Operation> operations = Diff(built);
    const absl::Status status = Apply(operations);
    EXPECT_TRUE(status.ok()) << status << "\n" << failed_;
    EXPECT_THAT(StatementsOf(Diff(built)), testing::IsEmpty());
    return operations;
  }

  TestDatabase database_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
  std::string failed_;
};

// Parts of schemas.
inline TableColumn Column(std::string name, Type type, bool nullable = false) {
  TableColumn column;
  column.name = std::move(name);
  column.type = std::move(type);
  column.nullable = nullable;
  return column;
}

inline TableColumn WithDefault(TableColumn column, std::string sql) {
  column.default_sql = std::move(sql);
  return column;
}

inline TableColumn IdColumn() {
  TableColumn column = Column("id", {.kind = TypeKind::kBigint});
  column.identity = true;
  return column;
}

inline Table TableOf(std::string name, std::vector<TableColumn> columns) {
  Table table;
  table.name = {"", std::move(name)};
  table.columns = std::move(columns);
  table.primary_key = {table.name.name + "_pkey", {"id"}};
  return table;
}

}  // namespace ormd
