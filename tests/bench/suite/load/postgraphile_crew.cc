#include <utility>

#include "tests/bench/suite/load/crew.h"
#include "tests/bench/suite/load/library_player.h"
#include "tests/bench/suite/load/postgraphile_library.h"

namespace ormd::bench {
namespace {

class PostgraphileCrew final : public Crew {
 public:
  explicit PostgraphileCrew(const Options& options) {
    for (int caller = 0; caller < options.callers; ++caller) {
      auto library = std::make_unique<PostgraphileLibrary>(options.address, options.decode);
      connected_ = connected_ && library->connected();
      const uint64_t seed = (options.seed << 32) + static_cast<uint64_t>(caller);
      players_.push_back(std::make_unique<LibraryPlayer>(std::move(library), options.workload,
                                                         Share{caller, options.callers}, seed, emails_));
    }
  }

  bool connected() const { return connected_; }
  size_t threads() const override { return players_.size(); }

  grpc::Status Run(size_t thread, const Work& work) override {
    Task<grpc::Status> task = work(*players_[thread], thread);
    task.Start();
    return task.Take();
  }

 private:
  bool connected_ = true;
  FreshEmails emails_;
  std::vector<std::unique_ptr<Player>> players_;
};

}  // namespace

std::unique_ptr<Crew> MakePostgraphileCrew(const Options& options, std::string* error) {
  auto crew = std::make_unique<PostgraphileCrew>(options);
  if (crew->connected()) return crew;
  *error = "no HTTP server at " + options.address;
  return nullptr;
}

}  // namespace ormd::bench
