// A fresh database, a daemon on it with its tables made, and doors into it.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/conformance/daemon.h"
#include "tests/conformance/door.h"
#include "tests/conformance/entities.h"
#include "tests/conformance/failure.h"
#include "tests/conformance/json.h"
#include "tests/support/databases.h"

namespace ormd::conformance {

using grpc::StatusCode;

// A daemon and what a client needs to talk to it. The entities are read from the daemon itself.
class Server {
 public:
  explicit Server(const Daemon::Options& options);

  bool listening() const { return !daemon_.address().empty(); }
  Daemon& daemon() { return daemon_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  orm::v1::Schema::Stub& schema() { return *schema_; }
  orm::v1::Sessions::Stub& sessions() { return *sessions_; }
  const Entities& entities() const { return *entities_; }

  // Makes the tables.
  grpc::Status CreateTables();
  UnaryDoor OneShot() const { return UnaryDoor(channel_, entities_.get()); }
  StreamDoor Stream() const { return StreamDoor(channel_, entities_.get()); }
  // A session by id; `ttl_seconds` 0 leaves it to the daemon.
  Outcome<std::string> OpenSession(int ttl_seconds = 0);
  UnaryDoor InSession(const std::string& id) const { return UnaryDoor(channel_, entities_.get(), id); }

 private:
  Daemon daemon_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<orm::v1::Schema::Stub> schema_;
  std::unique_ptr<orm::v1::Sessions::Stub> sessions_;
  std::unique_ptr<Entities> entities_;
};

inline constexpr absl::Duration kPatience = absl::Seconds(30);

// Whether the condition comes true in time.
template <typename Condition>
bool Eventually(Condition condition) {
  for (const absl::Time end = absl::Now() + kPatience; absl::Now() < end; absl::SleepFor(absl::Milliseconds(2))) {
    if (condition()) return true;
  }
  return false;
}

// Directory of the entity files of these tests.
std::string LibrarySchema();

// Each test has a database and a daemon of its own.
class ConformanceTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override;

  // Forgets the statements so far.
  void Mark() { mark_ = server().daemon().Statements().size(); }
  // Statements since the mark.
  std::vector<std::string> Statements();
  // The same without transaction control.
  std::vector<std::string> Queries() { return WithoutControl(Statements()); }
  // Changes, such as those of the test's setting, and the keys that they got, by local name.
  Json Setting(const Json& changes);

  bool sqlite() const { return database_->is_sqlite(); }
  Server& server() { return *server_; }
  UnaryDoor& one() { return *one_; }
  const std::string& url() const { return database_->url(); }
  // Ends the daemon and starts another one on the same database.
  void Restart(const std::vector<std::string>& flags);

 private:
  std::unique_ptr<TestDatabase> database_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<UnaryDoor> one_;
  size_t mark_ = 0;
};

#define ORMD_ON_EVERY_DATABASE(suite)                              \
  INSTANTIATE_TEST_SUITE_P(, suite, testing::ValuesIn(kDatabases), \
                           [](const auto& info) { return std::string(info.param); })

}  // namespace ormd::conformance
