// Runners that die, and runners that meet: in processes of their own.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>

#include "tests/unit/migration/migrator_fixture.h"

namespace ormd {
namespace {

// Kills its process when the n-th statement has ended.
class KillAt : public StatementObserver {
 public:
  explicit KillAt(int statement) : left_(statement) {}
  void OnStatement(std::string_view, absl::Duration, int64_t, const absl::Status&) override {
    if (--left_ == 0) kill(getpid(), SIGKILL);
  }

 private:
  std::atomic<int> left_;
};

class KillTest : public MigratorTest {
 protected:
  void PutThree() {
    Put(1, "a", "CREATE TABLE a (id integer PRIMARY KEY, n text NOT NULL);\nINSERT INTO a VALUES (1, 'one');", "");
    Put(2, "b",
        "CREATE TABLE b (id integer PRIMARY KEY, a_id integer NOT NULL REFERENCES a (id));\n"
        "INSERT INTO b SELECT id, id FROM a;\nALTER TABLE a ADD COLUMN m integer;\nUPDATE a SET m = 2;",
        "");
    Put(3, "c", "INSERT INTO a (id, n) VALUES (2, 'two');\nCREATE INDEX b_a ON b (a_id);\nUPDATE b SET a_id = 2;", "");
  }

  // Everything that a run leaves, but for times.
  std::string StateOf(Connection& connection) const {
    std::string state = SchemaToJson(dialect().Read(connection, {}).value());
    for (const std::string sql : {"SELECT id, n, m FROM a ORDER BY id", "SELECT id, a_id FROM b ORDER BY id"}) {
      const auto result = connection.Execute({sql, {}}, {}).value();
      for (size_t row = 0; row < result->rows(); ++row) {
        for (size_t column = 0; column < result->columns(); ++column) {
          const Cell cell = result->cell(row, column);
          StrAppend(&state,
                    cell.is_null()                    ? "null"
                    : cell.form == Cell::Form::kInt64 ? StrCat(cell.int64)
                                                      : std::string(cell.text),
                    " ");
        }
      }
    }
    const auto executed = MigrationLog(dialect().platform()).Read(connection, {});
    for (const ExecutedMigration& run : executed.value()) StrAppend(&state, run.name, " ", run.checksum, "\n");
    return state;
  }

  // Runs Up in a process of its own; answers its pid.
  pid_t StartUp(const std::string& url, int kill_at, int wait_for = -1) const {
    const pid_t child = fork();
    if (child != 0) return child;
    char go = 0;
    if (wait_for >= 0 && read(wait_for, &go, 1) != 1) _exit(3);
    KillAt killer(kill_at);
    const auto driver = MakeDriver(url).value();
    const auto connection = driver->Connect(Access::kWrite, {});
    if (!connection.ok()) {
      fprintf(stderr, "%s\n", connection.status().ToString().c_str());
      _exit(2);
    }
    (*connection)->set_observer(&killer);
    const auto ran = migrator().Up(**connection, {}, {});
    if (!ran.ok()) fprintf(stderr, "%s\n", ran.status().ToString().c_str());
    _exit(ran.ok() ? 0 : 1);
  }

  // Three runners that start at the same time; then connects to their database.
  void Meet(const std::string& url) {
    int gate[2];
    ASSERT_EQ(pipe(gate), 0);
    std::vector<pid_t> runners;
    for (int i = 0; i < 3; ++i) runners.push_back(StartUp(url, -1, gate[0]));
    ASSERT_EQ(write(gate[1], "go!", 3), 3);
    for (const pid_t runner : runners) EXPECT_EQ(Wait(runner), 0);
    close(gate[0]);
    close(gate[1]);
    connection_.reset();
    driver_ = MakeDriver(url).value();
    connection_ = Connect();
  }

  static int Wait(pid_t child) {
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    return status;
  }
};

TEST_P(KillTest, ARunnerKilledAtAnyStatementIsRunAgain) {
  PutThree();
  ASSERT_TRUE(Up().ok());
  const std::string clean = StateOf(*connection_);
  int killed = 0;
  for (bool finished = false; !finished; ++killed) {
    ASSERT_LT(killed, 200);
    TestDatabase database(GetParam());
    const int status = Wait(StartUp(database.url(), killed + 1));
    finished = WIFEXITED(status);
    if (finished) {
      EXPECT_EQ(WEXITSTATUS(status), 0);
    } else {
      EXPECT_EQ(WTERMSIG(status), SIGKILL);
    }
    const auto driver = MakeDriver(database.url()).value();
    const auto connection = driver->Connect(Access::kWrite, {}).value();
    const auto ran = migrator().Up(*connection, {}, {});
    ASSERT_TRUE(ran.ok()) << "killed at statement " << killed + 1 << ": " << ran.status();
    EXPECT_EQ(StateOf(*connection), clean) << "killed at statement " << killed + 1;
  }
  // At least begin, eleven statements, log and commit of three.
  EXPECT_GT(killed, 15);
}

TEST_P(KillTest, RunnersThatMeetRunEachMigrationOnce) {
  Put(1, "a", "CREATE TABLE a (n integer); INSERT INTO a VALUES (1)", "");
  Put(2, "b", "INSERT INTO a VALUES (2)", "");
  Put(3, "c", "INSERT INTO a VALUES (3)", "");
  for (int round = 0; round < 8; ++round) {
    TestDatabase database(GetParam());
    Meet(database.url());
    EXPECT_EQ(Ask("SELECT count(*) FROM a"), "3");
    EXPECT_EQ(Ask("SELECT sum(n) FROM a"), "6");
    EXPECT_EQ(Logged().size(), 3u);
    connection_.reset();
  }
}

// No transaction keeps them apart: the lock of the schema does.
TEST_P(KillTest, RunnersThatMeetRunEachStatementOnceWithoutATransaction) {
  Put(1, "a", "-- ormd: no-transaction\nCREATE TABLE a (n integer); INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)",
      "");
  Put(2, "b", "-- ormd: no-transaction\nINSERT INTO a VALUES (3); INSERT INTO a VALUES (4)", "");
  for (int round = 0; round < 8; ++round) {
    TestDatabase database(GetParam());
    Meet(database.url());
    EXPECT_EQ(Ask("SELECT count(*) FROM a"), "4");
    EXPECT_EQ(Ask("SELECT sum(n) FROM a"), "10");
    EXPECT_EQ(Logged().size(), 2u);
    connection_.reset();
  }
}

INSTANTIATE_TEST_SUITE_P(All, KillTest, testing::ValuesIn(kDatabases), DatabaseName);

}  // namespace
}  // namespace ormd
