// Start, end and death of the daemon, and of the database below it.
#include <fcntl.h>
#include <grpc/health/v1/health.grpc.pb.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "orm/driver/driver.h"
#include "tests/conformance/fixture.h"
#include "tests/support/postgres.h"

namespace ormd::conformance {
namespace {

using grpc::health::v1::HealthCheckResponse;
using testing::Contains;

constexpr int kRows = 20'000;

HealthCheckResponse::ServingStatus HealthOf(const Server& server, const std::string& service) {
  auto stub = grpc::health::v1::Health::NewStub(server.channel());
  grpc::ClientContext context;
  grpc::health::v1::HealthCheckRequest request;
  HealthCheckResponse response;
  request.set_service(service);
  return stub->Check(&context, request, &response).ok() ? response.status() : HealthCheckResponse::UNKNOWN;
}

class HealthWatch {
 public:
  HealthWatch(const Server& server, const std::string& service)
      : stub_(grpc::health::v1::Health::NewStub(server.channel())) {
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    reader_ = stub_->Watch(&context_, request);
  }
  ~HealthWatch() {
    context_.TryCancel();
    reader_->Finish();
  }

  // nullopt where the stream has ended.
  std::optional<HealthCheckResponse::ServingStatus> Next() {
    HealthCheckResponse response;
    if (!reader_->Read(&response)) return std::nullopt;
    return response.status();
  }
  std::optional<HealthCheckResponse::ServingStatus> NextButNot(HealthCheckResponse::ServingStatus first) {
    const auto next = Next();
    return next == first ? Next() : next;
  }

 private:
  std::unique_ptr<grpc::health::v1::Health::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<HealthCheckResponse>> reader_;
};

Json ManyTags() {
  Json changes = Json::array();
  for (int i = 0; i < kRows; ++i) {
    changes.push_back({{"create", {{"entity", "Tag"}, {"data", {{"name", "tag " + std::to_string(i)}}}}}});
  }
  return changes;
}

class LifecycleTest : public ConformanceTest {
 protected:
  // Runs a Flush of 20,000 rows and sends the signal `delay` after its BEGIN. The status of the flush.
  grpc::Status FlushUntilSignal(int signal, absl::Duration delay) {
    Mark();
    grpc::Status status;
    std::thread flush([&] { status = one().Flush(ManyTags()).status; });
    EXPECT_TRUE(Eventually([&] { return !OnlyVerb(Statements(), "BEGIN").empty(); }));
    absl::SleepFor(delay);
    server().daemon().Signal(signal);
    flush.join();
    return status;
  }

  void ExpectAllOrNone(const grpc::Status& flushed) {
    const int64_t count = *one().Count("Tag");
    EXPECT_THAT(count, testing::AnyOf(0, kRows));
    EXPECT_TRUE(!flushed.ok() || count == kRows) << "what was answered is written";
    if (count > 0) {
      grpc::ClientContext dropping;
      orm::v1::DropSchemaResponse response;
      ASSERT_THAT(server().schema().Drop(&dropping, {}, &response), IsOk());
      ASSERT_THAT(server().CreateTables(), IsOk());
    }
  }
};

TEST_P(LifecycleTest, DeathDuringAFlushLeavesAllRowsOrNone) {
  for (const int delay : {0, 30, 120, 250}) {
    const grpc::Status flushed = FlushUntilSignal(SIGKILL, absl::Milliseconds(delay));
    EXPECT_EQ(server().daemon().Wait(), 128 + SIGKILL);
    ASSERT_NO_FATAL_FAILURE(Restart({}));
    ExpectAllOrNone(flushed);
  }
}

TEST_P(LifecycleTest, SigtermLetsARunningFlushEnd) {
  const grpc::Status flushed = FlushUntilSignal(SIGTERM, absl::ZeroDuration());
  EXPECT_THAT(flushed, IsOk());
  EXPECT_EQ(server().daemon().Wait(), 0);
  ASSERT_NO_FATAL_FAILURE(Restart({}));
  EXPECT_EQ(*one().Count("Tag"), kRows);
}

TEST_P(LifecycleTest, SigtermRollsBackOpenTransactions) {
  ASSERT_NO_FATAL_FAILURE(Restart({"--drain-grace", "1s"}));
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Begin());
  ORMD_ASSERT_OK(session.Flush({{{"create", {{"entity", "Tag"}, {"data", {{"name", "a"}}}}}}}));
  EXPECT_EQ(server().daemon().Terminate(), 0);
  EXPECT_FALSE(session.Commit().ok());
  ASSERT_NO_FATAL_FAILURE(Restart({}));
  EXPECT_EQ(*one().Count("Tag"), 0);
}

TEST_P(LifecycleTest, ATransactionThatLiesIdleDoesNotHoldTheDrainUp) {
  ASSERT_NO_FATAL_FAILURE(Restart({"--idle-transaction", "300ms"}));
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Begin());
  server().daemon().Signal(SIGTERM);
  EXPECT_EQ(server().daemon().Wait(), 0);
  EXPECT_THAT(session.Commit(), Fails(StatusCode::UNAVAILABLE, "SERVER_DRAINING"));
  EXPECT_THAT(server().daemon().Log(), testing::Not(testing::HasSubstr("grace is over")));
}

