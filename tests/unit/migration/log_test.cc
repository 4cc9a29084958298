#include "absl/time/clock.h"
#include "tests/unit/migration/migrator_fixture.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LogTest : public MigratorTest {
 protected:
  void PutThree() {
    a_ = Put(1, "a", "CREATE TABLE a (id integer PRIMARY KEY)", "DROP TABLE a -- gone");
    b_ = Put(2, "b", "CREATE TABLE b (id integer PRIMARY KEY);\n-- the end", "DROP TABLE b;\n");
    c_ = Put(3, "c", "-- only rows\nINSERT INTO b VALUES (3)", "DELETE FROM b");
  }
  absl::Status Log(std::string_view name) { return migrator().Log(*connection_, name, {}); }
  absl::Status Unlog(std::string_view name) { return migrator().Unlog(*connection_, name, {}); }
  absl::StatusOr<std::string> RollUp(std::string_view name) { return migrator().RollUp(*connection_, name, {}); }

  std::string a_, b_, c_;
};

TEST_P(LogTest, LogMarksWithoutRunning) {
  PutThree();
  ASSERT_TRUE(Log("a").ok());
  EXPECT_THAT(Logged(), ElementsAre(a_));
  EXPECT_FALSE(HasTable("a"));
  EXPECT_THAT(Up().value(), ElementsAre(b_, c_));
}

TEST_P(LogTest, LogAcceptsAFileThatWasChanged) {
  PutThree();
  ASSERT_TRUE(Up().ok());
  Put(a_ + ".up.sql", "CREATE TABLE a (id integer PRIMARY KEY) -- better said");
  EXPECT_FALSE(Up().ok());
  ASSERT_TRUE(Log("a").ok());
  EXPECT_THAT(Up().value(), IsEmpty());
  EXPECT_THAT(Logged(), ElementsAre(a_, b_, c_));
}

TEST_P(LogTest, UnlogForgetsWithoutUndoing) {
  PutThree();
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(Unlog(c_).ok());
  EXPECT_THAT(Logged(), ElementsAre(a_, b_));
  EXPECT_EQ(Ask("SELECT count(*) FROM b"), "1");
  EXPECT_THAT(Refused(Unlog("c")), HasSubstr("has not run"));
}

TEST_P(LogTest, UnlogForgetsWhatHasNoFile) {
  PutThree();
  ASSERT_TRUE(Up().ok());
  std::filesystem::remove(directory() + "/" + c_ + ".up.sql");
  std::filesystem::remove(directory() + "/" + c_ + ".down.sql");
  ASSERT_TRUE(Unlog("c").ok());
  EXPECT_THAT(Up().value(), IsEmpty());
}

TEST_P(LogTest, UnknownNamesAreRefused) {
  PutThree();
  EXPECT_THAT(Refused(Log("x")), HasSubstr("x"));
  EXPECT_THAT(Refused(Unlog("x")), HasSubstr("x"));
}

TEST_P(LogTest, RolledUpMigrationsAreOneThatHasRun) {
  PutThree();
  ASSERT_TRUE(Up().ok());
  const std::string all = RollUp("all").value();
  EXPECT_EQ(all, "20260103000000_all");
  EXPECT_THAT(Logged(), ElementsAre(all));
  EXPECT_EQ(migrations().Read().value().size(), 1u);
  EXPECT_THAT(Up().value(), IsEmpty());
  EXPECT_THAT(Down().value(), ElementsAre(all));
  EXPECT_FALSE(HasTable("a"));
  EXPECT_THAT(Up().value(), ElementsAre(all));
  EXPECT_EQ(Ask("SELECT count(*) FROM b"), "1");
}

TEST_P(LogTest, WhatIsRolledUpAlreadyStaysAsItIs) {
  PutThree();
  ASSERT_TRUE(Up().ok());
  const std::string all = RollUp("all").value();
  const std::string text = migrations().Read().value().at(0).up;
  EXPECT_EQ(RollUp("all").value(), all);
  EXPECT_EQ(migrations().Read().value().at(0).up, text);
}

