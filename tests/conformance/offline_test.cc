// `ormd migration` and `ormd generate`: what runs where no daemon does.
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "orm/driver/driver.h"
#include "tests/conformance/command.h"
#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kBooks[] = R"(syntax = "proto3";
package shelf.v1;
import "orm/options.proto";
message Author {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string name = 2 [(orm.property).unique = true];
  repeated Book books = 3 [(orm.property).one_to_many.mapped_by = "author"];
}
message Book {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string title = 2;
  Author author = 3 [(orm.property).many_to_one = {on_delete: CASCADE}];
)";

class OfflineTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    database_ = std::make_unique<TestDatabase>(GetParam());
    std::filesystem::create_directory(entities());
    WriteEntities("");
  }

  // Further fields of Book.
  void WriteEntities(const std::string& fields) {
    std::ofstream(entities() + "/shelf.proto") << kBooks << fields << "}\n";
  }

  // `rest`: of the shell's line.
  CommandResult Migration(const std::string& words, const std::string& rest = "") const {
    return RunOrmd("migration " + words + " --schema " + entities() + " --migrations " + migrations() +
                   " --database '" + database_->url() + "'" + rest);
  }

  void WriteMigration(const std::string& name, const std::string& sql) const {
    ASSERT_EQ(Migration("create --blank --name " + name).exit_code, 0);
    for (const auto& file : std::filesystem::directory_iterator(migrations())) {
      if (file.path().string().ends_with("_" + name + ".up.sql")) std::ofstream(file.path()) << sql;
    }
  }

  // The first cell; empty where the statement fails.
  std::string Ask(const std::string& sql) const {
    const auto connection = (*MakeDriver(url()))->Connect(Access::kRead, {});
    if (!connection.ok()) return "";
    const auto result = (*connection)->Execute({sql, {}}, {});
    if (!result.ok()) return "";
    const Cell cell = (*result)->cell(0, 0);
    return cell.form == Cell::Form::kInt64 ? std::to_string(cell.int64) : std::string(cell.text);
  }

  // A statement that takes minutes; of PostgreSQL how many such run.
  std::string SlowSql() const {
    return is_sqlite() ? "CREATE TABLE slow AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                         "SELECT count(*) AS c FROM n"
                       : "SELECT pg_sleep(600)";
  }
  std::string Sleepers() const {
    return Ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'");
  }

  // A file of the daemon's settings.
  std::string WriteConfig(const std::string& text) const {
    const std::string path = directory_.path() + "/ormd.toml";
    std::ofstream(path) << text;
    return path;
  }

  std::string entities() const { return directory_.path() + "/entities"; }
  std::string migrations() const { return directory_.path() + "/migrations"; }
  std::string directory_path() const { return directory_.path(); }
  std::string url() const { return database_->url(); }
  bool is_sqlite() const { return database_->is_sqlite(); }

 private:
  TempDir directory_;
  std::unique_ptr<TestDatabase> database_;
};
ORMD_ON_EVERY_DATABASE(OfflineTest);