TEST_P(LifecycleTest, ADrainLeavesThePortAndItsClientsToAnother) {
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Begin());
  ORMD_ASSERT_OK(session.Flush({{{"create", {{"entity", "Tag"}, {"data", {{"name", "a"}}}}}}}));
  server().daemon().Signal(SIGTERM);
  std::unique_ptr<Daemon> next;
  ASSERT_TRUE(Eventually([&] {
    next = std::make_unique<Daemon>(Daemon::Options{LibrarySchema(), url(), {}, server().daemon().address()});
    return !next->address().empty();
  }));
  EXPECT_TRUE(Eventually([&] { return one().Count("Tag").ok(); }));
  EXPECT_EQ(*one().Count("Tag"), 0);
  EXPECT_THAT(session.Commit(), IsOk());
  EXPECT_EQ(server().daemon().Wait(), 0);
  EXPECT_EQ(*one().Count("Tag"), 1);
}

TEST_P(LifecycleTest, ATransactionOfASessionByIdMayEndWhileDraining) {
  UnaryDoor session = server().InSession(*server().OpenSession());
  UnaryDoor other = server().InSession(*server().OpenSession());
  ORMD_ASSERT_OK(session.Begin());
  server().daemon().Signal(SIGTERM);
  ASSERT_TRUE(Eventually([&] { return HealthOf(server(), "ormd.readiness") == HealthCheckResponse::NOT_SERVING; }));
  EXPECT_THAT(other.Begin().status, Fails(StatusCode::UNAVAILABLE, "SERVER_DRAINING"));
  EXPECT_THAT(server().OpenSession().status, Fails(StatusCode::UNAVAILABLE, "SERVER_DRAINING"));
  EXPECT_EQ(*one().Count("Tag"), 0);
  ORMD_EXPECT_OK(session.Begin());  // a savepoint
  ORMD_EXPECT_OK(session.Flush({{{"create", {{"entity", "Tag"}, {"data", {{"name", "a"}}}}}}}));
  EXPECT_THAT(session.Commit(), IsOk());
  EXPECT_THAT(session.Commit(), IsOk());
  EXPECT_EQ(server().daemon().Wait(), 0);
  ASSERT_NO_FATAL_FAILURE(Restart({}));
  EXPECT_EQ(*one().Count("Tag"), 1);
}

