// One-shot calls that wait are done together; each gets the answer that it would have got alone.
#include <chrono>
#include <functional>
#include <set>
#include <thread>

#include "orm/driver/driver.h"
#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

using testing::Le;
using testing::SizeIs;

constexpr auto kShort = std::chrono::milliseconds(400);

// A table that nobody else may read or write on PostgreSQL, or write on SQLite, until it is let go.
class HeldTable {
 public:
  HeldTable(const std::string& url, bool sqlite, const std::string& table) : driver_(*MakeDriver(url)) {
    connection_ = *driver_->Connect(Access::kWrite, {});
    EXPECT_TRUE(connection_->Begin({}, {}).ok());
    if (sqlite) return;
    EXPECT_TRUE(connection_->ExecuteScript("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE", {}).ok());
  }
  void LetGo() { EXPECT_TRUE(connection_->Rollback({}).ok()); }

 private:
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
};

// Calls that are under way at the same time.
template <typename Request, typename Reply>
class Calls {
 public:
  using Method = grpc::Status (orm::v1::EntityManager::Stub::*)(grpc::ClientContext*, const Request&, Reply*);
  struct Call {
    Request request;
    Reply reply;
    grpc::Status status;
    grpc::ClientContext context;
    std::thread thread;
  };

  Calls(const std::shared_ptr<grpc::Channel>& channel, Method method)
      : stub_(orm::v1::EntityManager::NewStub(channel)), method_(method) {}
  ~Calls() { Wait(); }

  void Start(Request request, std::chrono::milliseconds timeout = std::chrono::seconds(60)) {
    Call& call = *calls_.emplace_back(std::make_unique<Call>());
    call.request = std::move(request);
    call.context.set_deadline(std::chrono::system_clock::now() + timeout);
    call.thread =
        std::thread([this, &call] { call.status = (stub_.get()->*method_)(&call.context, call.request, &call.reply); });
  }
  // Time for what was started to arrive.
  static void Arrive() { std::this_thread::sleep_for(kShort); }
  void Wait() {
    for (const auto& call : calls_) {
      if (call->thread.joinable()) call->thread.join();
    }
  }
  Call& operator[](size_t i) { return *calls_[i]; }
  size_t size() const { return calls_.size(); }

 private:
  std::unique_ptr<orm::v1::EntityManager::Stub> stub_;
  Method method_;
  std::vector<std::unique_ptr<Call>> calls_;
};

class MergeTest : public ConformanceTest {
 protected:
  using Lookups = Calls<orm::v1::FindOneRequest, orm::v1::FindReply>;
  using Creates = Calls<orm::v1::CreateRequest, orm::v1::ChangeReply>;

  void SetUp() override {
    ConformanceTest::SetUp();
    Restart({"--merge-lanes", "1"});
  }

  Lookups MakeLookups() { return {server().channel(), &orm::v1::EntityManager::Stub::FindOne}; }
  Creates MakeCreates() { return {server().channel(), &orm::v1::EntityManager::Stub::Create}; }

  static orm::v1::FindOneRequest Lookup(int64_t key, const std::vector<std::string>& fields = {}) {
    orm::v1::FindOneRequest request;
    request.mutable_find_one()->set_entity("Author");
    request.mutable_find_one()->mutable_key()->add_values()->set_int64(key);
    for (const std::string& field : fields) request.mutable_find_one()->add_fields(field);
    return request;
  }
  orm::v1::CreateRequest CreateAuthor(const std::string& email) {
    orm::v1::CreateRequest request;
    request.mutable_create()->set_entity("Author");
    *request.mutable_create()->mutable_data() = one().entities().MakeData("Author", {{"name", "A"}, {"email", email}});
    return request;
  }
  Json RowOf(const orm::v1::FindReply& reply) { return one().entities().Stitch({reply.graph()})[0]; }

  // Authors a0, a1 … with emails; their keys.
  std::vector<int64_t> Authors(int count) {
    Json changes = Json::array();
    for (int i = 0; i < count; ++i) {
      const std::string name = "a" + std::to_string(i);
      changes.push_back(
          {{"create",
            {{"entity", "Author"}, {"local", name}, {"data", {{"name", name}, {"email", name + "@example.org"}}}}}});
    }
    const Json keys = Setting(changes);
    std::vector<int64_t> result;
    for (int i = 0; i < count; ++i) result.push_back(keys["a" + std::to_string(i)].get<int64_t>());
    return result;
  }
};

