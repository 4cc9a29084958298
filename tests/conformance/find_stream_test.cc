// FindStream of what is larger than the daemon would hold: rows are read from the database as the client takes them.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/conformance/fixture.h"
#include "tests/conformance/raw_stream.h"

namespace ormd::conformance {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

// More than what is on its way in gRPC while nobody reads.
constexpr int kBatches = 8;
constexpr int kBatch = 1'500;
constexpr int kRows = kBatches * kBatch;
constexpr size_t kNameBytes = 2'000;

class FindStreamTest : public ConformanceTest {
 protected:
  // With one connection that reads.
  void SetUp() override {
    ConformanceTest::SetUp();
    if (HasFatalFailure()) return;
    for (int batch = 0; batch < kBatches; ++batch) {
      Json changes = Json::array();
      for (int i = 0; i < kBatch; ++i) {
        const std::string name = std::to_string(batch * kBatch + i) + std::string(kNameBytes, 'x');
        changes.push_back({{"create", {{"entity", "Category"}, {"data", {{"name", name}}}}}});
      }
      Setting(changes);
    }
    Restart({"--pool-size", "1", "--acquire-timeout", "1s"});
    Mark();
  }

  orm::v1::FindRequest Request(const Json& find = {{"entity", "Category"}, {"order_by", {"id"}}}) {
    orm::v1::FindRequest request;
    *request.mutable_find() = one().MakeFind(find);
    return request;
  }

  // A stream of all rows, of which one part is read.
  std::unique_ptr<RawStream> Begin(std::optional<RawStream::Millis> deadline = std::nullopt) {
    auto stream = std::make_unique<RawStream>(server().channel(), "/orm.v1.EntityManager/FindStream", deadline);
    stream->Write(Request().SerializeAsString());
    stream->HalfClose();
    EXPECT_TRUE(stream->Read().has_value());
    return stream;
  }

