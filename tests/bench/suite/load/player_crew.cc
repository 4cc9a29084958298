#include <algorithm>
#include <utility>

#include "tests/bench/suite/load/crew.h"
#include "tests/bench/suite/load/echo_player.h"
#include "tests/bench/suite/load/library_player.h"
#include "tests/bench/suite/load/ormd_library.h"
#include "tests/bench/suite/load/shop_library.h"
#include "tests/bench/suite/load/transport.h"

namespace ormd::bench {
namespace {

constexpr int kMaxLinks = 8;

class PlayerCrew final : public Crew {
 public:
  explicit PlayerCrew(const Options& options)
      : options_(options),
        transport_(options.decode ? MakeGrpcTransport() : MakeHttp2Transport()),
        links_(transport_->Connect(options.address, std::min(options.callers, kMaxLinks))) {
    if (!connected()) return;
    for (int caller = 0; caller < options.callers; ++caller) AddCaller(caller);
  }

  bool connected() const { return !links_.empty(); }
  size_t threads() const override { return 1; }

  grpc::Status Run(size_t thread, const Work& work) override {
    std::vector<Task<grpc::Status>> tasks;
    for (const auto& player : players_) tasks.push_back(work(*player, thread));
    for (Task<grpc::Status>& task : tasks) task.Start();
    for (const Task<grpc::Status>& task : tasks) {
      while (!task.done()) transport_->RunOne();
    }
    grpc::Status first;
    for (Task<grpc::Status>& task : tasks) {
      if (grpc::Status ended = task.Take(); first.ok()) first = std::move(ended);
    }
    return first;
  }

 private:
  void AddCaller(int caller) {
    Link& link = *links_[static_cast<size_t>(caller) % links_.size()];
    if (options_.target.starts_with("echo")) {
      Stream* const stream = options_.target == "echo-stream" ? streams_.emplace_back(OpenEcho(link)).get() : nullptr;
      for (int i = 0; i < options_.depth; ++i) players_.push_back(std::make_unique<EchoPlayer>(link, stream));
    } else if (options_.target == "shop") {
      AddLibrary(caller, 0, std::make_unique<ShopLibrary>(link, options_.decode));
    } else {
      AddOrmdCaller(caller, link);
    }
  }

  void AddOrmdCaller(int caller, Link& link) {
    const bool streams = options_.target == "ormd-stream";
    const bool needs_session = options_.workload == 8 || options_.workload == 9;
    const auto session = streams || needs_session ? std::make_shared<StreamDoor>(link) : nullptr;
    const auto door = streams ? std::shared_ptr<OrmdDoor>(session) : std::make_shared<UnaryDoor>(link);
    for (int i = 0; i < options_.depth; ++i) {
      AddLibrary(caller, i, std::make_unique<OrmdLibrary>(door, session, options_.decode));
    }
  }

  void AddLibrary(int caller, int lane, std::unique_ptr<Library> library) {
    const uint64_t seed = (options_.seed << 32) + static_cast<uint64_t>(caller) * 64 + static_cast<uint64_t>(lane);
    players_.push_back(std::make_unique<LibraryPlayer>(std::move(library), options_.workload,
                                                       Share{caller, options_.callers}, seed, emails_));
  }

  const Options options_;
  const std::unique_ptr<Transport> transport_;
  const std::vector<std::unique_ptr<Link>> links_;
  FreshEmails emails_;
  std::vector<std::unique_ptr<Stream>> streams_;
  std::vector<std::unique_ptr<Player>> players_;
};

}  // namespace

std::unique_ptr<Crew> MakeGrpcCrew(const Options& options, std::string* error) {
  auto crew = std::make_unique<PlayerCrew>(options);
  if (crew->connected()) return crew;
  *error = "no gRPC server at " + options.address;
  return nullptr;
}

}  // namespace ormd::bench
