#include "tests/unit/migration/migrator_fixture.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class RunTest : public MigratorTest {
 protected:
  // Three that stand on each other.
  void PutThree() {
    a_ = Put(1, "a", "CREATE TABLE a (id integer PRIMARY KEY);\nINSERT INTO a VALUES (1);", "DROP TABLE a;");
    b_ = Put(2, "b", "CREATE TABLE b (id integer PRIMARY KEY)", "DROP TABLE b");
    c_ = Put(3, "c", "INSERT INTO b VALUES (3)", "DELETE FROM b WHERE id = 3");
  }
  static RunMigrations To(std::string name) {
    RunMigrations options;
    options.to = std::move(name);
    return options;
  }
  static RunMigrations Only(std::vector<std::string> names) {
    RunMigrations options;
    options.only = std::move(names);
    return options;
  }
  static std::string FactOf(const absl::Status& status, std::string_view name) {
    for (const auto& [fact, value] : ErrorOf(status).metadata) {
      if (fact == name) return value;
    }
    return "";
  }

  std::string a_, b_, c_;
};

TEST_P(RunTest, UpRunsWhatIsPendingOnce) {
  PutThree();
  EXPECT_THAT(Up().value(), ElementsAre(a_, b_, c_));
  EXPECT_EQ(Ask("SELECT count(*) FROM b"), "1");
  EXPECT_THAT(Up().value(), IsEmpty());
  EXPECT_THAT(Logged(), ElementsAre(a_, b_, c_));
}

TEST_P(RunTest, AnEmptyOrMissingDirectoryIsNothingToDo) {
  EXPECT_THAT(Up().value(), IsEmpty());
  EXPECT_THAT(Down().value(), IsEmpty());
}

TEST_P(RunTest, UpToAndDownToIncludeTheirEnd) {
  PutThree();
  EXPECT_THAT(Up(To(b_)).value(), ElementsAre(a_, b_));
  EXPECT_THAT(Up(To("b")).value(), IsEmpty());
  EXPECT_THAT(Up().value(), ElementsAre(c_));
  EXPECT_THAT(Down(To("b.up.sql")).value(), ElementsAre(c_, b_));
  EXPECT_THAT(Logged(), ElementsAre(a_));
  EXPECT_FALSE(HasTable("b"));
}

TEST_P(RunTest, DownUndoesTheLastOne) {
  PutThree();
  ASSERT_TRUE(Up().ok());
  EXPECT_THAT(Down().value(), ElementsAre(c_));
  EXPECT_EQ(Ask("SELECT count(*) FROM b"), "0");
  EXPECT_THAT(Down().value(), ElementsAre(b_));
  EXPECT_THAT(Down().value(), ElementsAre(a_));
  EXPECT_THAT(Down().value(), IsEmpty());
  EXPECT_THAT(Up().value(), ElementsAre(a_, b_, c_));
}

TEST_P(RunTest, OnlyRunsTheseAndNoOthers) {
  PutThree();
  EXPECT_THAT(Up(Only({"b", a_, "b"})).value(), ElementsAre(a_, b_));
  EXPECT_THAT(Up(Only({"a", "c"})).value(), ElementsAre(c_));
  EXPECT_THAT(Down(Only({"a"})).value(), ElementsAre(a_));
  EXPECT_THAT(Logged(), ElementsAre(b_, c_));
  EXPECT_THAT(Refused(Down(Only({"a"})).status()), HasSubstr("has not run"));
  // An older one that comes later still runs.
  EXPECT_THAT(Up().value(), ElementsAre(a_));
}

TEST_P(RunTest, UnknownAndAmbiguousNamesAreRefused) {
  PutThree();
  Put(4, "a", "SELECT 1", "SELECT 1");
  EXPECT_THAT(Refused(Up(To("x")).status()), HasSubstr("no migration is named x"));
  EXPECT_THAT(Refused(Up(Only({"a"})).status()), HasSubstr("20260104000000_a"));
  RunMigrations both = To("b");
  both.only = {"b"};
  EXPECT_EQ(ReasonOf(Up(both).status()), Reason::kBadRequest);
  EXPECT_THAT(Logged(), IsEmpty());
}