TEST_P(OfflineTest, AProjectFromItsFirstMigrationToItsSecond) {
  const CommandResult created = Migration("create --name shelf");
  EXPECT_EQ(created.exit_code, 0) << created.output;
  EXPECT_THAT(created.output, HasSubstr("_shelf.up.sql"));
  EXPECT_THAT(Migration("pending").output, HasSubstr("_shelf"));
  EXPECT_EQ(Migration("check").exit_code, 3);
  const CommandResult up = Migration("up");
  EXPECT_EQ(up.exit_code, 0) << up.output;
  EXPECT_THAT(up.output, HasSubstr("up   "));
  EXPECT_THAT(Migration("up").output, HasSubstr("nothing is pending"));
  const CommandResult check = Migration("check");
  EXPECT_EQ(check.exit_code, 0) << check.output;

  WriteEntities("  optional int32 pages = 4;\n");
  const CommandResult differs = Migration("check");
  EXPECT_EQ(differs.exit_code, 3);
  EXPECT_THAT(differs.output, HasSubstr("pages"));
  EXPECT_EQ(Migration("check --snapshot").exit_code, 3);
  EXPECT_EQ(Migration("create --name pages").exit_code, 0);
  EXPECT_EQ(Migration("check --snapshot").exit_code, 0);
  EXPECT_EQ(Migration("up").exit_code, 0);
  EXPECT_EQ(Migration("check").exit_code, 0);

  const CommandResult down = Migration("down");
  EXPECT_EQ(down.exit_code, 0) << down.output;
  EXPECT_THAT(down.output, HasSubstr("_pages"));
  EXPECT_THAT(Migration("list -o json").output, HasSubstr("\"PENDING\""));
  const CommandResult rolled_up = Migration("rollup");
  EXPECT_EQ(rolled_up.exit_code, 1) << rolled_up.output;
  EXPECT_THAT(rolled_up.output, HasSubstr("MIGRATION_CONFLICT"));
  EXPECT_EQ(Migration("up").exit_code, 0);
  EXPECT_EQ(Migration("rollup --name all").exit_code, 0);
  EXPECT_THAT(Migration("list -o ndjson").output, HasSubstr("_all\""));
  EXPECT_EQ(Migration("check").exit_code, 0);
  EXPECT_EQ(Migration("fresh").exit_code, 0);
  EXPECT_EQ(Migration("check").exit_code, 0);
}

TEST_P(OfflineTest, ADumpWritesWhatItWouldToStdout) {
  const CommandResult dump = Migration("create --dump");
  EXPECT_THAT(dump.output, testing::StartsWith("-- up\n"));
  EXPECT_THAT(dump.output, HasSubstr("\n-- down\n"));
  EXPECT_EQ(Migration("create --blank --dump").output, "-- up\n-- down\n");
  EXPECT_FALSE(std::filesystem::exists(migrations()));
}

TEST_P(OfflineTest, ARollUpWithoutANameIsCalledAsTheDaemonDoes) {
  ASSERT_EQ(Migration("create").exit_code, 0);
  ASSERT_THAT(Migration("up -o json").output, testing::AllOf(testing::StartsWith("[\n{"), testing::EndsWith("}\n]\n")));
  EXPECT_THAT(Migration("rollup --name ''").output, testing::EndsWith("_rollup\n"));
  EXPECT_THAT(Migration("rollup").output, testing::EndsWith("_rollup\n"));
}

TEST_P(OfflineTest, ASecondCreateNeedsNoDatabase) {
  ASSERT_EQ(Migration("create").exit_code, 0);
  WriteEntities("  optional int32 pages = 4;\n");
  const CommandResult created = RunOrmd(
      "migration create --schema " + entities() + " --migrations " + migrations() +
      (url().front() == 'p' ? " --database postgresql://127.0.0.1:1/none" : " --database sqlite:/nowhere/none.db"));
  EXPECT_EQ(created.exit_code, 0) << created.output;
}

TEST_P(OfflineTest, RunnersStartedTogetherApplyEachMigrationOnce) {
  ASSERT_EQ(Migration("create --name shelf").exit_code, 0);
  for (int i = 1; i <= 5; ++i) {
    WriteEntities("  optional int32 a" + std::to_string(i) + " = " + std::to_string(10 + i) + ";\n");
    ASSERT_EQ(Migration("create --name step" + std::to_string(i)).exit_code, 0);
  }
  CommandResult results[2];
  std::thread other([&] { results[1] = Migration("up"); });
  results[0] = Migration("up");
  other.join();
  size_t ran = 0;
  for (const CommandResult& result : results) {
    EXPECT_EQ(result.exit_code, 0) << result.output;
    for (size_t at = 0; (at = result.output.find("up   ", at)) != std::string::npos; ++at) ++ran;
  }
  EXPECT_EQ(ran, 6u) << results[0].output << results[1].output;
  EXPECT_EQ(Migration("check").exit_code, 0);
}