TEST_P(LifecycleTest, ASessionByIdThatDoesNotEndItsTransactionIsNotWaitedForBeyondTheGrace) {
  ASSERT_NO_FATAL_FAILURE(Restart({"--drain-grace", "200ms"}));
  UnaryDoor session = server().InSession(*server().OpenSession());
  ORMD_ASSERT_OK(session.Begin());
  ORMD_ASSERT_OK(session.Flush({{{"create", {{"entity", "Tag"}, {"data", {{"name", "a"}}}}}}}));
  EXPECT_EQ(server().daemon().Terminate(), 0);
  ASSERT_NO_FATAL_FAILURE(Restart({}));
  EXPECT_EQ(*one().Count("Tag"), 0);
}

TEST_P(LifecycleTest, HealthSpeaksForProcessAndServices) {
  EXPECT_EQ(HealthOf(server(), ""), HealthCheckResponse::SERVING);
  EXPECT_EQ(HealthOf(server(), "ormd.liveness"), HealthCheckResponse::SERVING);
  EXPECT_TRUE(Eventually([&] { return HealthOf(server(), "ormd.readiness") == HealthCheckResponse::SERVING; }));
  EXPECT_EQ(HealthOf(server(), "orm.v1.EntityManager"), HealthCheckResponse::SERVING);
}

TEST_P(LifecycleTest, HealthOfAnUnknownServiceIsNotFound) {
  auto stub = grpc::health::v1::Health::NewStub(server().channel());
  grpc::ClientContext context;
  grpc::health::v1::HealthCheckRequest request;
  HealthCheckResponse response;
  request.set_service("nobody");
  EXPECT_EQ(stub->Check(&context, request, &response).error_code(), StatusCode::NOT_FOUND);
}

TEST_P(LifecycleTest, WatchTellsTheStateAndItsChanges) {
  HealthWatch readiness(server(), "ormd.readiness");
  EXPECT_EQ(readiness.NextButNot(HealthCheckResponse::NOT_SERVING), HealthCheckResponse::SERVING);
  HealthWatch nobody(server(), "nobody");
  EXPECT_EQ(nobody.Next(), HealthCheckResponse::SERVICE_UNKNOWN);  // and never again
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Begin());  // holds the drain up
  server().daemon().Signal(SIGTERM);
  EXPECT_EQ(readiness.Next(), HealthCheckResponse::NOT_SERVING);
  EXPECT_THAT(session.Rollback(), IsOk());
  EXPECT_EQ(server().daemon().Wait(), 0);
  EXPECT_EQ(nobody.Next(), std::nullopt);
}

TEST_P(LifecycleTest, NoServiceHasAVeryLongName) {
  HealthWatch watch(server(), std::string(4096, 'x'));
  EXPECT_EQ(watch.Next(), std::nullopt);
}

TEST_P(LifecycleTest, ALongNameIsCutInTheLog) {
  const grpc::Status status = one().Count(std::string(1 << 20, 'x')).status;
  EXPECT_THAT(status, Fails(StatusCode::INVALID_ARGUMENT, "UNKNOWN_ENTITY", {"entity"}));
  EXPECT_TRUE(Eventually([&] { return server().daemon().Log().find("UNKNOWN_ENTITY") != std::string::npos; }));
  EXPECT_LT(server().daemon().Log().size(), size_t{1} << 16);
}

TEST_P(LifecycleTest, APortInUseIsAnError) {
  Daemon second({LibrarySchema(), url(), {}, server().daemon().address()});
  EXPECT_EQ(second.address(), "");
  EXPECT_NE(second.Wait(), 0);
  EXPECT_THAT(second.Log(), testing::HasSubstr(server().daemon().address()));
}

TEST_P(LifecycleTest, ABadSchemaEndsWithItsPlace) {
  TempDir directory;
  std::ofstream(directory.path() + "/bad.proto") << "syntax = \"proto3\";\nmessage A {\n  nonsense\n}\n";
  Daemon daemon({directory.path(), url(), {}});
  EXPECT_EQ(daemon.address(), "");
  EXPECT_NE(daemon.Wait(), 0);
  EXPECT_THAT(daemon.Log(), testing::HasSubstr("bad.proto:"));
}

