#include "tests/conformance/hostile/hostile_fixture.h"

#include <google/protobuf/stubs/logging.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace ormd::conformance {
namespace {

constexpr size_t kReadableBytes = 1500;
constexpr size_t kLoggedSteps = 60;

// Where a sanitizer says what it found.
std::string EndOf(const std::string& log) {
  constexpr size_t kBytes = 20'000;
  return log.substr(log.size() - std::min(log.size(), kBytes));
}

constexpr char kPostgresEmpty[] =
    "TRUNCATE account, author, book, book_tags, category, person, profile, sample, stock, tag, town RESTART IDENTITY";
constexpr char kSqliteEmpty[] =
    "UPDATE town SET mayor_id = NULL; UPDATE category SET parent_id = NULL; DELETE FROM book_tags; DELETE FROM stock;"
    "DELETE FROM book; DELETE FROM profile; DELETE FROM author; DELETE FROM tag; DELETE FROM person; DELETE FROM town;"
    "DELETE FROM category; DELETE FROM account; DELETE FROM sample";

Json FirstRows() {
  const auto create = [](const char* entity, const Json& data, const char* local = "") {
    return Json{{"create", {{"entity", entity}, {"local", local}, {"data", data}}}};
  };
  const char* const uuid = "00000000-0000-4000-8000-000000000001";
  return {create("Author", {{"name", "Ann"}, {"email", "ann@example.org"}}, "ann"),
          create("Author", {{"name", "Bob"}, {"age", 7}}),
          create("Profile", {{"author", {{"$local", "ann"}}}, {"bio", "b"}}),
          create("Book", {{"id", uuid}, {"title", "One"}, {"author", {{"$local", "ann"}}},
                          {"tags", Json::array({Json{{"name", "t"}}})}}),
          create("Category", {{"name", "c"}, {"children", {{{"name", "d"}}, {{"name", "e"}}}}}),
          create("Town", {{"name", "t"}}, "town"),
          create("Person", {{"name", "p"}, {"home", {{"$local", "town"}}}}),
          create("Stock", {{"shelf", "c1"}, {"book", {{"id", uuid}}}, {"amount", 1}}),
          create("Account", {{"name", "hush-hush1"}, {"balance", "1.5"}}),
          create("Sample", {{"id", 1}, {"words", "w"}, {"big", 9}, {"moment", "2001-02-03T04:05:06Z"}})};
}

}  // namespace

long ResidentKib(pid_t process) {
  const std::string status = ReadFile("/proc/" + std::to_string(process) + "/status");
  const size_t at = status.find("VmRSS:");
  return at == std::string::npos ? 0 : std::atol(status.c_str() + at + 6);
}

std::string Readable(const std::string& bytes) {
  const std::string rest = bytes.size() > kReadableBytes ? "... (" + std::to_string(bytes.size()) + " bytes)" : "";
  return absl::CHexEscape(bytes.substr(0, kReadableBytes)) + rest;
}

void HostileTest::SetUp() {
  google::protobuf::SetLogHandler(nullptr);  // of texts that are not UTF-8
  ConformanceTest::SetUp();
  std::filesystem::create_directories(migrations());
  Restart({"--migrations", migrations(), "--pool-size", "4", "--default-timeout", "20s", "--acquire-timeout", "5s",
           "--idle-transaction", "300ms", "--max-session-ttl", "2s"});
  tables_ = std::make_unique<Tables>(url());
}

void HostileTest::TearDown() {
  std::printf("%zu requests, %ld MiB resident\n", asked_, ResidentKib(server().daemon().pid()) / 1024);
  if (!HasFatalFailure()) {
    EXPECT_EQ(server().daemon().Terminate(), 0) << EndOf(server().daemon().Log());
  }
}

void HostileTest::ResetRows() {
  tables_->Run(sqlite() ? kSqliteEmpty : kPostgresEmpty);
  ORMD_ASSERT_OK(one().Flush(FirstRows()));
}

void HostileTest::BeginSeed(uint64_t seed) {
  seed_ = seed;
  faulty_ = false;
  log_.clear();
}

void HostileTest::Log(std::string line) { log_.push_back(std::move(line)); }

void HostileTest::Fault(const std::string& fault) {
  faulty_ = true;
  const size_t from = log_.size() > kLoggedSteps ? log_.size() - kLoggedSteps : 0;
  ADD_FAILURE() << "ORMD_TEST_SEEDS=" << seed_ << "-" << seed_ << "\n"
                << absl::StrJoin(log_.begin() + static_cast<std::ptrdiff_t>(from), log_.end(), "\n") << "\n"
                << fault;
}

bool HostileTest::Idle() {
  grpc::ClientContext context;
  orm::v1::GetServerInfoResponse info;
  if (!server().schema().GetServerInfo(&context, {}, &info).ok()) return false;
  return info.sessions() == 0 && info.pool().in_use() == 0 && info.pool().waiting() == 0 &&
         tables_->OpenTransactions() == 0;
}

void HostileTest::ExpectLivingAndIdle() {
  grpc::ClientContext context;
  grpc::health::v1::HealthCheckResponse health;
  const auto stub = grpc::health::v1::Health::NewStub(server().channel());
  const grpc::Status status = stub->Check(&context, {}, &health);
  if (!status.ok() || health.status() != grpc::health::v1::HealthCheckResponse::SERVING) {
    return Fault("no health: " + status.error_message() + "\n" + EndOf(server().daemon().Log()));
  }
  if (!Eventually([&] { return Idle(); })) return Fault("a session, a transaction or a connection is left over");
  if (const auto found = one().Find({{"entity", "Author"}, {"limit", 1}}); !found.ok()) {
    Fault("a plain find fails: " + found.status.error_message());
  }
}

}  // namespace ormd::conformance
