// Many clients at once, in a hurry, who leave in the middle: what each wrote is there as a whole or not at all, as it
// was answered. Seeds say what each client does, not how they meet.
#include <mutex>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "orm/v1/entity_manager.pb.h"
#include "tests/conformance/hostile/hostile_fixture.h"
#include "tests/conformance/hostile/random_command.h"
#include "tests/conformance/raw_stream.h"
#include "tests/conformance/hostile/verdict.h"

namespace ormd::conformance {
namespace {

using grpc::StatusCode;
using orm::v1::Command;

constexpr uint64_t kSeeds = 4;
constexpr size_t kClients = 8;
constexpr size_t kActs = 25;
constexpr size_t kTags = 3;

enum class Fate { kWritten, kNot, kOpen };

Fate FateOf(const std::optional<grpc::Status>& status) {
  if (!status.has_value()) return Fate::kOpen;
  if (status->ok()) return Fate::kWritten;
  const StatusCode code = status->error_code();
  return code == StatusCode::CANCELLED || code == StatusCode::DEADLINE_EXCEEDED ? Fate::kOpen : Fate::kNot;
}

// Tags that one flush writes.
struct Group {
  std::string name;
  size_t size;
  Fate outcome;
};

// One client, on a thread of its own.
class Client {
 public:
  Client(const Server& server, uint64_t seed, size_t number) : server_(server), dice_(seed * 100 + number) {
    prefix_ = absl::StrCat("g", seed, "-", number, "-");
  }

  void Run() {
    for (size_t act = 0; act < kActs; ++act) {
      name_ = absl::StrCat(prefix_, act, "-");
      switch (dice_.Pick(6)) {
        case 0:
        case 1:
          Create();
          break;
        case 2:
          Flush();
          break;
        case 3:
          Transaction();
          break;
        case 4:
          LeaveFindStream();
          break;
        default:
          Read();
      }
    }
  }

