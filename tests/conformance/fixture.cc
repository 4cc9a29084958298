#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

constexpr int kAnySize = -1;

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kAnySize);
  // Every daemon gets a connection of its own, however the ports repeat.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

Server::Server(const Daemon::Options& options) : daemon_(options) {
  if (!listening()) return;
  channel_ = Connect(daemon_.address());
  schema_ = orm::v1::Schema::NewStub(channel_);
  sessions_ = orm::v1::Sessions::NewStub(channel_);
  orm::v1::GetDescriptorsResponse descriptors;
  orm::v1::ListEntitiesResponse entities;
  grpc::ClientContext first, second;
  first.set_wait_for_ready(true);
  EXPECT_THAT(schema_->GetDescriptors(&first, {}, &descriptors), IsOk());
  EXPECT_THAT(schema_->ListEntities(&second, {}, &entities), IsOk());
  entities_ = std::make_unique<Entities>(descriptors, entities);
}

grpc::Status Server::CreateTables() {
  grpc::ClientContext context;
  orm::v1::CreateSchemaResponse response;
  return schema_->Create(&context, {}, &response);
}

Outcome<std::string> Server::OpenSession(int ttl_seconds) {
  grpc::ClientContext context;
  orm::v1::OpenRequest request;
  orm::v1::OpenResponse response;
  if (ttl_seconds > 0) request.mutable_ttl()->set_seconds(ttl_seconds);
  grpc::Status status = sessions_->Open(&context, request, &response);
  return {status, response.session()};
}

std::string LibrarySchema() { return ORMD_SCHEMA_DIRECTORY; }

void ConformanceTest::SetUp() {
  database_ = std::make_unique<TestDatabase>(GetParam());
  Restart({});
  ASSERT_THAT(server_->CreateTables(), IsOk());
  Mark();
}

void ConformanceTest::Restart(const std::vector<std::string>& flags) {
  one_.reset();
  server_.reset();
  server_ = std::make_unique<Server>(Daemon::Options{LibrarySchema(), url(), flags});
  ASSERT_TRUE(server_->listening()) << server_->daemon().Log();
  one_ = std::make_unique<UnaryDoor>(server_->OneShot());
  Mark();
}

std::vector<std::string> ConformanceTest::Statements() {
  std::vector<std::string> all = server_->daemon().Statements();
  return {all.begin() + static_cast<std::ptrdiff_t>(mark_), all.end()};
}

Json ConformanceTest::Setting(const Json& changes) {
  const auto results = one().Flush(changes);
  EXPECT_THAT(results.status, IsOk());
  Json keys = Json::object();
  for (const Change& change : *results) {
    if (!change.local.empty()) keys[change.local] = change.key;
  }
  Mark();
  return keys;
}

}  // namespace ormd::conformance