TEST_P(RunTest, ABrokenStatementUndoesItsMigrationOnly) {
  PutThree();
  Put(2, "b", "CREATE TABLE b (id integer);\n\nINSERT INTO b VALUES (1);\n  INSERT INTO nowhere VALUES (1);\nSELECT 1",
      "");
  const absl::Status status = Up().status();
  EXPECT_EQ(ReasonOf(status), Reason::kMigrationFailed) << status;
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("20260102000000_b.up.sql:4: statement 3"), HasSubstr("nowhere")));
  EXPECT_EQ(FactOf(status, "migration"), b_);
  EXPECT_EQ(FactOf(status, "file"), b_ + ".up.sql");
  EXPECT_EQ(FactOf(status, "statement"), "3");
  EXPECT_EQ(FactOf(status, "line"), "4");
  EXPECT_EQ(FactOf(status, "reason"), "SCHEMA_OUT_OF_DATE");
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_THAT(Logged(), ElementsAre(a_));
  EXPECT_FALSE(HasTable("b"));

  Put(2, "b", "CREATE TABLE b (id integer)", "");
  EXPECT_THAT(Up().value(), ElementsAre(b_, c_));
}

TEST_P(RunTest, BrokenSqlIsToldInTheDatabasesWords) {
  Put(1, "a", "CREATE TABEL a (id integer)", "");
  EXPECT_THAT(std::string(Up().status().message()), AllOf(HasSubstr("statement 1"), HasSubstr("syntax error")));
}

TEST_P(RunTest, ABrokenDownLeavesTheMigrationStanding) {
  PutThree();
  ASSERT_TRUE(Up().ok());
  Put(2, "b", "CREATE TABLE b (id integer PRIMARY KEY)", "DELETE FROM b; DROP TABLE nowhere");
  const absl::Status status = Down(To(b_)).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("20260102000000_b.down.sql:1: statement 2"));
  EXPECT_THAT(Logged(), ElementsAre(a_, b_));
}

TEST_P(RunTest, AllOrNothingIsOneTransaction) {
  PutThree();
  RunMigrations options;
  options.all_or_nothing = true;
  Put(3, "c", "INSERT INTO nowhere VALUES (1)", "DELETE FROM b");
  EXPECT_THAT(std::string(Up(options).status().message()), HasSubstr("20260103000000_c.up.sql"));
  EXPECT_THAT(Logged(), IsEmpty());
  EXPECT_FALSE(HasTable("a"));

  Put(3, "c", "INSERT INTO b VALUES (1)", "DELETE FROM b");
  EXPECT_THAT(Up(options).value(), ElementsAre(a_, b_, c_));
  options.to = "a";
  EXPECT_THAT(Down(options).value(), ElementsAre(c_, b_, a_));
}

TEST_P(RunTest, AllOrNothingRefusesWhatRunsAlone) {
  PutThree();
  Put(3, "c", "-- ormd: no-transaction\nSELECT 1", "");
  RunMigrations options;
  options.all_or_nothing = true;
  EXPECT_THAT(Refused(Up(options).status()), HasSubstr(c_));
  EXPECT_THAT(Logged(), IsEmpty());
}

TEST_P(RunTest, AnEndOfTheTransactionIsRefusedBeforeAnythingRuns) {
  PutThree();
  Put(3, "c", "SELECT 1;\nCOMMIT;\nSELECT 2", "");
  const absl::Status status = Up().status();
  EXPECT_THAT(Refused(status), AllOf(HasSubstr("20260103000000_c.up.sql:2: statement 2"), HasSubstr("COMMIT")));
  EXPECT_EQ(FactOf(status, "line"), "2");
  EXPECT_THAT(Logged(), IsEmpty());
}

TEST_P(RunTest, AMigrationMayRunWithoutATransaction) {
  PutThree();
  const std::string alone = database_.is_sqlite() ? "VACUUM" : "CREATE INDEX CONCURRENTLY a_index ON a (id)";
  Put(2, "b", "-- ormd: no-transaction\n" + alone + ";\nBEGIN;\nCREATE TABLE b (id integer);\nCOMMIT", "");
  EXPECT_THAT(Up().value(), ElementsAre(a_, b_, c_));
  EXPECT_TRUE(HasTable("b"));
}