  const std::vector<Group>& groups() const { return groups_; }
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  std::optional<RawStream::Millis> Hurry() {
    return RawStream::Millis(dice_.Chance(50) ? dice_.Pick(6) : dice_.Chance(50) ? dice_.Pick(50) : 30'000);
  }

  void FillTag(size_t i, orm::v1::Create* create) {
    create->set_entity("Tag");
    const auto message = server_.entities().NewMessage("library.v1.Tag");
    message->GetReflection()->SetString(message.get(), message->GetDescriptor()->FindFieldByName("name"),
                                        absl::StrCat(name_, i));
    create->mutable_data()->set_message(message->SerializeAsString());
  }

  // `bad`: one tag twice, which the database finds.
  void FillFlush(bool bad, orm::v1::Flush* flush) {
    for (size_t i = 0; i < kTags; ++i) FillTag(i, flush->add_changes()->mutable_create());
    if (bad) FillTag(dice_.Pick(kTags), flush->add_changes()->mutable_create());
  }

  std::optional<grpc::Status> Ask(const std::string& method, const google::protobuf::Message& request) {
    const auto answer = RawAsk(server_.channel(), "/orm.v1.EntityManager/" + method, request.SerializeAsString(),
                               Hurry());
    Check(answer.status);
    return answer.status;
  }

  void Check(const std::optional<grpc::Status>& status) {
    const std::string fault = status.has_value() ? FaultOf(*status) : "no answer in time";
    if (!fault.empty()) faults_.push_back(absl::StrCat(name_, ": ", fault, status ? Describe(*status) : ""));
  }

  void Create() {
    orm::v1::CreateRequest request;
    FillTag(0, request.mutable_create());
    groups_.push_back({name_, 1, FateOf(Ask("Create", request))});
  }

  void Flush() {
    orm::v1::FlushRequest request;
    FillFlush(dice_.Chance(30), request.mutable_flush());
    groups_.push_back({name_, kTags, FateOf(Ask("Flush", request))});
  }

  void Read() {
    orm::v1::FindOneRequest request;
    request.mutable_find_one()->set_entity("Tag");
    request.mutable_find_one()->mutable_key()->add_values()->set_int64(1 + static_cast<int64_t>(dice_.Pick(50)));
    request.mutable_find_one()->set_allow_missing(true);
    Ask("FindOne", request);
  }

  void LeaveFindStream() {
    orm::v1::FindRequest request;
    request.mutable_find()->set_entity("Tag");
    RawStream stream(server_.channel(), "/orm.v1.EntityManager/FindStream", Hurry());
    stream.Write(request.SerializeAsString());
    stream.HalfClose();
    if (dice_.Chance(50)) stream.Read();
  }

  // On a stream, without waiting: begin, flush, and what comes after.
  void Transaction() {
    const size_t savepoints = dice_.Pick(3);
    std::vector<Command> commands(1);
    commands[0].mutable_begin();
    for (size_t i = 0; i < savepoints; ++i) commands.emplace_back().mutable_begin();
    FillFlush(dice_.Chance(20), commands.emplace_back().mutable_flush());
    const bool commits = dice_.Chance(50);
    if (commits) commands.emplace_back().mutable_commit()->set_depth(1);
    if (!commits && dice_.Chance(50)) commands.emplace_back().mutable_rollback();
    groups_.push_back({name_, kTags, Play(commands, commits)});
  }

  Fate Play(std::vector<Command>& commands, bool commits) {
    RawStream stream(server_.channel(), "/orm.v1.EntityManager/Session", Hurry());
    for (size_t i = 0; i < commands.size(); ++i) {
      commands[i].set_id(i + 1);
      stream.Write(commands[i].SerializeAsString());
    }
    if (dice_.Chance(30)) return commits ? Fate::kOpen : Fate::kNot;  // gone without a word
    stream.HalfClose();
    std::string last;
    while (auto reply = stream.Read()) last = *reply;
    const auto status = stream.Finish();
    Check(status);
    if (!commits) return Fate::kNot;
    if (!status.has_value() || !status->ok()) return Fate::kOpen;
    orm::v1::Reply reply;
    reply.ParseFromString(last);
    if (reply.has_error()) Check(ToGrpc(reply.error()));
    return reply.has_error() ? FateOf(ToGrpc(reply.error())) : Fate::kWritten;
  }

  const Server& server_;
  Dice dice_;
  std::string prefix_, name_;
  std::vector<Group> groups_;
  std::vector<std::string> faults_;
};

class HostileCrowdTest : public HostileTest {
 protected:
  void JudgeGroup(const Group& group, const std::string& dump) {
    size_t there = 0;
    for (size_t i = 0; i < group.size; ++i) there += dump.find(absl::StrCat(group.name, i)) != std::string::npos;
    const bool all = there == group.size, none = there == 0;
    const bool fits = group.outcome == Fate::kWritten ? all : group.outcome == Fate::kNot ? none : all || none;
    if (fits) return;
    Fault(absl::StrCat(group.name, ": ", there, " of ", group.size, " rows are there; answered ",
                       static_cast<int>(group.outcome)));
  }

  void RunSeed(uint64_t seed) {
    BeginSeed(seed);
    ResetRows();
    std::vector<std::unique_ptr<Client>> clients;
    std::vector<std::thread> threads;
    for (size_t i = 0; i < kClients; ++i) {
      clients.push_back(std::make_unique<Client>(server(), seed, i));
      threads.emplace_back([&client = *clients.back()] { client.Run(); });
    }
    for (std::thread& thread : threads) thread.join();
    asked_ += kClients * kActs;
    ExpectLivingAndIdle();
    const std::string dump = tables().Dump();
    for (const auto& client : clients) {
      for (const std::string& fault : client->faults()) Fault(fault);
      for (const Group& group : client->groups()) JudgeGroup(group, dump);
    }
  }
};

TEST_P(HostileCrowdTest, WhatEachWroteIsThereAsItWasAnswered) {
  const auto [from, to] = SeedRange(kSeeds);
  for (uint64_t seed = from; seed <= to; ++seed) RunSeed(seed);
}

ORMD_ON_EVERY_DATABASE(HostileCrowdTest);

}  // namespace
}  // namespace ormd::conformance
