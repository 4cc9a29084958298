// How long a connection of a client is used.
#include <atomic>
#include <regex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr int kCallers = 4;
constexpr size_t kConnections = 4;

class ConnectionTest : public ConformanceTest {
 protected:
  // The client's end of each connection that a call came by, as the log tells.
  std::set<std::string> Peers() {
    static const std::regex pattern("\"peer\":\"([^\"]+)\"");
    const std::string log = server().daemon().Log();
    std::set<std::string> peers;
    for (std::sregex_iterator match(log.begin(), log.end(), pattern), end; match != end; ++match) {
      peers.insert((*match)[1]);
    }
    return peers;
  }
};

TEST_P(ConnectionTest, ClientsMoveToNewConnectionsAndLoseNoCall) {
  Restart({"--max-connection-age", "200ms", "--log-level", "debug"});
  std::atomic<bool> over = false;
  std::vector<std::vector<std::string>> failures(kCallers);
  std::vector<std::thread> callers;
  for (auto& failed : failures) {
    callers.emplace_back([&] {
      auto door = server().OneShot();
      while (!over) {
        const grpc::Status status = door.Find({{"entity", "Author"}, {"limit", 1}}).status;
        if (!status.ok()) failed.push_back(status.error_message());
      }
    });
  }
  EXPECT_TRUE(Eventually([&] { return Peers().size() >= kConnections; }));
  over = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_THAT(failures, testing::Each(IsEmpty()));
}

TEST_P(ConnectionTest, AStreamStaysWhereItIs) {
  Restart({"--max-connection-age", "200ms", "--log-level", "debug"});
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Begin());
  ORMD_ASSERT_OK(session.Create("Author", {{"name", "Ann"}}));
  EXPECT_TRUE(Eventually([&] {
    EXPECT_THAT(one().Find({{"entity", "Tag"}}).status, IsOk());
    return Peers().size() >= kConnections;
  }));
  EXPECT_THAT(session.Commit(), IsOk());
  EXPECT_EQ(*one().Count("Author"), 1);
}

TEST_P(ConnectionTest, WithoutAnAgeOneConnectionIsEnough) {
  Restart({"--max-connection-age", "0s", "--log-level", "debug"});
  for (const auto end = absl::Now() + absl::Seconds(1); absl::Now() < end;) {
    ASSERT_THAT(one().Find({{"entity", "Author"}, {"limit", 1}}).status, IsOk());
  }
  EXPECT_THAT(Peers(), SizeIs(1));
}

ORMD_ON_EVERY_DATABASE(ConnectionTest);

}  // namespace
}  // namespace ormd::conformance