  grpc::Status Probe() { return one().Find({{"entity", "Author"}, {"limit", 1}}).status; }
};

TEST_P(FindStreamTest, EveryRowComesOnceAndInOrder) {
  const auto stub = orm::v1::EntityManager::NewStub(server().channel());
  grpc::ClientContext context;
  auto stream = stub->FindStream(&context, Request());
  int next = 0;
  orm::v1::FindReply reply;
  while (stream->Read(&reply)) {
    const auto rows = server().entities().Stitch({reply.graph()});
    for (const Json& row : rows.items) {
      const std::string name = row["name"];
      ASSERT_EQ(name.substr(0, name.find('x')), std::to_string(next++));
    }
  }
  ASSERT_THAT(stream->Finish(), IsOk());
  EXPECT_EQ(next, kRows);
  // The connection is back before the last part goes out.
  EXPECT_THAT(Probe(), IsOk());
}

TEST_P(FindStreamTest, ItIsReadInATransactionInWindows) {
  Begin()->Finish();
  const auto statements = Statements();
  EXPECT_THAT(OnlyVerb(statements, "SELECT"), SizeIs(1));
  EXPECT_GT(OnlyVerb(statements, "FETCH").size(), 10u);
  EXPECT_THAT(OnlyVerb(statements, "BEGIN"), SizeIs(1));
  EXPECT_THAT(OnlyVerb(statements, "COMMIT"), SizeIs(1));
}

TEST_P(FindStreamTest, WhatFitsIntoAWindowHoldsNoConnection) {
  const auto stub = orm::v1::EntityManager::NewStub(server().channel());
  grpc::ClientContext context;
  auto stream = stub->FindStream(&context, Request({{"entity", "Category"}, {"limit", 3}}));
  stream->WaitForInitialMetadata();
  EXPECT_THAT(Probe(), IsOk());
  orm::v1::FindReply reply;
  EXPECT_TRUE(stream->Read(&reply));
  EXPECT_FALSE(stream->Read(&reply));
  EXPECT_THAT(stream->Finish(), IsOk());
}

TEST_P(FindStreamTest, NothingFoundIsOneEmptyPart) {
  const auto stub = orm::v1::EntityManager::NewStub(server().channel());
  grpc::ClientContext context;
  auto stream = stub->FindStream(&context, Request({{"entity", "Author"}}));
  orm::v1::FindReply reply;
  EXPECT_TRUE(stream->Read(&reply));
  EXPECT_THAT(reply.graph().sets(), IsEmpty());
  EXPECT_FALSE(stream->Read(&reply));
  EXPECT_THAT(stream->Finish(), IsOk());
}

// That its connection is held says that the rows are not read yet.
TEST_P(FindStreamTest, RowsWaitInTheDatabaseForWhoDoesNotRead) {
  const auto stream = Begin();
  EXPECT_THAT(Probe(), Fails(StatusCode::RESOURCE_EXHAUSTED, "POOL_EXHAUSTED"));
  stream->Finish();
  EXPECT_THAT(Probe(), IsOk());
}

TEST_P(FindStreamTest, StreamsLeaveConnectionsToAllOthersAndStandInLine) {
  Restart({"--pool-size", "4", "--acquire-timeout", "1s"});
  std::vector<std::unique_ptr<RawStream>> streams;
  for (int i = 0; i < 3; ++i) streams.push_back(Begin());
  RawStream late(server().channel(), "/orm.v1.EntityManager/FindStream");
  late.Write(Request().SerializeAsString());
  late.HalfClose();
  EXPECT_THAT(Probe(), IsOk());
  EXPECT_EQ(late.Read(), std::nullopt);
  EXPECT_THAT(*late.Finish(), Fails(StatusCode::RESOURCE_EXHAUSTED, "POOL_EXHAUSTED"));

  RawStream next(server().channel(), "/orm.v1.EntityManager/FindStream");
  next.Write(Request().SerializeAsString());
  next.HalfClose();
  EXPECT_THAT(Probe(), IsOk());
  streams.pop_back();
  EXPECT_TRUE(next.Read().has_value());
}

TEST_P(FindStreamTest, WhoGoesAwayGivesTheConnectionBack) {
  auto stream = Begin();
  stream->Cancel();
  EXPECT_TRUE(Eventually([&] { return Probe().ok(); }));
  stream = Begin();
  stream.reset();
  EXPECT_TRUE(Eventually([&] { return Probe().ok(); }));
}

TEST_P(FindStreamTest, WhoDoesNotReadHoldsTheConnectionUntilTheDeadline) {
  const auto stream = Begin(RawStream::Millis(3'000));
  EXPECT_TRUE(Eventually([&] { return Probe().ok(); }));
  const auto status = stream->Finish();
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->error_code(), StatusCode::DEADLINE_EXCEEDED);
}

TEST_P(FindStreamTest, WithRelationsNoMoreIsReadThanMayBeHeld) {
  Restart({"--max-entities", "10"});
  const auto stub = orm::v1::EntityManager::NewStub(server().channel());
  grpc::ClientContext context;
  auto stream = stub->FindStream(&context, Request({{"entity", "Category"}, {"populate", {"parent"}}}));
  orm::v1::FindReply reply;
  EXPECT_FALSE(stream->Read(&reply));
  EXPECT_THAT(stream->Finish(), Fails(StatusCode::INVALID_ARGUMENT, "LIMIT_EXCEEDED"));
  EXPECT_THAT(server().daemon().Log(), testing::HasSubstr("\"rows\":11"));
}

TEST_P(FindStreamTest, AFindOfAsMuchIsRefusedBeforeItIsRead) {
  Restart({"--max-message", "64KiB"});
  EXPECT_THAT(one().Find({{"entity", "Category"}}).status, Fails(StatusCode::INVALID_ARGUMENT, "LIMIT_EXCEEDED"));
  EXPECT_THAT(server().daemon().Log(), testing::ContainsRegex("SELECT[^\n]*LIMIT_EXCEEDED"));
}

ORMD_ON_EVERY_DATABASE(FindStreamTest);

}  // namespace
}  // namespace ormd::conformance
