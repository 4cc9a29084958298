// A database file with what the tests of SQLite's schema do to it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orm/base/strings.h"
#include "orm/driver/driver.h"
#include "orm/schema/compare.h"
#include "orm/schema/sqlite/sqlite_dialect.h"
#include "tests/support/databases.h"

namespace ormd {

class SqliteSchemaTest : public testing::Test {
 protected:
  SqliteSchemaTest()
      : database_("sqlite"),
        driver_(MakeDriver(database_.url()).value()),
        connection_(driver_->Connect(Access::kWrite, {}).value()) {}

  void Run(const std::string& sql) {
    const absl::Status status = connection_->ExecuteScript(sql, {});
    EXPECT_TRUE(status.ok()) << status << "\n" << sql;
  }

  // All rows, cells joined by "|", rows by "\n"; the error where there is one.
  std::string Ask(const std::string& sql) {
    const auto result = connection_->Execute({sql, {}}, {});
    if (!result.ok()) return result.status().ToString();
    std::vector<std::string> rows;
    for (size_t row = 0; row < (*result)->rows(); ++row) {
      std::vector<std::string> cells;
      for (size_t i = 0; i < (*result)->columns(); ++i) cells.push_back(TextOf((*result)->cell(row, i)));
      rows.push_back(StrJoin(cells, "|"));
    }
    return StrJoin(rows, "\n");
  }

  DatabaseSchema Read() {
    absl::StatusOr<DatabaseSchema> schema = SqliteDialect().Read(*connection_, {});
    EXPECT_TRUE(schema.ok()) << schema.status();
    return schema.value_or(DatabaseSchema());
  }

  // The one table of this name.
  Table ReadTable(const std::string& name) {
    const DatabaseSchema schema = Read();
    const Table* table = schema.FindTable({"", name});
    EXPECT_NE(table, nullptr) << name;
    return table == nullptr ? Table() : *table;
  }

  static DatabaseSchema Adapt(DatabaseSchema built) {
    absl::StatusOr<DatabaseSchema> adapted = SqliteDialect().Adapt(std::move(built));
    EXPECT_TRUE(adapted.ok()) << adapted.status();
    return adapted.value_or(DatabaseSchema());
  }

  // The steps from what stands to what is wanted.
  std::vector<Operation> Plan(const DatabaseSchema& wanted, const CompareOptions& options = {true, false, {}}) {
    const DatabaseSchema standing = Read();
    const DatabaseSchema aligned = SqliteDialect().Normalize(wanted, standing, *connection_, {}).value();
    const absl::StatusOr<std::vector<Operation>> plan = SqliteDialect().Plan(Compare(standing, aligned, options));
    EXPECT_TRUE(plan.ok()) << plan.status();
    return plan.value_or(std::vector<Operation>());
  }

  // Takes them, as SchemaManager and Migrator do. Answers their titles.
  std::vector<std::string> Take(const std::vector<Operation>& plan) {
    const ScriptGuards guards = SqliteDialect().script_guards();
    for (const std::string& sql : guards.before) Run(sql);
    EXPECT_TRUE(connection_->Begin({}, {}).ok());
    const std::unique_ptr<ScriptRunner> script = SqliteDialect().NewScript(*connection_);
    std::vector<std::string> titles;
    for (const Operation& operation : plan) {
      titles.push_back(operation.summary);
      for (const std::string& sql : operation.statements) {
        EXPECT_EQ(sql.find('\n'), std::string::npos) << sql;
        const absl::Status status = script->Run(sql, {});
        EXPECT_TRUE(status.ok()) << status << connection_->last_words() << "\n" << sql;
      }
    }
    for (const std::string& sql : guards.checks) EXPECT_EQ(Ask(sql), "");
    EXPECT_TRUE(connection_->Commit({}).ok());
    for (const std::string& sql : guards.after) Run(sql);
    return titles;
  }

  // Does all that is wanted, after which nothing is left to do.
  std::vector<std::string> Migrate(const DatabaseSchema& wanted, const CompareOptions& options = {true, false, {}}) {
    std::vector<std::string> titles = Take(Plan(wanted, options));
    std::string left;
    for (const Operation& operation : Plan(wanted, options)) StrAppend(&left, operation.summary, "\n");
    EXPECT_EQ(left, "") << Ask("SELECT sql FROM sqlite_schema");
    return titles;
  }

  static std::string TextOf(const Cell& cell) {
    if (cell.form == Cell::Form::kInt64) return StrCat(cell.int64);
    if (cell.form == Cell::Form::kDouble) return StrCat(cell.number);
    return cell.is_null() ? "NULL" : std::string(cell.text);
  }

  TestDatabase database_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
};

// Pieces of schemas.

inline TableColumn MakeColumn(std::string name, std::string_view type, bool nullable = false) {
  TableColumn column;
  column.name = std::move(name);
  column.type = ParseTypeName(type).value();
  column.nullable = nullable;
  return column;
}

inline TableColumn MakeColumn(std::string name, std::string_view type, bool nullable, std::string default_sql) {
  TableColumn column = MakeColumn(std::move(name), type, nullable);
  column.default_sql = std::move(default_sql);
  return column;
}

inline TableColumn MakeIdentity(std::string name) {
  TableColumn column = MakeColumn(std::move(name), "bigint");
  column.identity = true;
  return column;
}

inline TableColumn MakeEnum(std::string name, std::vector<std::string> labels, bool nullable = false) {
  TableColumn column = MakeColumn(std::move(name), "enum", nullable);
  column.type.labels = std::move(labels);
  return column;
}

// Its first column is the key.
inline Table MakeTable(std::string name, std::vector<TableColumn> columns) {
  Table table;
  table.name.name = std::move(name);
  table.primary_key.columns = {columns.front().name};
  table.columns = std::move(columns);
  return table;
}

inline ForeignKey MakeKey(std::string name, std::string column, std::string target,
                          ReferentialAction on_delete = ReferentialAction::kDefault) {
  ForeignKey key;
  key.name = std::move(name);
  key.columns = {std::move(column)};
  key.target.name = std::move(target);
  key.target_columns = {"id"};
  key.on_delete = on_delete;
  return key;
}

inline View MakeView(std::string name, std::string definition) {
  View view;
  view.name.name = std::move(name);
  view.definition = std::move(definition);
  return view;
}

}  // namespace ormd
