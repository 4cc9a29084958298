#include "server/merge/create_merger.h"

#include <gmock/gmock.h>

#include <deque>

#include "orm/base/error.h"
#include "orm/unit/row_query.h"
#include "tests/support/unguarded.h"
#include "tests/unit/server/server_fixture.h"

namespace ormd {
namespace {

// A desk has one chair and one lamp, and a lamp that is no desk's goes.
constexpr char kDesks[] = R"(
  syntax = "proto3";
  package t;
  import "orm/options.proto";
  message Chair {
    option (orm.entity) = {};
    int64 id = 1 [(orm.property).primary.generated = IDENTITY];
    optional Desk desk = 2 [(orm.property).one_to_one = {}];
  }
  message Desk {
    option (orm.entity) = {};
    int64 id = 1 [(orm.property).primary.generated = IDENTITY];
    optional Chair chair = 2 [(orm.property).one_to_one.mapped_by = "desk"];
    optional Lamp lamp = 3 [(orm.property).one_to_one = {mapped_by: "desk" orphan_removal: true}];
  }
  message Lamp {
    option (orm.entity) = {};
    int64 id = 1 [(orm.property).primary.generated = IDENTITY];
    optional Desk desk = 2 [(orm.property).one_to_one = {}];
  })";

// The bytes of a Chair or a Lamp {desk: {id: N}}.
std::string OfDesk(char id) { return {0x12, 0x02, 0x08, id}; }

class CreateMergerTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    Create("Desk", "");
    Create("Desk", "");
    Answer();
    statuses_.clear();
  }

  void Create(const std::string& entity, const std::string& message) {
    auto command = std::make_shared<orm::v1::Command>();
    command->mutable_create()->set_entity(entity);
    command->mutable_create()->mutable_data()->set_message(message);
    Notified& answered = statuses_.emplace_back();
    ormd::Answer answer = [&answered](const absl::StatusOr<grpc::Slice>& reply) {
      answered.status = reply.status();
      answered.come.Notify();
    };
    EXPECT_TRUE(merger_.Take(command, FreeContext(), answer));
  }

  // All that were created while the workers were held are done together.
  void Answer() {
    for (Notified& answered : statuses_) answered.come.WaitForNotification();
  }

  size_t Inserts() {
    const std::vector<std::string> ran = server_.observer.TakeSql();
    return static_cast<size_t>(std::count_if(
        ran.begin(), ran.end(), [](const std::string& sql) { return Unguarded(sql).starts_with("INSERT"); }));
  }

  int64_t Count(const std::string& entity) {
    for (const auto& metadata : server_.schema->entities()) {
      if (metadata->name == entity) return *CountRows(*server_.environment, *metadata, Condition{}, FreeContext());
    }
    return -1;
  }

  struct Notified {
    absl::Notification come;
    absl::Status status;
  };
  ServerFixture server_{GetParam(), kDesks};
  CreateMerger merger_{*server_.environment, *server_.executor, {1, 64}};
  std::deque<Notified> statuses_;
};

TEST_P(CreateMergerTest, CreatesOfOnePlaceEachGoOutTogether) {
  const auto go = server_.HoldWorkers();
  Create("Chair", OfDesk(1));
  Create("Chair", OfDesk(2));
  Create("Chair", "");
  server_.observer.Take();
  go->Notify();
  Answer();
  for (const Notified& answered : statuses_) EXPECT_TRUE(answered.status.ok()) << answered.status;
  EXPECT_EQ(Inserts(), 1u);
}

// In one unit of work the second would take the place of the first, which would be left without, or not be written.
TEST_P(CreateMergerTest, NobodyTakesThePlaceOfAnotherCallersRow) {
  for (const char* entity : {"Chair", "Lamp"}) {
    statuses_.clear();
    const auto go = server_.HoldWorkers();
    Create(entity, OfDesk(1));
    Create(entity, OfDesk(1));
    go->Notify();
    Answer();
    EXPECT_NE(statuses_[0].status.ok(), statuses_[1].status.ok());
    const absl::Status& refused = statuses_[statuses_[0].status.ok() ? 1 : 0].status;
    EXPECT_EQ(ReasonOf(refused), Reason::kUniqueViolation) << entity << ": " << refused;
    EXPECT_EQ(Count(std::string("t.") + entity), 1) << entity;
  }
}

INSTANTIATE_TEST_SUITE_P(All, CreateMergerTest, testing::ValuesIn(kDatabases),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace ormd