TEST_P(MergeTest, LookupsThatWaitGoOutAsOneStatement) {
  const std::vector<int64_t> keys = Authors(40);
  HeldTable held(url(), sqlite(), "author");
  Lookups calls = MakeLookups();
  calls.Start(Lookup(keys[0]));
  Lookups::Arrive();
  for (size_t i = 1; i < keys.size(); ++i) calls.Start(Lookup(keys[i]));
  Lookups::Arrive();
  held.LetGo();
  calls.Wait();
  for (size_t i = 0; i < keys.size(); ++i) {
    ORMD_ASSERT_OK(calls[i]);
    EXPECT_EQ(RowOf(calls[i].reply)["name"], "a" + std::to_string(i));
  }
  if (sqlite()) return;  // readers never wait there
  EXPECT_THAT(OnlyVerb(Queries(), "SELECT"), SizeIs(Le(5u)));
}

TEST_P(MergeTest, OnlyTheOneWhoseRowIsMissingIsToldSo) {
  const std::vector<int64_t> keys = Authors(20);
  HeldTable held(url(), sqlite(), "author");
  Lookups calls = MakeLookups();
  for (const int64_t key : keys) calls.Start(Lookup(key));
  calls.Start(Lookup(keys.back() + 1000));
  orm::v1::FindOneRequest lenient = Lookup(keys.back() + 1000);
  lenient.mutable_find_one()->set_allow_missing(true);
  calls.Start(std::move(lenient));
  Lookups::Arrive();
  held.LetGo();
  calls.Wait();
  for (size_t i = 0; i < keys.size(); ++i) ORMD_EXPECT_OK(calls[i]);
  EXPECT_THAT(calls[20].status, Fails(StatusCode::NOT_FOUND, "ENTITY_NOT_FOUND"));
  ORMD_EXPECT_OK(calls[21]);
  EXPECT_EQ(calls[21].reply.graph().sets_size(), 0);
}

TEST_P(MergeTest, LookupsOfOtherFieldsAreNotMixed) {
  const std::vector<int64_t> keys = Authors(10);
  HeldTable held(url(), sqlite(), "author");
  Lookups calls = MakeLookups();
  for (const int64_t key : keys) {
    calls.Start(Lookup(key));
    calls.Start(Lookup(key, {"name"}));
  }
  Lookups::Arrive();
  held.LetGo();
  calls.Wait();
  for (size_t i = 0; i < calls.size(); ++i) {
    ORMD_ASSERT_OK(calls[i]);
    const Json row = RowOf(calls[i].reply);
    EXPECT_EQ(row["name"], "a" + std::to_string(i / 2));
    EXPECT_EQ(row.contains("email"), i % 2 == 0);
  }
}

TEST_P(MergeTest, WhoIsCancelledOrOutOfTimeDoesNotHarmTheOthers) {
  if (sqlite()) return;  // readers never wait there
  const std::vector<int64_t> keys = Authors(12);
  HeldTable held(url(), sqlite(), "author");
  Lookups calls = MakeLookups();
  calls.Start(Lookup(keys[0]));
  Lookups::Arrive();
  calls.Start(Lookup(keys[1]), kShort);
  for (size_t i = 2; i < keys.size(); ++i) calls.Start(Lookup(keys[i]));
  Lookups::Arrive();
  calls[2].context.TryCancel();
  Lookups::Arrive();
  held.LetGo();
  calls.Wait();
  EXPECT_EQ(calls[1].status.error_code(), StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(calls[2].status.error_code(), StatusCode::CANCELLED);
  for (size_t i = 3; i < keys.size(); ++i) {
    ORMD_EXPECT_OK(calls[i]);
    EXPECT_EQ(RowOf(calls[i].reply)["name"], "a" + std::to_string(i));
  }
}

TEST_P(MergeTest, ALookupSeesWhatWasCommittedBeforeItCame) {
  const int64_t key = Authors(1)[0];
  std::vector<std::thread> readers;
  std::atomic<bool> ended = false;
  auto channel = server().channel();
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&ended, channel, key] {
      const auto stub = orm::v1::EntityManager::NewStub(channel);
      while (!ended) {
        grpc::ClientContext context;
        orm::v1::FindReply reply;
        stub->FindOne(&context, Lookup(key), &reply);
      }
    });
  }
  for (int i = 0; i < 100; ++i) {
    const std::string name = "n" + std::to_string(i);
    ORMD_EXPECT_OK(one().Assign("Author", key, {{"name", name}}));
    const auto found = one().FindOne({{"entity", "Author"}, {"key", key}});
    EXPECT_EQ(found->at("name"), name);
  }
  ended = true;
  for (std::thread& reader : readers) reader.join();
}

