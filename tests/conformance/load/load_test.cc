// Many clients at once: whatever they are told fits one order of what happened to each row, and what the database holds
// in the end. Seeds say what each client does, not how they meet. On PostgreSQL connections of the daemon are killed
// meanwhile, at every other seed.
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/conformance/fixture.h"
#include "tests/conformance/hostile/hostile_fixture.h"
#include "tests/conformance/load/client.h"
#include "tests/conformance/load/last_state.h"

namespace ormd::conformance {
namespace {

constexpr uint64_t kSeeds = 6;
constexpr size_t kClients = 8;
constexpr size_t kActs = 40;
constexpr long kMostGrowthKib = 96 << 10;

constexpr char kPostgresEmpty[] = "TRUNCATE account, cell, seat, note, line";
constexpr char kSqliteEmpty[] =
    "DELETE FROM line; DELETE FROM note; DELETE FROM seat; DELETE FROM cell; DELETE FROM account";
constexpr char kShortDeadlocks[] =
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''20ms''', current_database()); END $$";

// Kills connections of the daemon while it lives.
class Killer {
 public:
  Killer(const std::string& url, uint64_t seed) : backdoor_(url), dice_(seed), thread_([this] { Work(); }) {}
  ~Killer() {
    ended_ = true;
    thread_.join();
  }

 private:
  void Work() {
    while (!ended_) {
      absl::SleepFor(absl::Milliseconds(5 + static_cast<int64_t>(dice_.Pick(30))));
      backdoor_.KillConnection(dice_.Roll());
    }
  }

  Backdoor backdoor_;
  Dice dice_;
  std::atomic<bool> ended_ = false;
  std::thread thread_;
};

class LoadTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    database_ = std::make_unique<TestDatabase>(GetParam());
    backdoor_ = std::make_unique<Backdoor>(database_->url());
    if (!sqlite()) backdoor_->Run(kShortDeadlocks);
    server_ = std::make_unique<Server>(Daemon::Options{
        ORMD_LOAD_SCHEMA, database_->url(),
        {"--pool-size", "6", "--merge-lanes", "1", "--acquire-timeout", "30s", "--default-timeout", "60s"}});
    ASSERT_TRUE(server_->listening()) << server_->daemon().Log();
    ASSERT_THAT(server_->CreateTables(), IsOk());
  }

  void TearDown() override {
    if (HasFatalFailure()) return;
    std::printf("%ld MiB resident;", ResidentKib(server_->daemon().pid()) / 1024);
    for (const auto& [answer, count] : answers_) std::printf(" %s %zu", answer.c_str(), count);
    std::printf("\n");
    EXPECT_EQ(server_->daemon().Terminate(), 0);
  }

  bool sqlite() const { return database_->is_sqlite(); }

  void ResetRows() {
    backdoor_->Run(sqlite() ? kSqliteEmpty : kPostgresEmpty);
    for (int64_t id = 1; id <= kAccounts; ++id) {
      backdoor_->Run(absl::StrCat("INSERT INTO account (id, balance, stamp, echo, version) VALUES (", id, ", ",
                                  kBalance, ", '", kFirstStamp, "', '", kFirstStamp, "', 1)"));
    }
  }

  bool Idle() {
    grpc::ClientContext context;
    orm::v1::GetServerInfoResponse info;
    if (!server_->schema().GetServerInfo(&context, {}, &info).ok()) return false;
    return info.sessions() == 0 && info.pool().in_use() == 0 && info.pool().waiting() == 0 &&
           info.not_ready().empty() && backdoor_->OpenTransactions() == 0;
  }

  Testimony Play(uint64_t seed) {
    const bool calm = sqlite() || seed % 2 == 1;
    const auto killer = calm ? nullptr : std::make_unique<Killer>(database_->url(), seed);
    std::vector<std::unique_ptr<Client>> clients;
    std::vector<std::thread> threads;
    for (size_t i = 0; i < kClients; ++i) {
      clients.push_back(std::make_unique<Client>(Surroundings{*server_, sqlite(), calm}, seed, i));
      threads.emplace_back([&client = *clients.back()] { client.Run(kActs); });
    }
    for (std::thread& thread : threads) thread.join();
    Testimony all;
    for (const auto& client : clients) all.Merge(client->testimony());
    return all;
  }

  void RunSeed(uint64_t seed) {
    ResetRows();
    Testimony testimony = Play(seed);
    for (const auto& [answer, count] : testimony.answers) answers_[answer] += count;
    ASSERT_TRUE(Eventually([&] { return Idle(); })) << "a session, a transaction or a connection is left over";
    const std::vector<std::string> faults = FaultsOf(std::move(testimony), *backdoor_);
    EXPECT_TRUE(faults.empty()) << "ORMD_TEST_SEEDS=" << seed << "-" << seed << "\n" << absl::StrJoin(faults, "\n");
  }

  std::unique_ptr<TestDatabase> database_;
  std::unique_ptr<Backdoor> backdoor_;
  std::unique_ptr<Server> server_;
  std::map<std::string, size_t> answers_;
};

TEST_P(LoadTest, WhatClientsAreToldFitsOneOrderOfWhatHappened) {
  const auto [from, to] = SeedRange(kSeeds);
  long resident = 0;
  for (uint64_t seed = from; seed <= to; ++seed) {
    ASSERT_NO_FATAL_FAILURE(RunSeed(seed));
    if (seed == from + 1) resident = ResidentKib(server_->daemon().pid());
  }
  if (resident == 0) return;
  EXPECT_LT(ResidentKib(server_->daemon().pid()) - resident, kMostGrowthKib);
}

ORMD_ON_EVERY_DATABASE(LoadTest);

}  // namespace
}  // namespace ormd::conformance
