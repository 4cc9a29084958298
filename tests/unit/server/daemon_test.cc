// The whole daemon over a real socket, on SQLite.
#include "server/service/daemon.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "orm/metadata/loader.h"
#include "orm/v1/entity_manager.grpc.pb.h"
#include "orm/v1/schema.grpc.pb.h"
#include "orm/v1/session.grpc.pb.h"
#include "server/runtime/log.h"
#include "tests/unit/server/server_fixture.h"

namespace ormd {
namespace {

using namespace orm::v1;  // NOLINT: the messages of the API
using grpc::ClientContext;
using testing::HasSubstr;

std::string ReasonIn(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  details.ParseFromString(status.error_details());
  if (details.details_size() > 0) details.details(0).UnpackTo(&info);
  return info.reason();
}

class DaemonTest : public testing::Test {
 protected:
  DaemonTest() {
    InitLog("console", "error");
    settings_.listen = "127.0.0.1:0";
    settings_.schema_check = "ignore";
  }

  void SetUp() override {
    settings_.database = database_.url();
    settings_.io_threads = 1;  // then nothing may wait for another event
    Start();
    ClientContext context;
    CreateSchemaResponse response;
    ASSERT_TRUE(schema_->Create(&context, {}, &response).ok());
    ASSERT_FALSE(response.statements().empty());
  }

  // Why a daemon does not start; empty where it does.
  static std::string FaultOf(const Settings& settings) {
    LoadResult entities = LoadSchemaFromSources({{"t.proto", ServerFixture::SchemaSource()}});
    return std::string(Daemon::Start(settings, std::move(entities.schema)).status().message());
  }

  // Where the first one listens.
  std::string FaultOfASecond() {
    Settings second = settings_;
    second.listen = daemon_->address();
    return FaultOf(second);
  }

  void Start() {
    LoadResult entities = LoadSchemaFromSources({{"t.proto", ServerFixture::SchemaSource()}});
    daemon_ = *Daemon::Start(settings_, std::move(entities.schema));
    channel_ = grpc::CreateChannel(daemon_->address(), grpc::InsecureChannelCredentials());
    manager_ = orm::v1::EntityManager::NewStub(channel_);
    sessions_ = Sessions::NewStub(channel_);
    schema_ = orm::v1::Schema::NewStub(channel_);
  }

  grpc::Status Create(const std::string& name, const std::string& session = "") {
    ClientContext context;
    CreateRequest request;
    if (!session.empty()) request.mutable_scope()->set_session(session);
    *request.mutable_create() = CreateItem(name).create();
    ChangeReply reply;
    return manager_->Create(&context, request, &reply);
  }

  grpc::Status TryCount(CountReply* reply) {
    ClientContext context;
    CountRequest request;
    request.mutable_count()->set_entity("Item");
    return manager_->Count(&context, request, reply);
  }

  int64_t Count() {
    CountReply reply;
    EXPECT_TRUE(TryCount(&reply).ok());
    return reply.count();
  }

  std::string OpenSession() {
    ClientContext context;
    OpenResponse response;
    EXPECT_TRUE(sessions_->Open(&context, {}, &response).ok());
    return response.session();
  }