TEST_P(MergeTest, CreatesThatWaitAreOneInsert) {
  HeldTable held(url(), sqlite(), "author");
  Creates calls = MakeCreates();
  calls.Start(CreateAuthor("first@example.org"));
  Creates::Arrive();
  for (int i = 0; i < 30; ++i) calls.Start(CreateAuthor("c" + std::to_string(i) + "@example.org"));
  Creates::Arrive();
  held.LetGo();
  calls.Wait();
  std::set<std::string> keys;
  for (size_t i = 0; i < calls.size(); ++i) {
    ORMD_ASSERT_OK(calls[i]);
    keys.insert(calls[i].reply.result().key().SerializeAsString());
    const auto found = one().FindOne({{"entity", "Author"}, {"key", calls[i].reply.result().key().values(0).int64()}});
    EXPECT_EQ(found->at("email"), i == 0 ? "first@example.org" : "c" + std::to_string(i - 1) + "@example.org");
  }
  EXPECT_THAT(keys, SizeIs(calls.size()));
  EXPECT_THAT(OnlyVerb(Queries(), "INSERT"), SizeIs(Le(5u)));
}

TEST_P(MergeTest, OneBadRowAmongGoodOnesFailsAlone) {
  Authors(1);
  HeldTable held(url(), sqlite(), "author");
  Creates calls = MakeCreates();
  calls.Start(CreateAuthor("first@example.org"));
  Creates::Arrive();
  for (int i = 0; i < 63; ++i) {
    calls.Start(CreateAuthor(i == 31 ? "a0@example.org" : "c" + std::to_string(i) + "@example.org"));
  }
  Creates::Arrive();
  held.LetGo();
  calls.Wait();
  for (size_t i = 0; i < calls.size(); ++i) {
    if (i == 32) {
      EXPECT_THAT(calls[i].status, Fails(StatusCode::ALREADY_EXISTS, "UNIQUE_VIOLATION", {"email"}));
    } else {
      ORMD_EXPECT_OK(calls[i]);
    }
  }
  EXPECT_EQ(*one().Count("Author"), 64);
}

