// Random queries of random rows, beside a model of what they mean (where_model.h, query_model.h). Each seed is a
// database of its own; ORMD_TEST_SEEDS=FROM-TO runs those. One that fails prints its shortest form.
#include <cstdio>

#include "orm/base/strings.h"
#include "tests/support/dice.h"
#include "tests/unit/query/query_rows.h"
#include "tests/unit/query/query_runner.h"
#include "tests/unit/query/query_schema.h"
#include "tests/unit/unit/unit_fixture.h"

namespace ormd {
namespace {

constexpr uint64_t kSeeds = 300;
constexpr size_t kQueries = 20;

enum class Kind { kGood, kBad, kDisturbed };

struct Case {
  QueryWorld world;
  Kind kind = Kind::kGood;
  RandomQuery query;
  QueryFault fault;
};

class RandomQueryTest : public UnitTest {
 protected:
  RandomQueryTest() : UnitTest(kQueryProto) {}

  std::string Judge(QueryRunner& runner, const Case& tried) {
    if (tried.kind == Kind::kBad) return runner.FaultOfBad(tried.query, tried.fault);
    return tried.kind == Kind::kGood ? runner.FaultOf(tried.query) : runner.FaultOfDisturbed(tried.query);
  }

  // On a database and in a session of its own.
  std::string Retry(const Case& tried) {
    const absl::Status stored = StoreWorld(environment_, tried.world);
    if (!stored.ok()) return "";
    QueryRunner runner(environment_, tried.world, reader_);
    std::string fault = Judge(runner, tried);
    return fault.empty() ? Judge(runner, tried) : fault;
  }

  // What is left of a good query may be no good any more: that is another fault.
  static bool IsRefusal(const std::string& fault) { return fault.find(" at where") != std::string::npos; }

  // The first of `others` that fails alike takes its place; false where there is none.
  bool TakeFailing(Case& failing, bool refused, const std::vector<Case>& others) {
    for (const Case& other : others) {
      const std::string fault = Retry(other);
      if (fault.empty() || IsRefusal(fault) != refused) continue;
      failing = other;
      return true;
    }
    return false;
  }

  static std::vector<Case> SimplerCases(const Case& failing) {
    std::vector<Case> simpler;
    // What is wrong with a bad query is part of it.
    if (failing.kind != Kind::kBad) {
      for (RandomQuery& query : SimplerQueries(failing.query)) {
        simpler.push_back({failing.world, failing.kind, std::move(query), failing.fault});
      }
    }
    for (size_t i = 0; i < failing.world.rows().size(); ++i) {
      simpler.push_back(failing);
      simpler.back().world.Remove(i);
    }
    for (size_t i = 0; i < failing.world.links().size(); ++i) {
      simpler.push_back(failing);
      simpler.back().world.Unlink(i);
    }
    return simpler;
  }

  void Report(uint64_t seed, Case failing, const std::string& first_fault) {
    std::string fault = Retry(failing);
    if (!fault.empty()) {
      const bool refused = IsRefusal(fault);
      while (TakeFailing(failing, refused, SimplerCases(failing))) {
      }
      fault = Retry(failing);
    }
    SCOPED_TRACE(StrCat("ORMD_TEST_SEEDS=", seed, "-", seed, "\n", StrJoin(WorldText(failing.world), "\n"), "\n",
                        QueryText(failing.query)));
    ADD_FAILURE() << (fault.empty() ? StrCat("after other queries: ", first_fault) : fault);
  }

  void RunSeed(uint64_t seed) {
    Dice dice(seed);
    Case tried;
    tried.world = RandomWorld(environment_.schema, Dice(dice.Roll()));
    const absl::Status stored = StoreWorld(environment_, tried.world);
    ASSERT_TRUE(stored.ok()) << "seed " << seed << ": " << stored;
    QueryRunner runner(environment_, tried.world, reader_);
    for (size_t i = 0; i < kQueries; ++i) {
      Draw(Dice(dice.Roll()), tried);
      const std::string fault = Judge(runner, tried);
      if (!fault.empty()) return Report(seed, tried, fault);
    }
  }

  void Draw(Dice dice, Case& tried) {
    const size_t kind = dice.Pick(100);
    tried.query = MakeQuery(environment_.schema, tried.world, dice);
    tried.kind = kind < 75 ? Kind::kGood : kind < 90 || tried.query.key.has_value() ? Kind::kBad : Kind::kDisturbed;
    if (tried.kind == Kind::kBad) tried.fault = Spoil(tried.world, tried.query, dice);
    if (tried.kind == Kind::kDisturbed) Disturb(tried.query, dice);
    ++drawn_[static_cast<size_t>(tried.kind)];
  }

  // An EntityManager knows the environment that the fixture keeps to itself.
  const EntityManager manager_ = Fork();
  const OrmEnvironment& environment_ = manager_.environment();
  AnswerReader reader_{environment_.schema};
  size_t drawn_[3] = {};
};

TEST_P(RandomQueryTest, EveryWayAnswersWhatTheModelSays) {
  const auto [from, to] = SeedRange(kSeeds);
  for (uint64_t seed = from; seed <= to; ++seed) RunSeed(seed);
  std::printf("%zu good queries, %zu bad ones, %zu that may be either\n", drawn_[0], drawn_[1], drawn_[2]);
}

INSTANTIATE_TEST_SUITE_P(Databases, RandomQueryTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