  Settings settings_;
  TestDatabase database_{"sqlite"};
  std::unique_ptr<Daemon> daemon_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<orm::v1::EntityManager::Stub> manager_;
  std::unique_ptr<Sessions::Stub> sessions_;
  std::unique_ptr<orm::v1::Schema::Stub> schema_;
};

TEST_F(DaemonTest, AOneShotCallWritesAndReads) {
  ASSERT_TRUE(Create("a").ok());
  ClientContext context;
  FindRequest request;
  request.mutable_find()->set_entity("Item");
  FindReply reply;
  ASSERT_TRUE(manager_->Find(&context, request, &reply).ok());
  ASSERT_EQ(reply.graph().sets_size(), 1);
  EXPECT_EQ(reply.graph().sets(0).entities(0),
            "\x08\x01\x12\x01"
            "a");
}

TEST_F(DaemonTest, ACompressedRequestIsRefused) {
  for (const grpc_compression_algorithm algorithm : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    ClientContext context;
    context.set_compression_algorithm(algorithm);
    CountRequest request;
    request.mutable_count()->set_entity(std::string(100'000, 'a'));
    CountReply reply;
    EXPECT_EQ(manager_->Count(&context, request, &reply).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  }
  EXPECT_EQ(Count(), 0);
}

TEST_F(DaemonTest, ErrorsCarryTheirReason) {
  ASSERT_TRUE(Create("a").ok());
  const grpc::Status status = Create("a");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(ReasonIn(status), "UNIQUE_VIOLATION");
}

TEST_F(DaemonTest, ASessionIsReachedByItsId) {
  const std::string session = OpenSession();
  ASSERT_TRUE(Create("a", session).ok());
  EXPECT_EQ(Count(), 0);
  ClientContext context;
  FlushRequest request;
  request.mutable_scope()->set_session(session);
  FlushReply reply;
  ASSERT_TRUE(manager_->Flush(&context, request, &reply).ok());
  EXPECT_EQ(Count(), 1);
  EXPECT_EQ(ReasonIn(Create("b", "nobody-00")), "SESSION_NOT_FOUND");
}

TEST_F(DaemonTest, AClosedSessionIsGone) {
  const std::string session = OpenSession();
  CloseRequest request;
  request.set_session(session);
  CloseResponse response;
  ClientContext first;
  EXPECT_TRUE(sessions_->Close(&first, request, &response).ok());
  ClientContext second;
  EXPECT_EQ(ReasonIn(sessions_->Close(&second, request, &response)), "SESSION_NOT_FOUND");
}

TEST_F(DaemonTest, AStreamIsASession) {
  ClientContext context;
  auto stream = manager_->Session(&context);
  for (const Command& command : {BeginCommand(), CreateItem("a"), CommitCommand(), CountCommand()})
    stream->Write(command);
  stream->WritesDone();
  Reply reply;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(stream->Read(&reply));
  ASSERT_TRUE(stream->Read(&reply));
  EXPECT_EQ(reply.count().count(), 1);
  EXPECT_FALSE(stream->Read(&reply));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(DaemonTest, FindStreamGivesEveryEntityOnce) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(Create("item " + std::to_string(i)).ok());
  ClientContext context;
  FindRequest request;
  request.mutable_find()->set_entity("Item");
  auto stream = manager_->FindStream(&context, request);
  FindReply part;
  int entities = 0;
  while (stream->Read(&part)) entities += part.graph().sets(0).entities_size();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(entities, 5);
}

TEST_F(DaemonTest, DescribesItself) {
  ClientContext context;
  GetServerInfoResponse info;
  ASSERT_TRUE(schema_->GetServerInfo(&context, {}, &info).ok());
  EXPECT_EQ(info.database_kind(), "sqlite");
  EXPECT_EQ(info.entities(), 1u);
  EXPECT_FALSE(info.instance().empty());
  ClientContext again;
  GetDescriptorsResponse descriptors;
  ASSERT_TRUE(schema_->GetDescriptors(&again, {}, &descriptors).ok());
  EXPECT_EQ(descriptors.files().file(descriptors.files().file_size() - 1).name(), "t.proto");
}

TEST_F(DaemonTest, RequestsBeyondTheSizeLimitAreRefusedWithTheirReason) {
  ClientContext context;
  CreateRequest request;
  request.mutable_create()->set_entity(std::string(settings_.max_message + 1, 'x'));
  ChangeReply reply;
  const grpc::Status status = manager_->Create(&context, request, &reply);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonIn(status), "LIMIT_EXCEEDED");
}

TEST_F(DaemonTest, DrainTurnsNewCallsAwayAndLetsOpenTransactionsEnd) {
  ClientContext context;
  auto stream = manager_->Session(&context);
  Reply reply;
  for (const Command& command : {BeginCommand(), CreateItem("committed")}) {
    stream->Write(command);
    ASSERT_TRUE(stream->Read(&reply));
  }
  std::thread drain([this] { daemon_->Drain(); });
  CountReply refused;
  while (TryCount(&refused).error_code() != grpc::StatusCode::UNAVAILABLE) std::this_thread::yield();
  stream->Write(CommitCommand());
  ASSERT_TRUE(stream->Read(&reply));
  EXPECT_TRUE(reply.has_commit());
  EXPECT_FALSE(stream->Read(&reply));
  EXPECT_EQ(ReasonIn(stream->Finish()), "SERVER_DRAINING");
  drain.join();
  Start();
  EXPECT_EQ(Count(), 1);
}

TEST_F(DaemonTest, TheGraceOfADrainEnds) {
  settings_.drain_grace = absl::ZeroDuration();
  Start();
  ClientContext context;
  auto stream = manager_->Session(&context);
  Reply reply;
  for (const Command& command : {BeginCommand(), CreateItem("a"), FlushCommand()}) {
    stream->Write(command);
    ASSERT_TRUE(stream->Read(&reply));
  }
  daemon_->Drain();
  EXPECT_FALSE(stream->Read(&reply));
  EXPECT_FALSE(stream->Finish().ok());
  Start();
  EXPECT_EQ(Count(), 0);
}

TEST_F(DaemonTest, APortInUseIsSaidClearly) {
  EXPECT_THAT(FaultOfASecond(), HasSubstr("cannot listen on " + daemon_->address() + ": Address already in use"));
}

TEST_F(DaemonTest, ServesOnAUnixSocket) {
  TempDir directory;
  settings_.listen = "unix:" + directory.path() + "/ormd.sock";
  Start();
  EXPECT_EQ(daemon_->address(), settings_.listen);
  EXPECT_EQ(Count(), 0);
  daemon_ = nullptr;
}

TEST_F(DaemonTest, AUnixSocketInUseStaysWithWhoServesThere) {
  TempDir directory;
  settings_.listen = "unix:" + directory.path() + "/ormd.sock";
  Start();
  EXPECT_THAT(FaultOfASecond(), HasSubstr("cannot listen on " + settings_.listen + ": Address already in use"));
  EXPECT_EQ(Count(), 0);
  daemon_ = nullptr;
}

TEST_F(DaemonTest, AUnixSocketThatNobodyAnswersAtIsTakenOver) {
  TempDir directory;
  const std::string path = directory.path() + "/ormd.sock";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, path.size());
  const int left_behind = socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(bind(left_behind, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  close(left_behind);
  settings_.listen = "unix://" + path;
  Start();
  EXPECT_EQ(Count(), 0);
  daemon_ = nullptr;
}

TEST_F(DaemonTest, AUnixSocketThatCannotBeMadeIsSaidClearly) {
  settings_.listen = "unix:/nowhere/ormd.sock";
  EXPECT_THAT(FaultOf(settings_), HasSubstr("No such file or directory"));
  settings_.listen = "unix:/" + std::string(200, 'x');
  EXPECT_THAT(FaultOf(settings_), HasSubstr("File name too long"));
  TempDir directory;
  std::ofstream(directory.path() + "/file") << "kept";
  settings_.listen = "unix:" + directory.path() + "/file";
  EXPECT_THAT(FaultOf(settings_), HasSubstr("Address already in use"));
}

TEST_F(DaemonTest, ADatabaseThatCannotBeReachedIsUnavailable) {
  settings_.database = "sqlite:/nowhere/at/all.db";
  Start();
  EXPECT_EQ(ReasonIn(Create("a")), "DATABASE_UNAVAILABLE");
}

TEST_F(DaemonTest, AnUnknownKindOfDatabaseIsRefused) {
  settings_.database = "mysql://x";
  LoadResult entities = LoadSchemaFromSources({{"t.proto", ServerFixture::SchemaSource()}});
  EXPECT_EQ(Daemon::Start(settings_, std::move(entities.schema)).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace ormd