TEST_P(MergeTest, WhoIsOutOfTimeWritesNothing) {
  HeldTable held(url(), sqlite(), "author");
  Creates calls = MakeCreates();
  calls.Start(CreateAuthor("first@example.org"));
  Creates::Arrive();
  calls.Start(CreateAuthor("late@example.org"), kShort);
  for (int i = 0; i < 5; ++i) calls.Start(CreateAuthor("c" + std::to_string(i) + "@example.org"));
  Creates::Arrive();
  Creates::Arrive();
  held.LetGo();
  calls.Wait();
  EXPECT_EQ(calls[1].status.error_code(), StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(*one().Count("Author", {{"email", "late@example.org"}}), 0);
  EXPECT_EQ(*one().Count("Author"), 6);
}

// The group that runs is ended by the first who is gone, and done again without it.
TEST_P(MergeTest, ACancelledCreateOfARunningGroupIsNotWritten) {
  if (sqlite()) return;  // the one writer lets the group begin only when the lock is free
  HeldTable held(url(), sqlite(), "author");
  Creates calls = MakeCreates();
  calls.Start(CreateAuthor("first@example.org"), 2 * kShort);
  Creates::Arrive();
  for (int i = 0; i < 5; ++i) calls.Start(CreateAuthor("c" + std::to_string(i) + "@example.org"));
  Creates::Arrive();
  Creates::Arrive();  // the first is out of time, the group runs and waits for the table
  calls[3].context.TryCancel();
  Creates::Arrive();
  held.LetGo();
  calls.Wait();
  EXPECT_EQ(calls[0].status.error_code(), StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(calls[3].status.error_code(), StatusCode::CANCELLED);
  EXPECT_EQ(*one().Count("Author"), 4);
  EXPECT_EQ(*one().Count("Author", {{"email", "c2@example.org"}}), 0);
}

TEST_P(MergeTest, AssignsThatWaitReadTheirRowsTogether) {
  const std::vector<int64_t> keys = Authors(20);
  Calls<orm::v1::AssignRequest, orm::v1::ChangeReply> calls(server().channel(), &orm::v1::EntityManager::Stub::Assign);
  const auto assign = [&](int64_t key) {
    orm::v1::AssignRequest request;
    request.mutable_assign()->set_entity("Author");
    request.mutable_assign()->mutable_key()->add_values()->set_int64(key);
    *request.mutable_assign()->mutable_data() =
        one().entities().MakeData("Author", {{"name", "new " + std::to_string(key)}});
    calls.Start(std::move(request));
  };
  HeldTable held(url(), sqlite(), "author");
  assign(keys[0]);
  Lookups::Arrive();
  for (size_t i = 1; i < keys.size(); ++i) assign(keys[i]);
  assign(keys.back() + 1000);
  Lookups::Arrive();
  held.LetGo();
  calls.Wait();
  const auto selects = OnlyVerb(Queries(), "SELECT");
  // Each alone would be 21. On a busy machine some arrive when the table is free again.
  EXPECT_THAT(selects, SizeIs(Le(sqlite() ? 22u : 10u))) << "readers of SQLite never wait";
  for (size_t i = 0; i < keys.size(); ++i) {
    ORMD_EXPECT_OK(calls[i]);
    const auto found = one().FindOne({{"entity", "Author"}, {"key", keys[i]}});
    EXPECT_EQ(found->at("name"), "new " + std::to_string(keys[i]));
  }
  EXPECT_THAT(calls[keys.size()].status, Fails(StatusCode::NOT_FOUND, "ENTITY_NOT_FOUND"));
}

TEST_P(MergeTest, NothingIsMergedWhereThatIsTurnedOff) {
  Restart({"--merge-lanes", "0"});
  HeldTable held(url(), sqlite(), "author");
  Creates calls = MakeCreates();
  for (int i = 0; i < 6; ++i) calls.Start(CreateAuthor("c" + std::to_string(i) + "@example.org"));
  Creates::Arrive();
  held.LetGo();
  calls.Wait();
  for (size_t i = 0; i < calls.size(); ++i) ORMD_EXPECT_OK(calls[i]);
  EXPECT_THAT(OnlyVerb(Queries(), "INSERT"), SizeIs(6));
}

class StreamLookupTest : public ConformanceTest {};

TEST_P(StreamLookupTest, PipelinedLookupsAreReadTogether) {
  const Json keys = Setting({{{"create", {{"entity", "Author"}, {"local", "a"}, {"data", {{"name", "A"}}}}}},
                             {{"create", {{"entity", "Author"}, {"local", "b"}, {"data", {{"name", "B"}}}}}}});
  StreamDoor stream = server().Stream();
  HeldTable held(url(), sqlite(), "author");
  const auto lookup = [&](int64_t key) {
    orm::v1::Command command;
    command.mutable_find_one()->set_entity("Author");
    command.mutable_find_one()->mutable_key()->add_values()->set_int64(key);
    command.mutable_find_one()->set_allow_missing(true);
    stream.Send(std::move(command));
  };
  const int64_t a = keys["a"], b = keys["b"];
  for (int i = 0; i < 10; ++i) {
    lookup(a);
    lookup(b);
  }
  lookup(b + 1000);
  std::this_thread::sleep_for(kShort);
  held.LetGo();
  for (int i = 0; i < 20; ++i) {
    const auto replies = stream.Receive();
    ORMD_ASSERT_OK(replies);
    EXPECT_EQ(one().entities().Stitch({replies->front().find().graph()})[0]["name"], i % 2 == 0 ? "A" : "B");
  }
  const auto missing = stream.Receive();
  ORMD_ASSERT_OK(missing);
  EXPECT_EQ(missing->front().find().graph().sets_size(), 0);
  EXPECT_THAT(OnlyVerb(Queries(), "SELECT"), SizeIs(Le(4u)));
}

TEST_P(StreamLookupTest, RepliesKeepTheOrderOfTheCommandsUnderLoad) {
  constexpr uint64_t kCommands = 4000;
  constexpr uint64_t kClearEvery = 16;
  const Json keys = Setting({{{"create", {{"entity", "Author"}, {"local", "a"}, {"data", {{"name", "A"}}}}}}});
  const auto stub = orm::v1::EntityManager::NewStub(server().channel());
  grpc::ClientContext context;
  const auto stream = stub->Session(&context);
  std::thread writer([&stream, key = keys["a"].get<int64_t>()] {
    for (uint64_t id = 1; id <= kCommands; ++id) {
      orm::v1::Command command;
      command.set_id(id);
      if (id % kClearEvery == 0) {
        command.mutable_clear();
      } else {
        command.mutable_find_one()->set_entity("Author");
        command.mutable_find_one()->mutable_key()->add_values()->set_int64(key);
      }
      if (!stream->Write(command)) return;
    }
    stream->WritesDone();
  });
  orm::v1::Reply reply;
  uint64_t next = 1;
  for (; stream->Read(&reply) && reply.id() == next; ++next) EXPECT_EQ(reply.has_find(), next % kClearEvery != 0);
  EXPECT_EQ(next, kCommands + 1);
  if (next <= kCommands) context.TryCancel();
  writer.join();
  EXPECT_THAT(stream->Finish(), IsOk());
}

ORMD_ON_EVERY_DATABASE(MergeTest);
ORMD_ON_EVERY_DATABASE(StreamLookupTest);

}  // namespace
}  // namespace ormd::conformance
