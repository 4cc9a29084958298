// Migrations and schema updates through a daemon, and what it does with a database that is behind its entities.
#include <grpc/health/v1/health.grpc.pb.h>

#include <filesystem>
#include <fstream>

#include "orm/driver/driver.h"
#include "orm/v1/migrations.grpc.pb.h"
#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

using grpc::health::v1::HealthCheckResponse;
using orm::v1::Migration;
using orm::v1::MigrationEvent;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kHead[] = "syntax = \"proto3\";\npackage shelf.v1;\nimport \"orm/options.proto\";\n";
constexpr char kBook[] = R"(message Book {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string title = 2;
}
)";
constexpr char kBookWithPages[] = R"(message Book {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string title = 2;
  int32 pages = 3 [(orm.property).check = "pages >= 0"];
}
)";

constexpr char kCheckedBook[] = R"(message Book {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string title = 2 [(orm.property).check = "title <> ''"];
}
)";

// A directory of entities and one of migrations; a daemon that is started anew where the entities change.
class MigrationTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    database_ = std::make_unique<TestDatabase>(GetParam());
    std::filesystem::create_directory(schema_directory());
  }

  void Serve(const std::string& messages, std::vector<std::string> flags = {}) {
    server_.reset();
    std::ofstream(schema_directory() + "/shelf.proto") << kHead << messages;
    flags.insert(flags.end(), {"--migrations", migrations_directory()});
    server_ = std::make_unique<Server>(Daemon::Options{schema_directory(), database_->url(), flags});
    ASSERT_TRUE(server_->listening()) << server_->daemon().Log();
    migrations_ = orm::v1::Migrations::NewStub(server_->channel());
  }

  template <typename Request, typename Response>
  grpc::Status Call(grpc::Status (orm::v1::Migrations::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response* response) {
    grpc::ClientContext context;
    return ((*migrations_).*method)(&context, request, response);
  }

  orm::v1::CreateMigrationResponse CreateMigration(const std::string& name) {
    orm::v1::CreateMigrationRequest request;
    request.set_name(name);
    orm::v1::CreateMigrationResponse response;
    EXPECT_THAT(Call(&orm::v1::Migrations::Stub::Create, request, &response), IsOk());
    return response;
  }

  // Names of those that the stream said were done.
  template <typename Request>
  Outcome<std::vector<std::string>> Run(std::unique_ptr<grpc::ClientReader<MigrationEvent>> (
                                            orm::v1::Migrations::Stub::*method)(grpc::ClientContext*, const Request&),
                                        const Request& request) {
    grpc::ClientContext context;
    const auto reader = ((*migrations_).*method)(&context, request);
    std::vector<std::string> done;
    MigrationEvent event;
    while (reader->Read(&event)) {
      if (event.kind() == MigrationEvent::DONE) done.push_back(event.name());
    }
    return {reader->Finish(), done};
  }
  Outcome<std::vector<std::string>> Up(const orm::v1::UpRequest& request = {}) {
    return Run(&orm::v1::Migrations::Stub::Up, request);
  }
  Outcome<std::vector<std::string>> Down(const orm::v1::DownRequest& request = {}) {
    return Run(&orm::v1::Migrations::Stub::Down, request);
  }

  std::vector<Migration::State> States() {
    orm::v1::ListMigrationsResponse response;
    EXPECT_THAT(Call(&orm::v1::Migrations::Stub::List, {}, &response), IsOk());
    std::vector<Migration::State> states;
    for (const Migration& migration : response.migrations()) states.push_back(migration.state());
    return states;
  }

  orm::v1::CheckMigrationsResponse Check() {
    orm::v1::CheckMigrationsResponse response;
    EXPECT_THAT(Call(&orm::v1::Migrations::Stub::Check, {}, &response), IsOk());
    return response;
  }

  bool Ready() {
    auto stub = grpc::health::v1::Health::NewStub(server_->channel());
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckRequest request;
    HealthCheckResponse response;
    request.set_service("ormd.readiness");
    return stub->Check(&context, request, &response).ok() && response.status() == HealthCheckResponse::SERVING;
  }

  std::string NotReady() {
    grpc::ClientContext context;
    orm::v1::GetServerInfoResponse response;
    EXPECT_THAT(server_->schema().GetServerInfo(&context, {}, &response), IsOk());
    return response.not_ready();
  }

  std::string schema_directory() const { return directory_.path() + "/entities"; }
  std::string migrations_directory() const { return directory_.path() + "/migrations"; }
  Server& server() { return *server_; }
  UnaryDoor one() { return server_->OneShot(); }

  TempDir directory_;
  std::unique_ptr<TestDatabase> database_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<orm::v1::Migrations::Stub> migrations_;
};
ORMD_ON_EVERY_DATABASE(MigrationTest);

