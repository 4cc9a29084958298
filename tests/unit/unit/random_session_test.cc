// Sessions of random operations, beside a model of what MikroORM would do (session_model.h). Each seed is a session of
// its own; ORMD_TEST_SEEDS=FROM-TO runs those. One that fails prints its shortest form.
#include <cstdio>

#include "orm/base/strings.h"
#include "tests/unit/unit/random_session.h"
#include "tests/unit/unit/session_schema.h"
#include "tests/unit/unit/unit_fixture.h"

namespace ormd {
namespace {

constexpr uint64_t kSeeds = 500;
constexpr size_t kSteps = 60;

using Steps = std::vector<uint64_t>;

struct Played {
  std::string fault;
  std::vector<std::string> log;
  int flushes, failed, open;
};

class RandomSessionTest : public UnitTest {
 protected:
  RandomSessionTest() : UnitTest(kSessionProto) {}

  Played Play(uint64_t kind, const Steps& steps) {
    RunScript(
        "UPDATE person SET focus_id = NULL; DELETE FROM step; DELETE FROM task; DELETE FROM badge; DELETE FROM desk;"
        "DELETE FROM person; DELETE FROM label");
    RandomSession session(Fork().environment(), observer(), kind);
    session.Run(steps);
    return {session.fault(), session.log(), session.flushes(), session.failed_flushes(), session.open_forecasts()};
  }

  // Leaves out what the fault does not need.
  Steps Shorten(uint64_t kind, Steps steps) {
    for (size_t width = steps.size() / 2; width > 0; width /= 2) {
      for (size_t at = 0; at + width <= steps.size();) {
        Steps fewer = steps;
        const auto from = fewer.begin() + static_cast<std::ptrdiff_t>(at);
        fewer.erase(from, from + static_cast<std::ptrdiff_t>(width));
        if (Play(kind, fewer).fault.empty()) {
          at += width;
        } else {
          steps = std::move(fewer);
        }
      }
    }
    return steps;
  }

  void RunSeed(uint64_t seed) {
    Dice dice(seed);
    Steps steps(kSteps);
    for (uint64_t& step : steps) step = dice.Roll();
    const Played played = Play(seed, steps);
    flushes_ += played.flushes;
    failed_ += played.failed;
    open_ += played.open;
    if (played.fault.empty()) return;
    const Played shorter = Play(seed, Shorten(seed, std::move(steps)));
    SCOPED_TRACE(StrCat("ORMD_TEST_SEEDS=", seed, "-", seed, "\n", StrJoin(shorter.log, "\n")));
    ADD_FAILURE() << shorter.fault;
  }

  int flushes_ = 0, failed_ = 0, open_ = 0;
};

TEST_P(RandomSessionTest, SessionAndDatabaseHoldWhatTheModelSays) {
  const auto [from, to] = SeedRange(kSeeds);
  for (uint64_t seed = from; seed <= to; ++seed) RunSeed(seed);
  std::printf("%d flushes, %d of them failed, %d might have\n", flushes_, failed_, open_);
}

INSTANTIATE_TEST_SUITE_P(Databases, RandomSessionTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