TEST_P(LifecycleTest, CreatingTheSchemaTwiceDoesNothing) {
  grpc::ClientContext context;
  orm::v1::CreateSchemaResponse response;
  ASSERT_THAT(server().schema().Create(&context, {}, &response), IsOk());
  EXPECT_EQ(response.statements_size(), 0);
}

ORMD_ON_EVERY_DATABASE(LifecycleTest);

// Connections that say nothing.
class SilentClients {
 public:
  SilentClients(const std::string& address, int count) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < count; ++i) {
      sockets_.push_back(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      connect(sockets_.back(), reinterpret_cast<const sockaddr*>(&to), sizeof(to));
    }
  }
  ~SilentClients() {
    for (const int socket : sockets_) close(socket);
  }

 private:
  std::vector<int> sockets_;
};

TEST(DescriptorsTest, TakesAsManyConnectionsAsTheSystemAllows) {
  TestDatabase database("sqlite");
  Server server({LibrarySchema(), database.url(), {}, "127.0.0.1:0", {"/usr/bin/prlimit", "--nofile=64:4096"}});
  ASSERT_TRUE(server.listening()) << server.daemon().Log();
  ASSERT_THAT(server.CreateTables(), IsOk());
  const SilentClients many(server.daemon().address(), 200);
  EXPECT_TRUE(Eventually([&] {
    const std::filesystem::directory_iterator open("/proc/" + std::to_string(server.daemon().pid()) + "/fd");
    return std::distance(begin(open), end(open)) > 200;
  }));
  EXPECT_TRUE(server.OneShot().Count("Tag").ok());
}

// gRPC itself would never listen again.
TEST(DescriptorsTest, ADaemonToWhichNobodyCanConnectEnds) {
  TestDatabase database("sqlite");
  Daemon daemon({LibrarySchema(), database.url(), {}, "127.0.0.1:0", {"/usr/bin/prlimit", "--nofile=64:64"}});
  ASSERT_NE(daemon.address(), "") << daemon.Log();
  const SilentClients many(daemon.address(), 200);
  EXPECT_EQ(daemon.Wait(), 1);
  EXPECT_THAT(daemon.Log(), testing::HasSubstr("no connection is accepted any more"));
}

// A connection beside the daemon's. Throws where there is none.
struct Beside {
  explicit Beside(const std::string& url)
      : driver(*MakeDriver(url)), connection(*driver->Connect(Access::kWrite, {})) {}

  void Run(const std::string& sql) { EXPECT_TRUE(connection->ExecuteScript(sql, {}).ok()) << sql; }
  std::string Ask(const std::string& sql) {
    const auto result = connection->Execute({sql, {}}, {});
    EXPECT_TRUE(result.ok()) << sql;
    return result.ok() ? std::string((*result)->cell(0, 0).text) : "";
  }

  const std::unique_ptr<Driver> driver;
  const std::unique_ptr<Connection> connection;
};

std::string NotReady(Server& server) {
  grpc::ClientContext context;
  orm::v1::GetServerInfoResponse response;
  EXPECT_THAT(server.schema().GetServerInfo(&context, {}, &response), IsOk());
  return response.not_ready();
}

void ExpectToEnd(Daemon& daemon) {
  daemon.Signal(SIGTERM);
  ASSERT_TRUE(Eventually([&] { return daemon.HasEnded(); })) << daemon.Log();
  EXPECT_EQ(daemon.Wait(), 0);
  EXPECT_THAT(daemon.Log(), testing::HasSubstr("\"ended\""));
}