TEST_P(MigrationTest, CreatesFilesFromEntitiesAndRunsThem) {
  Serve(kBook, {"--schema-check", "require"});
  const auto created = CreateMigration("books");
  EXPECT_THAT(created.name(), HasSubstr("_books"));
  EXPECT_THAT(ReadFile(created.path()), HasSubstr("CREATE TABLE \"book\""));
  EXPECT_THAT(States(), ElementsAre(Migration::PENDING));

  const auto ran = Up();
  ASSERT_THAT(ran.status, IsOk());
  EXPECT_THAT(*ran, ElementsAre(created.name()));
  EXPECT_THAT(States(), ElementsAre(Migration::EXECUTED));
  EXPECT_TRUE(Check().up_to_date());
  EXPECT_THAT(one().Create("Book", {{"title", "Emma"}}).status, IsOk());
  EXPECT_THAT(*Up(), IsEmpty());
  EXPECT_EQ(CreateMigration("again").name(), "");
}

TEST_P(MigrationTest, GoesDownAndUpAgainWithRowsKept) {
  Serve(kBook, {"--schema-check", "ignore"});
  CreateMigration("books");
  ASSERT_THAT(Up().status, IsOk());
  ASSERT_THAT(one().Create("Book", {{"title", "Emma"}}).status, IsOk());

  Serve(kBookWithPages, {"--schema-check", "ignore"});
  const auto pages = CreateMigration("pages");
  ASSERT_THAT(Up().status, IsOk());
  EXPECT_EQ((*one().FindOne({{"entity", "Book"}, {"key", 1}}))["pages"], 0);
  EXPECT_TRUE(Check().up_to_date());

  EXPECT_THAT(*Down(), ElementsAre(pages.name()));
  EXPECT_THAT(States(), ElementsAre(Migration::EXECUTED, Migration::PENDING));
  EXPECT_THAT(Check().pending(), ElementsAre(pages.name()));
  EXPECT_THAT(Check().operations(), SizeIs(testing::Ge(1)));
  EXPECT_THAT(*Up(), ElementsAre(pages.name()));
  EXPECT_EQ((*one().FindOne({{"entity", "Book"}, {"key", 1}}))["title"], "Emma");
}

TEST_P(MigrationTest, ABrokenStatementIsRolledBackAndNamed) {
  Serve(kBook, {"--schema-check", "ignore"});
  const auto books = CreateMigration("books");
  std::ofstream(migrations_directory() + "/20990101000000_broken.up.sql")
      << "CREATE TABLE half (id integer);\n\nCREATE TABLE nonsense (;\n";
  const auto ran = Up();
  EXPECT_THAT(*ran, ElementsAre(books.name()));
  EXPECT_THAT(ran.status, Fails(StatusCode::FAILED_PRECONDITION, "MIGRATION_FAILED"));
  EXPECT_THAT(ran.status.error_message(), HasSubstr("20990101000000_broken.up.sql"));
  EXPECT_THAT(States(), ElementsAre(Migration::EXECUTED, Migration::PENDING));
  std::filesystem::remove(migrations_directory() + "/20990101000000_broken.up.sql");
  EXPECT_TRUE(Check().up_to_date());
}