TEST_P(RunTest, AFailureWithoutATransactionSaysThatItStands) {
  Put(1, "a", "-- ormd: no-transaction\nCREATE TABLE a (id integer);\nBEGIN;\nINSERT INTO nowhere VALUES (1);\nCOMMIT",
      "");
  const absl::Status status = Up().status();
  EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr(":4: statement 3"), HasSubstr("stands")));
  EXPECT_FALSE(connection_->broken());
  EXPECT_TRUE(HasTable("a"));
  EXPECT_THAT(Logged(), IsEmpty());
}

TEST_P(RunTest, ATransactionThatIsLeftOpenIsRolledBack) {
  Put(1, "a", "-- ormd: no-transaction\nBEGIN;\nCREATE TABLE a (id integer)", "");
  EXPECT_EQ(ReasonOf(Up().status()), Reason::kMigrationFailed);
  EXPECT_FALSE(connection_->broken());
  EXPECT_FALSE(HasTable("a"));
  EXPECT_THAT(Logged(), IsEmpty());
}

TEST_P(RunTest, AChangedFileThatHasRunIsRefusedByName) {
  PutThree();
  ASSERT_TRUE(Up(To("b")).ok());
  Put(a_ + ".up.sql", "SELECT 1");
  EXPECT_THAT(Refused(Up().status()), AllOf(HasSubstr("changed"), HasSubstr(a_), Not(HasSubstr(b_))));
  const std::vector<MigrationState> states = migrator().List(*connection_, {}).value();
  EXPECT_EQ(states.at(0).kind, MigrationState::Kind::kChanged);
  EXPECT_EQ(states.at(1).kind, MigrationState::Kind::kExecuted);
  EXPECT_EQ(states.at(2).kind, MigrationState::Kind::kPending);
  EXPECT_TRUE(states.at(2).has_down);
  EXPECT_THAT(Logged(), ElementsAre(a_, b_));
}

TEST_P(RunTest, AChangedFileThatHasRunCanBeUndone) {
  PutThree();
  ASSERT_TRUE(Up(To("a")).ok());
  Put(a_ + ".up.sql", "CREATE TABLE z (id integer PRIMARY KEY)");
  EXPECT_TRUE(Down().ok());
  EXPECT_FALSE(HasTable("a"));
  EXPECT_TRUE(Up(To("a")).ok());
  EXPECT_TRUE(HasTable("z"));
}

TEST_P(RunTest, ADatabaseThatIsNewerThanTheFilesIsRefused) {
  PutThree();
  ASSERT_TRUE(Up().ok());
  std::filesystem::remove(directory() + "/" + c_ + ".up.sql");
  std::filesystem::remove(directory() + "/" + c_ + ".down.sql");
  Put(4, "d", "SELECT 1", "");
  EXPECT_THAT(Refused(Up().status()), AllOf(HasSubstr("newer"), HasSubstr(c_)));
  EXPECT_THAT(Refused(Down().status()), AllOf(HasSubstr("no file"), HasSubstr(c_)));
  EXPECT_EQ(migrator().List(*connection_, {}).value().at(2).kind, MigrationState::Kind::kMissing);
}

TEST_P(RunTest, AMissingDownIsRefusedBeforeAnythingIsUndone) {
  PutThree();
  std::filesystem::remove(directory() + "/" + a_ + ".down.sql");
  ASSERT_TRUE(Up().ok());
  EXPECT_THAT(Refused(Down(To("a")).status()), HasSubstr(a_ + ".down.sql"));
  EXPECT_THAT(Logged(), ElementsAre(a_, b_, c_));
}

TEST_P(RunTest, ListNeedsNoLogAndMakesNone) {
  PutThree();
  EXPECT_EQ(migrator().List(*connection_, {}).value().size(), 3u);
  EXPECT_THAT(Ask("SELECT count(*) FROM ormd_migrations"), Not(testing::AnyOf("0", "1")));
}