TEST(ComparisonTest, ALockThatItWaitsForOnPostgresDoesNotHoldTheEndUp) {
  const TestDatabase database("postgresql");
  Beside holder(database.url());
  holder.Run("CREATE TABLE ormd_migrations (name text PRIMARY KEY, checksum text, executed_at timestamptz, "
             "duration_ms bigint)");
  holder.Run("BEGIN; LOCK TABLE ormd_migrations IN ACCESS EXCLUSIVE MODE");
  Server server({LibrarySchema(), database.url(), {"--schema-check", "require"}});
  ASSERT_TRUE(server.listening()) << server.daemon().Log();
  Beside observer(database.url());
  constexpr char kWaiting[] = "SELECT (count(*) > 0)::text FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
                              "datname = current_database()";
  ASSERT_TRUE(Eventually([&] { return observer.Ask(kWaiting) == "true"; }));
  ExpectToEnd(server.daemon());
}

TEST(ComparisonTest, ALockThatItWaitsForOnSqliteDoesNotHoldTheEndUp) {
  const TestDatabase database("sqlite");
  const int file = open((database.file() + "-ormd-lock").c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0644);
  ASSERT_EQ(flock(file, LOCK_EX), 0);
  Server server({LibrarySchema(), database.url(), {"--schema-check", "sync"}});
  ASSERT_TRUE(server.listening()) << server.daemon().Log();
  const auto asks_for_the_lock = [&] {
    const std::vector<std::string> statements = server.daemon().Statements();
    return !statements.empty() && statements.back().find("pragma_database_list") != std::string::npos;
  };
  ASSERT_TRUE(Eventually(asks_for_the_lock)) << server.daemon().Log();
  ExpectToEnd(server.daemon());
  close(file);
}

TEST(ComparisonTest, TheLogHasTheWordsOfTheDatabaseForARightThatIsMissing) {
  const TestDatabase database("postgresql");
  Beside owner(database.url());
  const std::string role = "app_" + std::to_string(getpid());
  owner.Run("CREATE ROLE " + role + " LOGIN");
  owner.Run("CREATE TABLE ormd_migrations (name text PRIMARY KEY, checksum text, executed_at timestamptz, "
            "duration_ms bigint)");
  std::string url = database.url();
  url.replace(url.find("user=postgres"), 13, "user=" + role);
  Server server({LibrarySchema(), url, {"--schema-check", "require"}});
  ASSERT_TRUE(server.listening()) << server.daemon().Log();
  EXPECT_TRUE(Eventually([&] { return NotReady(server).find("NOT_ALLOWED") == 0; })) << NotReady(server);
  EXPECT_THAT(NotReady(server), testing::Not(testing::HasSubstr("ormd_migrations")));
  constexpr char kSaid[] =
      "\"database_code\":\"42501\",\"database_said\":\"permission denied for table ormd_migrations\"";
  EXPECT_TRUE(Eventually([&] { return server.daemon().Log().find(kSaid) != std::string::npos; }))
      << server.daemon().Log();
  owner.Run("DROP ROLE " + role);
}

void ExpectAway(Server& server) {
  UnaryDoor door = server.OneShot();
  EXPECT_TRUE(Eventually([&] { return FailureOf(door.Count("Tag").status).code == StatusCode::UNAVAILABLE; }));
  const Failure failure = FailureOf(door.Create("Tag", {{"name", "lost"}}).status);
  EXPECT_EQ(failure.code, StatusCode::UNAVAILABLE);
  EXPECT_EQ(failure.reason, "DATABASE_UNAVAILABLE");
  EXPECT_TRUE(Eventually([&] { return HealthOf(server, "ormd.readiness") == HealthCheckResponse::NOT_SERVING; }));
  EXPECT_EQ(HealthOf(server, "ormd.liveness"), HealthCheckResponse::SERVING);
}

void ExpectBack(Server& server) {
  UnaryDoor door = server.OneShot();
  EXPECT_TRUE(Eventually([&] { return server.CreateTables().ok(); }));
  EXPECT_TRUE(Eventually([&] { return door.Count("Tag").ok(); }));
  EXPECT_TRUE(Eventually([&] { return HealthOf(server, "ormd.readiness") == HealthCheckResponse::SERVING; }));
}