TEST_P(MigrationTest, AChangedFileThatHasRunIsRefusedByName) {
  Serve(kBook, {"--schema-check", "ignore"});
  const auto books = CreateMigration("books");
  ASSERT_THAT(Up().status, IsOk());
  std::ofstream(books.path(), std::ios::app) << "-- an afterthought\n";
  EXPECT_THAT(States(), ElementsAre(Migration::CHANGED));
  const auto ran = Up();
  EXPECT_THAT(ran.status, Fails(StatusCode::FAILED_PRECONDITION, "MIGRATION_CONFLICT"));
  EXPECT_THAT(ran.status.error_message(), HasSubstr(books.name()));
}

TEST_P(MigrationTest, WhatAScriptLeavesInItsSessionIsNobodysElse) {
  const std::vector<std::string> flags = {"--schema-check", "ignore", "--pool-size", "1"};
  Serve(kBook, flags);
  CreateMigration("books");
  std::ofstream(migrations_directory() + "/20990101000000_temporary.up.sql")
      << "CREATE TEMP TABLE book (id integer PRIMARY KEY, title text);\n";
  ASSERT_THAT(Up().status, IsOk());
  ASSERT_THAT(one().Create("Book", {{"title", "Emma"}}).status, IsOk());
  EXPECT_EQ(*one().Count("Book"), 1);
  Serve(kBook, flags);
  EXPECT_EQ(*one().Count("Book"), 1);
}

TEST_P(MigrationTest, OnlyTheClientBoundsWorkOnTheSchema) {
  // The one writer of SQLite is waited for as for a lock.
  const std::string acquire_timeout = database_->is_sqlite() ? "50ms" : "30s";
  Serve(kBook, {"--schema-check", "ignore", "--default-timeout", "100ms", "--acquire-timeout", acquire_timeout});
  std::filesystem::create_directories(migrations_directory());
  std::ofstream(migrations_directory() + "/20990101000000_slow.up.sql")
      << (database_->is_sqlite() ? "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) "
                                   "SELECT count(*) FROM n;\n"
                                 : "SELECT pg_sleep(1);\n");
  grpc::ClientContext context;
  const auto slow = migrations_->Up(&context, {});
  MigrationEvent event;
  ASSERT_TRUE(slow->Read(&event));
  ASSERT_EQ(event.kind(), MigrationEvent::STARTED);

  orm::v1::UpRequest impatient;
  impatient.mutable_lock_timeout()->set_nanos(50'000'000);
  EXPECT_THAT(Up(impatient).status, Fails(StatusCode::ABORTED, "LOCK_NOT_AVAILABLE"));

  grpc::ClientContext waiting;
  orm::v1::UpdateSchemaResponse response;
  EXPECT_THAT(server().schema().Update(&waiting, {}, &response), IsOk());
  while (slow->Read(&event)) continue;
  EXPECT_THAT(slow->Finish(), IsOk());
  EXPECT_EQ(*one().Count("Book"), 0);
}

TEST_P(MigrationTest, ADumpOpensNoDoor) {
  Serve(kBook, {"--schema-check", "sync"});
  ASSERT_TRUE(Eventually([&] { return Ready(); })) << NotReady();
  Serve(kCheckedBook, {"--schema-check", "require"});
  ASSERT_TRUE(Eventually([&] { return NotReady().find("SCHEMA_OUT_OF_DATE") == 0; })) << NotReady();
  grpc::ClientContext context;
  orm::v1::UpdateSchemaRequest request;
  request.set_dump(true);
  orm::v1::UpdateSchemaResponse response;
  ASSERT_THAT(server().schema().Update(&context, request, &response), IsOk());
  EXPECT_GT(response.operations_size(), 0);
  EXPECT_THAT(one().Count("Book").status, Fails(StatusCode::FAILED_PRECONDITION, "SCHEMA_OUT_OF_DATE"));
}

