// Work on the schema asked for with anything in it, and bytes that are no call at all.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "tests/conformance/hostile/hostile_fixture.h"
#include "tests/conformance/hostile/methods.h"
#include "tests/conformance/hostile/mutate.h"
#include "tests/conformance/hostile/random_message.h"
#include "tests/conformance/hostile/random_value.h"
#include "tests/conformance/raw_stream.h"
#include "tests/conformance/hostile/verdict.h"

namespace ormd::conformance {
namespace {

constexpr uint64_t kSeeds = 6;
constexpr int kRequests = 12;

class HostileAdminTest : public HostileTest {
 protected:
  // Only the daemon's own directory has files.
  void ExpectNoFilesElsewhere() {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory())) {
      const bool own = entry.is_directory() || entry.path().parent_path() == migrations();
      if (!own) Fault("a file outside the migrations: " + entry.path().string());
    }
  }

  void MakeTablesAnew() {
    tables().Run("DROP TABLE IF EXISTS ormd_migrations");
    std::filesystem::remove_all(migrations());
    std::filesystem::create_directories(migrations());
    grpc::ClientContext context;
    orm::v1::FreshSchemaResponse response;
    EXPECT_THAT(server().schema().Fresh(&context, {}, &response), IsOk());
  }

  void RunSeed(uint64_t seed) {
    BeginSeed(seed);
    Dice dice(seed);
    Methods methods = MethodsOf("orm.v1.Schema");
    const Methods more = MethodsOf("orm.v1.Migrations");
    methods.insert(methods.end(), more.begin(), more.end());
    for (int i = 0; i < kRequests && !faulty(); ++i, ++asked_) {
      const auto& method = *dice.Any(methods);
      const auto request = NewRequest(method);
      RandomMessages(server().entities(), dice).Fill(request.get());
      std::string bytes = request->SerializeAsString();
      if (dice.Chance(15)) bytes = Mutated(std::move(bytes), dice);
      const auto time = RawStream::Millis(dice.Chance(10) ? dice.Pick(20) : 30'000);
      const RawAnswer answer = RawAsk(server().channel(), PathOf(method), bytes, time);
      Log(absl::StrCat(PathOf(method), " ", Readable(request->ShortDebugString()), "\n  bytes ", Readable(bytes),
                       "\n  -> ", answer.status.has_value() ? Describe(*answer.status) : "nothing"));
      const std::string fault = answer.status.has_value() ? FaultOf(*answer.status) : "no answer in time";
      if (!fault.empty()) Fault(fault);
      ExpectNoFilesElsewhere();
    }
    MakeTablesAnew();
    ExpectLivingAndIdle();
  }

  // Sends the bytes to the daemon's port, and leaves when it has said what it says, or shortly.
  void SendToPort(const std::string& bytes) {
    const std::string& address = server().daemon().address();
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
    inet_pton(AF_INET, address.substr(0, address.rfind(':')).c_str(), &to.sin_addr);
    const int link = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{0, 20'000};
    setsockopt(link, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(link, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) {
      send(link, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      char answer[4096];
      while (recv(link, answer, sizeof answer, 0) > 0) {
      }
    }
    close(link);
  }
};

TEST_P(HostileAdminTest, WorkOnTheSchemaIsAnswered) {
  const auto [from, to] = SeedRange(kSeeds);
  for (uint64_t seed = from; seed <= to; ++seed) RunSeed(seed);
}

TEST_P(HostileAdminTest, BytesThatAreNoCall) {
  static const std::string kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  const auto [from, to] = SeedRange(20);
  for (uint64_t seed = from; seed <= to; ++seed, ++asked_) {
    BeginSeed(seed);
    Dice dice(seed);
    std::string bytes = dice.Chance(20) ? "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" : "";
    if (dice.Chance(70)) bytes = kPreface;
    if (dice.Chance(60)) bytes += std::string("\0\0\0\4\0\0\0\0\0", 9);  // empty settings
    for (size_t n = dice.Pick(6); n > 0; --n) {
      const std::string load = Mutated(HostileText(dice).substr(0, 300), dice).substr(0, 1000);
      const size_t size = dice.Chance(90) ? load.size() : dice.Pick(1u << 24);
      for (const int shift : {16, 8, 0}) bytes.push_back(static_cast<char>(size >> shift));
      bytes.push_back(static_cast<char>(dice.Pick(11)));  // the frame's type
      bytes.push_back(static_cast<char>(dice.Roll()));
      bytes += std::string("\0\0\0", 3) + static_cast<char>(dice.Pick(4)) + load;
    }
    SendToPort(bytes);
  }
  ExpectLivingAndIdle();
}

ORMD_ON_EVERY_DATABASE(HostileAdminTest);

}  // namespace
}  // namespace ormd::conformance