TEST(CrowdTest, WhoWaitsForAWorkerWaitsForAConnection) {
  const TestDatabase database("postgresql");
  Server server({LibrarySchema(), database.url(),
                 {"--pool-size", "1", "--acquire-timeout", "500ms", "--idle-transaction", "60s"}});
  ASSERT_TRUE(server.listening()) << server.daemon().Log();
  ASSERT_THAT(server.CreateTables(), IsOk());
  auto session = server.Stream();
  ORMD_ASSERT_OK(session.Begin());
  ORMD_ASSERT_OK(session.Count("Tag"));
  std::vector<std::thread> calls;
  for (int i = 0; i < 20; ++i) {
    calls.emplace_back([&] {
      UnaryDoor door = server.OneShot();
      door.set_timeout(absl::Seconds(5));  // enough for the timeout of two, one after the other, not for that of all
      EXPECT_THAT(door.Count("Tag").status, Fails(StatusCode::RESOURCE_EXHAUSTED, "POOL_EXHAUSTED"));
    });
  }
  for (std::thread& call : calls) call.join();
  EXPECT_THAT(session.Commit(), IsOk());
  EXPECT_EQ(*server.OneShot().Count("Tag"), 0);
}

TEST(DatabaseAwayTest, PostgresDownAtStartAndLater) {
  PostgresCluster cluster;
  cluster.Stop();
  Server server({LibrarySchema(), cluster.url(), {}});
  ASSERT_TRUE(server.listening()) << server.daemon().Log();
  ExpectAway(server);
  cluster.Start();
  ExpectBack(server);
  UnaryDoor door = server.OneShot();
  ORMD_ASSERT_OK(door.Create("Tag", {{"name", "kept"}}));
  cluster.Stop();
  ExpectAway(server);
  cluster.Start();
  ExpectBack(server);
  EXPECT_EQ(*door.Count("Tag", {{"name", "kept"}}), 1);
  EXPECT_EQ(*door.Count("Tag"), 1);
}

TEST(DatabaseAwayTest, AnotherDatabaseThatComesBackIsComparedAnew) {
  Beside beside(PostgresCluster::SharedUrl());
  const std::string name = "comes_back_" + std::to_string(getpid());
  beside.Run("CREATE DATABASE " + name);
  Server server({LibrarySchema(), WithDatabase(PostgresCluster::SharedUrl(), name), {"--schema-check", "require"}});
  ASSERT_TRUE(server.listening()) << server.daemon().Log();
  ExpectBack(server);
  beside.Run("DROP DATABASE " + name + " WITH (FORCE)");
  EXPECT_TRUE(Eventually([&] { return NotReady(server).find("DATABASE_UNAVAILABLE") == 0; })) << NotReady(server);
  beside.Run("CREATE DATABASE " + name);
  EXPECT_TRUE(Eventually([&] { return NotReady(server).find("DATABASE_UNAVAILABLE") != 0; }));
  EXPECT_THAT(NotReady(server), testing::HasSubstr("SCHEMA_OUT_OF_DATE"));
  EXPECT_EQ(HealthOf(server, "ormd.readiness"), HealthCheckResponse::NOT_SERVING);
  beside.Run("DROP DATABASE " + name + " WITH (FORCE)");
}

TEST(DatabaseAwayTest, SqliteFileThatCannotBeMade) {
  TempDir directory;
  const std::string below = directory.path() + "/below";
  Server server({LibrarySchema(), "sqlite:" + below + "/test.db", {}});
  ASSERT_TRUE(server.listening()) << server.daemon().Log();
  ExpectAway(server);
  std::filesystem::create_directory(below);
  ExpectBack(server);
}

TEST(DatabaseAwayTest, SqliteFileThatIsADirectory) {
  TempDir directory;
  Server server({LibrarySchema(), "sqlite:" + directory.path(), {}});
  ASSERT_TRUE(server.listening()) << server.daemon().Log();
  ExpectAway(server);
}

}  // namespace
}  // namespace ormd::conformance