TEST_P(OfflineTest, WrongUseAndAbsentDatabasesHaveExitCodes) {
  EXPECT_EQ(RunOrmd("migration up").exit_code, 2);
  EXPECT_EQ(RunOrmd("migration").exit_code, 2);
  EXPECT_EQ(Migration("up --to nothing").exit_code, 1);
  EXPECT_EQ(Migration("up --lock-timeout -1").exit_code, 2);
  EXPECT_EQ(Migration("up --lock-timeout 1e15").exit_code, 2);
  const CommandResult absent =
      RunOrmd("migration up --schema " + entities() + " --database postgresql://nobody@127.0.0.1:1/none");
  EXPECT_EQ(absent.exit_code, 5) << absent.output;
  EXPECT_THAT(absent.output, HasSubstr("DATABASE_UNAVAILABLE"));
  std::ofstream(entities() + "/bad.proto") << "syntax = \"proto3\"; message";
  const CommandResult bad = Migration("check");
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_THAT(bad.output, HasSubstr("bad.proto:1"));
}

TEST_P(OfflineTest, SettingsMayComeFromTheDaemonsFile) {
  const std::string config =
      WriteConfig("schema = \"" + entities() + "\"\ndatabase = \"" + url() + "\"\nmigrations = \"" + migrations() +
                  "\"\npool-size = 3\n");
  ASSERT_EQ(RunOrmd("migration create --config " + config).exit_code, 0);
  const std::string elsewhere = directory_path() + "/elsewhere";
  EXPECT_THAT(RunOrmd("migration up --config " + config + " --migrations " + elsewhere).output,
              HasSubstr("there is no directory " + elsewhere));
  setenv("ORMD_CONFIG", config.c_str(), 1);
  const CommandResult up = RunOrmd("migration up");
  const CommandResult generated = RunOrmd("generate entities");
  unsetenv("ORMD_CONFIG");
  EXPECT_EQ(up.exit_code, 0) << up.output;
  EXPECT_THAT(generated.output, HasSubstr("message Author"));
  EXPECT_EQ(Migration("check").exit_code, 0) << "it ran on the database that the file names";
}

TEST_P(OfflineTest, AFileOfSettingsIsReadAsTheDaemonReadsIt) {
  const std::string words = "up --config ";
  for (const std::string text : {"pool-sizes = 3\n", "pool-size = 0\n", "output = \"json\"\n"}) {
    const CommandResult refused = Migration(words + WriteConfig(text));
    EXPECT_EQ(refused.exit_code, 2) << text << refused.output;
  }
  EXPECT_EQ(Migration("up --config /nowhere/ormd.toml").exit_code, 2);
}

TEST_P(OfflineTest, NoDatabaseIsMadeThatNobodyHasNamed) {
  const std::string schema = " --schema " + entities();
  for (const std::string& words :
       {"migration up" + schema, "migration create" + schema, std::string("generate entities")}) {
    const CommandResult refused = RunOrmd(words);
    EXPECT_EQ(refused.exit_code, 2) << words;
    EXPECT_THAT(refused.output, HasSubstr("--database is required")) << words;
  }
  EXPECT_FALSE(std::filesystem::exists("ormd.db"));
}

TEST_P(OfflineTest, ASignalCancelsTheStatementAndRollsItsMigrationBack) {
  WriteMigration("first", "CREATE TABLE made (a int);\n");
  WriteMigration("slow", "CREATE TABLE undone (a int);\n" + SlowSql() + ";\n");
  const std::string pid = directory_path() + "/pid";
  CommandResult result;
  std::thread runner([&] { result = Migration("up", " 2>&1 & echo $! >" + pid + "; wait $!"); });
  while (Ask("SELECT count(*) FROM made") != "0") absl::SleepFor(absl::Milliseconds(5));
  while (!is_sqlite() && Sleepers() != "1") absl::SleepFor(absl::Milliseconds(5));
  kill(std::stoi(ReadFile(pid)), SIGTERM);
  runner.join();
  EXPECT_EQ(result.exit_code, 128 + SIGTERM) << result.output;
  EXPECT_THAT(result.output, HasSubstr("STATEMENT_CANCELLED"));
  EXPECT_EQ(is_sqlite() ? "0" : Sleepers(), "0") << "the server goes on with the statement";
  EXPECT_EQ(Ask("SELECT count(*) FROM undone"), "");
  EXPECT_THAT(Migration("pending").output, testing::AllOf(HasSubstr("_slow"), Not(HasSubstr("_first"))));
}