TEST_P(MigrationTest, RequireClosesTheDoorUntilTheDatabaseIsMigrated) {
  Serve(kBook, {"--schema-check", "require"});
  const auto books = CreateMigration("books");
  ASSERT_TRUE(Eventually([&] { return NotReady().find("SCHEMA_OUT_OF_DATE") == 0; })) << NotReady();
  EXPECT_FALSE(Ready());
  const auto refused = one().Count("Book");
  EXPECT_THAT(refused.status, Fails(StatusCode::FAILED_PRECONDITION, "SCHEMA_OUT_OF_DATE"));
  EXPECT_THAT(refused.status.error_message(), HasSubstr("it lacks 1 step: "));
  EXPECT_TRUE(Eventually([&] { return NotReady().find(books.name()) != std::string::npos; })) << NotReady();
  EXPECT_THAT(States(), ElementsAre(Migration::PENDING));

  ASSERT_THAT(Up().status, IsOk());
  EXPECT_TRUE(Eventually([&] { return Ready(); })) << NotReady();
  EXPECT_EQ(*one().Count("Book"), 0);
}

TEST_P(MigrationTest, SyncMakesWhatIsMissing) {
  Serve(kBook, {"--schema-check", "sync"});
  ASSERT_TRUE(Eventually([&] { return Ready(); })) << NotReady();
  ASSERT_THAT(one().Create("Book", {{"title", "Emma"}}).status, IsOk());
  Serve(kBookWithPages, {"--schema-check", "sync"});
  ASSERT_TRUE(Eventually([&] { return Ready(); })) << NotReady();
  EXPECT_EQ((*one().FindOne({{"entity", "Book"}, {"key", 1}}))["pages"], 0);
  // Nothing is missing: no row is checked.
  Serve(kBookWithPages, {"--schema-check", "sync"});
  ASSERT_TRUE(Eventually([&] { return Ready(); })) << NotReady();
  EXPECT_THAT(server().daemon().Statements(), testing::Each(testing::Not(HasSubstr("foreign_key_check"))));
  // Nothing is dropped.
  Serve(kBook, {"--schema-check", "require"});
  EXPECT_TRUE(Eventually([&] { return Ready(); })) << NotReady();
}

TEST_P(MigrationTest, TheFirstCallFindsWhatSyncMakes) {
  Serve(kBook, {"--schema-check", "sync"});
  EXPECT_THAT(one().Create("Book", {{"title", "Emma"}}).status, IsOk());
}

class PostgresMigrationTest : public MigrationTest {};
INSTANTIATE_TEST_SUITE_P(Postgres, PostgresMigrationTest, testing::Values("postgresql"));

