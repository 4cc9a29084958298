// A database, a directory of migrations, and a migrator for them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/driver/driver.h"
#include "orm/metadata/loader.h"
#include "orm/migration/migrator.h"
#include "orm/schema/schema_json.h"
#include "tests/support/databases.h"
#include "tests/support/temp_dir.h"

namespace ormd {

inline std::unique_ptr<Schema> EntitiesOf(std::string_view messages) {
  std::string source = "syntax = \"proto3\"; package shop.v1; import \"orm/options.proto\";\n";
  source += messages;
  LoadResult result = LoadSchemaFromSources({{"shop.proto", source}});
  for (const SchemaFault& fault : result.faults) ADD_FAILURE() << FaultText(fault);
  return std::move(result.schema);
}

inline constexpr std::string_view kOneEntity = R"(
message Book {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string title = 2;
}
)";

class MigratorTest : public testing::TestWithParam<const char*> {
 protected:
  MigratorTest()
      : database_(GetParam()),
        driver_(MakeDriver(database_.url()).value()),
        connection_(Connect()),
        entities_(EntitiesOf(kOneEntity)) {}

  std::unique_ptr<Connection> Connect() { return driver_->Connect(Access::kWrite, {}).value(); }
  const Dialect& dialect() const { return DialectOf(database_.is_sqlite() ? SqlitePlatform() : PostgresPlatform()); }
  std::string directory() const { return files_.path() + "/migrations"; }
  MigrationDirectory migrations() const { return MigrationDirectory(directory()); }
  Migrator migrator() const { return Migrator(*entities_, dialect(), migrations()); }

  void Put(const std::string& file, std::string_view text) {
    std::filesystem::create_directories(directory());
    std::ofstream(directory() + "/" + file, std::ios::binary) << text;
  }
  // A pair of files for the n-th day of 2026.
  std::string Put(int day, const std::string& label, std::string_view up, std::string_view down) {
    const std::string name = StrCat("202601", absl::Dec(day, absl::kZeroPad2), "000000_", label);
    Put(name + ".up.sql", up);
    Put(name + ".down.sql", down);
    return name;
  }

  absl::Status Run(const std::string& sql) { return connection_->ExecuteScript(sql, {}); }
  std::string Ask(const std::string& sql) {
    const auto result = connection_->Execute({sql, {}}, {});
    if (!result.ok()) return std::string(result.status().message());
    if ((*result)->rows() == 0) return "";
    const Cell cell = (*result)->cell(0, 0);
    return cell.form == Cell::Form::kInt64 ? StrCat(cell.int64) : std::string(cell.text);
  }
  bool HasTable(const std::string& name) {
    return dialect().Read(*connection_, {}).value().FindTable({"", name}) != nullptr;
  }

  absl::StatusOr<std::vector<std::string>> Up(const RunMigrations& options = {}) {
    return migrator().Up(*connection_, options, {});
  }
  absl::StatusOr<std::vector<std::string>> Down(const RunMigrations& options = {}) {
    return migrator().Down(*connection_, options, {});
  }
  // The names in the log.
  std::vector<std::string> Logged() {
    std::vector<std::string> names;
    const auto executed = MigrationLog(dialect().platform()).Read(*connection_, {});
    for (const ExecutedMigration& migration : executed.value()) names.push_back(migration.name);
    return names;
  }
  std::string Refused(const absl::Status& status) const {
    EXPECT_EQ(ReasonOf(status), Reason::kMigrationConflict) << status;
    return std::string(status.message());
  }

  TestDatabase database_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
  TempDir files_;
  std::unique_ptr<Schema> entities_;
};

inline std::string DatabaseName(const testing::TestParamInfo<const char*>& database) { return database.param; }

}  // namespace ormd