TEST_P(OfflineTest, ADirectoryThatIsNamedAndDoesNotExistIsMadeByCreateAlone) {
  for (const std::string command : {"up", "down", "fresh", "check", "check --snapshot", "list"}) {
    const CommandResult refused = Migration(command);
    EXPECT_EQ(refused.exit_code, 1) << command;
    EXPECT_THAT(refused.output, HasSubstr("there is no directory " + migrations())) << command;
  }
  EXPECT_EQ(Migration("create --blank").exit_code, 0);
  EXPECT_EQ(Migration("up").exit_code, 0);
}

TEST_P(OfflineTest, WhereFilesOfEntitiesCannotBeLookedForIsNamed) {
  ASSERT_EQ(Migration("create").exit_code, 0);
  ASSERT_EQ(Migration("up").exit_code, 0);
  std::filesystem::create_directories(directory_path() + "/out");
  std::filesystem::create_symlink("entities.proto", directory_path() + "/out/entities.proto");
  const CommandResult refused =
      RunOrmd("generate entities --database '" + url() + "' --out " + directory_path() + "/out");
  EXPECT_EQ(refused.exit_code, 1) << refused.output;
  EXPECT_THAT(refused.output, HasSubstr("/out/entities.proto: "));
}

TEST_P(OfflineTest, ADirectoryThatCannotBeWrittenIsNamed) {
  std::ofstream(directory_path() + "/file") << "x";
  const CommandResult created = RunOrmd("migration create --schema " + entities() + " --migrations " +
                                        directory_path() + "/file/migrations --database '" + url() + "'");
  EXPECT_EQ(created.exit_code, 1);
  EXPECT_THAT(created.output, HasSubstr("/file cannot be written"));
}

TEST_P(OfflineTest, EntitiesOfADatabaseDescribeIt) {
  ASSERT_EQ(Migration("create").exit_code, 0);
  ASSERT_EQ(Migration("up").exit_code, 0);
  const std::string out = directory_path() + "/generated";
  const std::string generate = "generate entities --package shelf.v1 --database '" + url() + "' --out " + out;
  const CommandResult generated = RunOrmd(generate);
  ASSERT_EQ(generated.exit_code, 0) << generated.output;
  EXPECT_EQ(RunOrmd("check --schema " + out).output, "ok: 2 entities\n");
  const CommandResult check =
      RunOrmd("migration check --schema " + out + " --migrations " + migrations() + " --database '" + url() + "'");
  EXPECT_EQ(check.exit_code, 0) << check.output;
  EXPECT_EQ(RunOrmd(generate).exit_code, 1);
  EXPECT_EQ(RunOrmd(generate + " --force").exit_code, 0);
}

TEST_P(OfflineTest, EntitiesOfADatabaseComeAsJsonToo) {
  ASSERT_EQ(Migration("create").exit_code, 0);
  ASSERT_EQ(Migration("up").exit_code, 0);
  const std::string generate = "generate entities --package shelf.v1 --database '" + url() + "' ";
  const std::string text = RunOrmd(generate).output;
  const Json files = Json::parse(RunOrmd(generate + "-o json").output);
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0]["content"], text);
  const std::string out = directory_path() + "/generated";
  const Json written = Json::parse(RunOrmd(generate + "-o json --out " + out).output);
  EXPECT_EQ(written[0]["name"], out + "/" + files[0]["name"].get<std::string>());
}

}  // namespace
}  // namespace ormd::conformance