TEST_P(RunTest, TheLogKeepsTimeAndDuration) {
  PutThree();
  const absl::Time before = absl::Now() - absl::Seconds(5);
  ASSERT_TRUE(Up().ok());
  const ExecutedMigration logged = MigrationLog(dialect().platform()).Read(*connection_, {}).value().at(0);
  EXPECT_GT(logged.executed_at, before);
  EXPECT_LT(logged.executed_at, absl::Now() + absl::Seconds(5));
  EXPECT_GE(logged.duration, absl::ZeroDuration());
  EXPECT_EQ(logged.checksum, migrations().Read().value().at(0).checksum);
}

TEST_P(RunTest, ProgressTellsEveryStep) {
  PutThree();
  std::vector<std::string> events;
  RunMigrations options = To("b");
  options.progress = [&](const MigrationProgress& progress) {
    constexpr const char* kNames[] = {"started", "statement", "done"};
    events.push_back(StrCat(progress.name.substr(15), " ", kNames[static_cast<int>(progress.event)], " ",
                            progress.statement, "/", progress.statements));
  };
  ASSERT_TRUE(Up(options).ok());
  EXPECT_THAT(events, ElementsAre("a started 0/2", "a statement 1/2", "a statement 2/2", "a done 2/2", "b started 0/1",
                                  "b statement 1/1", "b done 1/1"));
}

TEST_P(RunTest, CancellationBetweenStatementsUndoesTheMigration) {
  PutThree();
  Context context;
  context.cancellation = std::make_shared<Cancellation>();
  RunMigrations options;
  options.progress = [&](const MigrationProgress& progress) {
    if (progress.name == b_ && progress.event == MigrationProgress::Event::kStatement) context.cancellation->Cancel();
  };
  EXPECT_EQ(ReasonOf(migrator().Up(*connection_, options, context).status()), Reason::kStatementCancelled);
  EXPECT_THAT(Logged(), ElementsAre(a_));
  EXPECT_FALSE(HasTable("b"));
  EXPECT_THAT(Up().value(), ElementsAre(b_, c_));
}

TEST_P(RunTest, ADeadlineThatIsOverRunsNothing) {
  PutThree();
  const Context late = {absl::Now() - absl::Seconds(1), nullptr};
  EXPECT_EQ(ReasonOf(migrator().Up(*connection_, {}, late).status()), Reason::kStatementTimeout);
  EXPECT_THAT(Logged(), IsEmpty());
}

TEST_P(RunTest, AnotherRunnersLockIsWaitedForSoLong) {
  PutThree();
  const std::unique_ptr<Connection> other = Connect();
  RunMigrations options;
  options.lock_timeout = absl::Milliseconds(200);
  Put(1, "a", "CREATE TABLE a (id integer)", "");
  RunMigrations inner = options;
  absl::Status refused;
  options.progress = [&](const MigrationProgress& progress) {
    if (progress.name == a_ && progress.event == MigrationProgress::Event::kStatement) {
      refused = migrator().Up(*other, inner, {}).status();
    }
  };
  EXPECT_THAT(Up(options).value(), ElementsAre(a_, b_, c_));
  EXPECT_EQ(ReasonOf(refused), Reason::kLockNotAvailable) << refused;
  EXPECT_THAT(migrator().Up(*other, inner, {}).value(), IsEmpty());
}

TEST_P(RunTest, TheDeadlineOfACallEndsItsWaitForTheLock) {
  PutThree();
  const std::unique_ptr<Connection> other = Connect();
  absl::Status status;
  RunMigrations options;
  options.progress = [&](const MigrationProgress& progress) {
    if (progress.name == a_ && progress.event == MigrationProgress::Event::kStarted) {
      status = migrator().Up(*other, {}, {absl::Now() + absl::Milliseconds(200), nullptr}).status();
    }
  };
  ASSERT_TRUE(Up(options).ok());
  EXPECT_EQ(ReasonOf(status), Reason::kStatementTimeout) << status;
}

INSTANTIATE_TEST_SUITE_P(All, RunTest, testing::ValuesIn(kDatabases), DatabaseName);

}  // namespace
}  // namespace ormd