TEST_P(PostgresMigrationTest, NobodyPassesBeforeTheTablesWereCompared) {
  const std::unique_ptr<Driver> driver = MakeDriver(database_->url()).value();
  const std::unique_ptr<Connection> other = driver->Connect(Access::kWrite, {}).value();
  ASSERT_TRUE(other->Begin({}, {}).ok());
  ASSERT_TRUE(other->ExecuteScript("LOCK TABLE pg_catalog.pg_constraint", {}).ok());
  Serve(kBook, {"--schema-check", "require"});
  EXPECT_THAT(one().Count("Book").status, Fails(StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE"));
  ASSERT_TRUE(other->Rollback({}).ok());
  EXPECT_TRUE(Eventually([&] { return FailureOf(one().Count("Book").status).reason == "SCHEMA_OUT_OF_DATE"; }));
}

TEST_P(MigrationTest, SyncLeavesNullsAloneAndSaysSo) {
  Serve("message Book { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary.generated = IDENTITY]; "
        "optional string title = 2; optional string isbn = 3; }",
        {"--schema-check", "sync"});
  ASSERT_TRUE(Eventually([&] { return Ready(); })) << NotReady();
  ASSERT_THAT(one().Create("Book", {{"isbn", "x"}}).status, IsOk());
  constexpr char kRequired[] =
      "message Book { option (orm.entity) = {}; int32 id = 1 [(orm.property).primary.generated = IDENTITY]; "
      "string title = 2; string isbn = 3; }";
  Serve(kRequired, {"--schema-check", "sync"});
  ASSERT_TRUE(Eventually([&] { return NotReady().find("nulls become its zero value") != std::string::npos; }))
      << NotReady();
  EXPECT_THAT(NotReady(), testing::AllOf(HasSubstr("SCHEMA_OUT_OF_DATE"), HasSubstr("sync leaves alone")));
  EXPECT_THAT(NotReady(), testing::AllOf(HasSubstr("\"title\""), testing::Not(HasSubstr("\"isbn\""))));
  // Nothing was filled: who wants it to be says so.
  grpc::ClientContext context;
  orm::v1::UpdateSchemaResponse response;
  ASSERT_THAT(server().schema().Update(&context, {}, &response), IsOk());
  EXPECT_EQ(response.operations_size(), 1);
  EXPECT_TRUE(Eventually([&] { return Ready(); })) << NotReady();
  EXPECT_EQ((*one().FindOne({{"entity", "Book"}, {"key", 1}}))["title"], "");
}

TEST_P(MigrationTest, AColumnThatNoEntityKnowsAnyMoreIsNamed) {
  Serve(kBook, {"--schema-check", "sync"});
  ASSERT_TRUE(Eventually([&] { return Ready(); })) << NotReady();
  EXPECT_THAT(server().daemon().Log(), testing::Not(HasSubstr("no entity knows")));
  Serve("message Book { option (orm.entity) = {}; int64 id = 1 [(orm.property).primary.generated = IDENTITY]; "
        "string name = 2; }",
        {"--schema-check", "sync"});
  ASSERT_TRUE(Eventually([&] { return Ready(); })) << NotReady();
  EXPECT_THAT(server().daemon().Log(), testing::AllOf(HasSubstr("no entity knows"), HasSubstr("title")));
  grpc::ClientContext context;
  orm::v1::DiffSchemaRequest request;
  request.mutable_filter()->set_safe(true);
  orm::v1::DiffSchemaResponse diff;
  ASSERT_THAT(server().schema().Diff(&context, request, &diff), IsOk());
  EXPECT_THAT(diff.operations(), IsEmpty());
  EXPECT_THAT(diff.obstacles(), ElementsAre("\"book\".\"title\""));
}

TEST_P(MigrationTest, DriftNamesThePendingMigrations) {
  Serve(kBook, {"--schema-check", "ignore"});
  const auto books = CreateMigration("books");
  const auto count = one().Count("Book");
  EXPECT_THAT(count.status, Fails(StatusCode::FAILED_PRECONDITION, "SCHEMA_OUT_OF_DATE"));
  EXPECT_THAT(count.status.error_message(), HasSubstr(books.name()));
}

TEST_P(MigrationTest, UpdateAndDiffOfWhatStandsDoNothing) {
  Serve(kBookWithPages, {"--schema-check", "ignore"});
  const auto update = [&](bool dump) {
    grpc::ClientContext context;
    orm::v1::UpdateSchemaRequest request;
    request.set_dump(dump);
    orm::v1::UpdateSchemaResponse response;
    EXPECT_THAT(server().schema().Update(&context, request, &response), IsOk());
    return response.operations_size();
  };
  const int planned = update(true);
  EXPECT_GT(planned, 0);
  EXPECT_EQ(update(false), planned);
  EXPECT_EQ(update(false), 0);
  grpc::ClientContext context;
  orm::v1::DiffSchemaResponse diff;
  EXPECT_THAT(server().schema().Diff(&context, {}, &diff), IsOk());
  EXPECT_THAT(diff.operations(), IsEmpty());
}

TEST_P(MigrationTest, EntitiesComeBackFromTheDatabase) {
  Serve(kBookWithPages, {"--schema-check", "sync"});
  ASSERT_TRUE(Eventually([&] { return Ready(); })) << NotReady();
  grpc::ClientContext context;
  orm::v1::GenerateEntitiesRequest request;
  request.set_package("shelf.v1");
  orm::v1::GenerateEntitiesResponse response;
  ASSERT_THAT(server().schema().GenerateEntities(&context, request, &response), IsOk());
  ASSERT_EQ(response.files_size(), 1);
  EXPECT_THAT(response.files(0).content(), HasSubstr("message Book {"));
  std::filesystem::remove(schema_directory() + "/shelf.proto");
  const std::string generated = response.files(0).content();
  Serve(generated.substr(generated.find("message Book")), {"--schema-check", "require"});
  EXPECT_TRUE(Eventually([&] { return Ready(); })) << NotReady();
}

}  // namespace
}  // namespace ormd::conformance
