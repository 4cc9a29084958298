// One-shot look-ups that wait are read together; each gets the answer that it would have got alone.
#include <atomic>

#include "tests/conformance/merge_fixture.h"

namespace ormd::conformance {
namespace {

constexpr auto kShort = std::chrono::milliseconds(400);

using MergedLookupTest = MergeTest;

TEST_P(MergedLookupTest, LookupsThatWaitGoOutAsOneStatement) {
  const std::vector<int64_t> keys = Authors(40);
  HeldTable held(url(), sqlite(), "author");
  Lookups calls = MakeLookups();
  // The first ones are few enough to go alone where connections are idle; the next one has the lane to itself.
  for (size_t i = 0; i < 3; ++i) {
    calls.Start(Lookup(keys[i]));
    Arrive();
  }
  for (size_t i = 3; i < keys.size(); ++i) calls.Start(Lookup(keys[i]));
  Arrive();
  held.LetGo();
  calls.Wait();
  for (size_t i = 0; i < keys.size(); ++i) {
    ORMD_ASSERT_OK(calls[i]);
    EXPECT_EQ(RowOf(calls[i].reply)["name"], "a" + std::to_string(i));
  }
  if (sqlite()) return;  // readers never wait there
  const std::vector<std::string> selects = OnlyVerb(Queries(), "SELECT");
  EXPECT_LE(selects.size(), 4u);
  EXPECT_EQ(std::count_if(selects.begin(), selects.end(),
                          [](const std::string& sql) { return sql.find("= ANY(") != std::string::npos; }),
            1);
}

TEST_P(MergedLookupTest, OnlyTheOneWhoseRowIsMissingIsToldSo) {
  const std::vector<int64_t> keys = Authors(20);
  HeldTable held(url(), sqlite(), "author");
  Lookups calls = MakeLookups();
  for (const int64_t key : keys) calls.Start(Lookup(key));
  calls.Start(Lookup(keys.back() + 1000));
  orm::v1::FindOneRequest lenient = Lookup(keys.back() + 1000);
  lenient.mutable_find_one()->set_allow_missing(true);
  calls.Start(std::move(lenient));
  Arrive();
  held.LetGo();
  calls.Wait();
  for (size_t i = 0; i < keys.size(); ++i) ORMD_EXPECT_OK(calls[i]);
  EXPECT_THAT(calls[20].status, Fails(StatusCode::NOT_FOUND, "ENTITY_NOT_FOUND"));
  ORMD_EXPECT_OK(calls[21]);
  EXPECT_EQ(calls[21].reply.graph().sets_size(), 0);
}

TEST_P(MergedLookupTest, LookupsOfOtherFieldsAreNotMixed) {
  const std::vector<int64_t> keys = Authors(10);
  HeldTable held(url(), sqlite(), "author");
  Lookups calls = MakeLookups();
  for (const int64_t key : keys) {
    calls.Start(Lookup(key));
    calls.Start(Lookup(key, {"name"}));
  }
  Arrive();
  held.LetGo();
  calls.Wait();
  for (size_t i = 0; i < calls.size(); ++i) {
    ORMD_ASSERT_OK(calls[i]);
    const Json row = RowOf(calls[i].reply);
    EXPECT_EQ(row["name"], "a" + std::to_string(i / 2));
    EXPECT_EQ(row.contains("email"), i % 2 == 0);
  }
}

TEST_P(MergedLookupTest, WhoIsCancelledOrOutOfTimeDoesNotHarmTheOthers) {
  if (sqlite()) return;  // readers never wait there
  const std::vector<int64_t> keys = Authors(12);
  HeldTable held(url(), sqlite(), "author");
  Lookups calls = MakeLookups();
  calls.Start(Lookup(keys[0]));
  Arrive();
  calls.Start(Lookup(keys[1]), kShort);
  for (size_t i = 2; i < keys.size(); ++i) calls.Start(Lookup(keys[i]));
  Arrive();
  calls[2].context.TryCancel();
  calls.Wait(1);
  calls.Wait(2);
  Arrive();
  held.LetGo();
  calls.Wait();
  EXPECT_EQ(calls[1].status.error_code(), StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(calls[2].status.error_code(), StatusCode::CANCELLED);
  for (size_t i = 3; i < keys.size(); ++i) {
    ORMD_EXPECT_OK(calls[i]);
    EXPECT_EQ(RowOf(calls[i].reply)["name"], "a" + std::to_string(i));
  }
}

// A look-up that is alone is sent before a thread waits for it, and does not wait for the lane where it ends early.
TEST_P(MergedLookupTest, OneThatCameAloneEndsInTime) {
  if (sqlite()) return;  // readers never wait there
  const std::vector<int64_t> keys = Authors(6);
  for (const int64_t key : keys) ORMD_EXPECT_OK(one().FindOne({{"entity", "Author"}, {"key", key}}));  // prepares it
  HeldTable held(url(), sqlite(), "author");
  Lookups calls = MakeLookups();
  calls.Start(Lookup(keys[0]), kShort);
  Arrive();
  for (size_t i = 1; i < keys.size(); ++i) calls.Start(Lookup(keys[i]));
  Arrive();
  calls.Wait(0);
  calls[1].context.TryCancel();
  calls.Wait(1);
  held.LetGo();
  calls.Wait();
  EXPECT_EQ(calls[0].status.error_code(), StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(calls[1].status.error_code(), StatusCode::CANCELLED);
  for (size_t i = 2; i < keys.size(); ++i) {
    ORMD_EXPECT_OK(calls[i]);
    EXPECT_EQ(RowOf(calls[i].reply)["name"], "a" + std::to_string(i));
  }
}

TEST_P(MergedLookupTest, ALookupSeesWhatWasCommittedBeforeItCame) {
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

// Each assign waits on a thread of its own.
TEST_P(MergedLookupTest, AssignsThatWaitReadTheirRowsTogether) {
  Restart({"--merge-lanes", "1", "--workers", "32"});
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
  Arrive();
  for (size_t i = 1; i < keys.size(); ++i) assign(keys[i]);
  assign(keys.back() + 1000);
  Arrive();
  held.LetGo();
  calls.Wait();
  const auto selects = OnlyVerb(Queries(), "SELECT");
  EXPECT_THAT(selects, SizeIs(Le(sqlite() ? 22u : 2u))) << "readers of SQLite never wait";
  for (size_t i = 0; i < keys.size(); ++i) {
    ORMD_EXPECT_OK(calls[i]);
    const auto found = one().FindOne({{"entity", "Author"}, {"key", keys[i]}});
    EXPECT_EQ(found->at("name"), "new " + std::to_string(keys[i]));
  }
  EXPECT_THAT(calls[keys.size()].status, Fails(StatusCode::NOT_FOUND, "ENTITY_NOT_FOUND"));
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
  ASSERT_TRUE(BecomesQuiet(server().daemon().pid()));
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

ORMD_ON_EVERY_DATABASE(MergedLookupTest);
ORMD_ON_EVERY_DATABASE(StreamLookupTest);

}  // namespace
}  // namespace ormd::conformance