TEST_P(LogTest, AnotherDatabaseThatHasRunThemTakesTheirSumForRun) {
  PutThree();
  TestDatabase other(GetParam());
  const std::unique_ptr<Driver> driver = MakeDriver(other.url()).value();
  const std::unique_ptr<Connection> there = driver->Connect(Access::kWrite, {}).value();
  ASSERT_TRUE(migrator().Up(*there, {}, {}).ok());
  ASSERT_TRUE(Up().ok());
  const std::string all = RollUp("").value();
  EXPECT_EQ(all, c_);

  const std::vector<MigrationState> states = migrator().List(*there, {}).value();
  ASSERT_EQ(states.size(), 1u);
  EXPECT_EQ(states[0].kind, MigrationState::Kind::kExecuted);
  EXPECT_THAT(migrator().Up(*there, {}, {}).value(), IsEmpty());
  const auto logged = MigrationLog(dialect().platform()).Read(*there, {}).value();
  ASSERT_EQ(logged.size(), 1u);
  EXPECT_EQ(logged[0].name, all);
}

TEST_P(LogTest, ADatabaseThatHasRunAPartOfThemIsRefused) {
  PutThree();
  TestDatabase other(GetParam());
  const std::unique_ptr<Driver> driver = MakeDriver(other.url()).value();
  const std::unique_ptr<Connection> there = driver->Connect(Access::kWrite, {}).value();
  RunMigrations options;
  options.to = "b";
  ASSERT_TRUE(migrator().Up(*there, options, {}).ok());
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(RollUp("all").ok());
  EXPECT_THAT(Refused(migrator().Up(*there, {}, {}).status()), HasSubstr(a_));
}

TEST_P(LogTest, RollUpOfWhatWasRolledUpStillRuns) {
  PutThree();
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(RollUp("all").ok());
  const std::string d = Put(4, "d", "CREATE TABLE d (id integer)", "DROP TABLE d");
  EXPECT_THAT(Up().value(), ElementsAre(d));
  const std::string whole = RollUp("whole").value();
  EXPECT_THAT(Logged(), ElementsAre(whole));
  EXPECT_THAT(Up().value(), IsEmpty());
}

TEST_P(LogTest, ADatabaseThatSawNoRollUpTakesTheSecondOneForRun) {
  PutThree();
  TestDatabase other(GetParam());
  const std::unique_ptr<Driver> driver = MakeDriver(other.url()).value();
  const std::unique_ptr<Connection> there = driver->Connect(Access::kWrite, {}).value();
  ASSERT_TRUE(migrator().Up(*there, {}, {}).ok());
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(RollUp("").ok());
  const std::string d = Put(4, "d", "CREATE TABLE d (id integer)", "DROP TABLE d");
  ASSERT_TRUE(Up().ok());
  const std::string whole = RollUp("whole").value();

  // It has run what the first one replaced, but not what came later.
  const absl::Status behind = migrator().Up(*there, {}, {}).status();
  EXPECT_THAT(Refused(behind), HasSubstr(a_));
  ASSERT_TRUE(there->ExecuteScript("CREATE TABLE d (id integer)", {}).ok());
  const std::string checksum = MigrationChecksum("CREATE TABLE d (id integer)");
  MigrationLog log(dialect().platform());
  ASSERT_TRUE(log.Prepare(*there, {}).ok());
  ASSERT_TRUE(log.Add(*there, {d, checksum, absl::Now(), absl::ZeroDuration()}, {}).ok());
  EXPECT_THAT(migrator().Up(*there, {}, {}).value(), IsEmpty());
  const auto logged = log.Read(*there, {}).value();
  ASSERT_EQ(logged.size(), 1u);
  EXPECT_EQ(logged[0].name, whole);
}

TEST_P(LogTest, WhatIsPendingOrAloneOrNothingIsNotRolledUp) {
  EXPECT_THAT(Refused(RollUp("all").status()), HasSubstr("no migration has run"));
  PutThree();
  EXPECT_THAT(Refused(RollUp("all").status()), HasSubstr(a_));
  Put(3, "c", "-- ormd: no-transaction\nSELECT 1", "");
  ASSERT_TRUE(Up().ok());
  EXPECT_THAT(Refused(RollUp("all").status()), HasSubstr(c_));
  EXPECT_EQ(migrations().Read().value().size(), 3u);
}

TEST_P(LogTest, WithoutOneDownThereIsNone) {
  PutThree();
  std::filesystem::remove(directory() + "/" + b_ + ".down.sql");
  ASSERT_TRUE(Up().ok());
  ASSERT_TRUE(RollUp("all").ok());
  EXPECT_EQ(migrations().Read().value().at(0).down, std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(All, LogTest, testing::ValuesIn(kDatabases), DatabaseName);

}  // namespace
}  // namespace ormd
