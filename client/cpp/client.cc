#include "client/cpp/client.h"

#include <google/protobuf/util/time_util.h>

#include <utility>

#include "client/cpp/error.h"

namespace ormd::client {
namespace {

// Only reads are tried again: a write that got no answer may have been made.
constexpr char kServiceConfig[] = R"({
  "methodConfig": [{
    "name": [
      {"service": "orm.v1.EntityManager", "method": "Find"},
      {"service": "orm.v1.EntityManager", "method": "FindOne"},
      {"service": "orm.v1.EntityManager", "method": "FindStream"},
      {"service": "orm.v1.EntityManager", "method": "Count"},
      {"service": "orm.v1.Schema", "method": "ListEntities"},
      {"service": "orm.v1.Schema", "method": "GetEntity"},
      {"service": "orm.v1.Schema", "method": "GetDescriptors"},
      {"service": "orm.v1.Schema", "method": "GetServerInfo"}
    ],
    "retryPolicy": {
      "maxAttempts": 4,
      "initialBackoff": "0.05s",
      "maxBackoff": "1s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE"]
    }
  }],
  "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1}
})";

std::shared_ptr<grpc::Channel> MakeChannel(const ClientOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // A host that is gone without a word ends the calls that wait for it; the daemon takes a ping every 25 seconds.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  const auto credentials = options.credentials != nullptr ? options.credentials : grpc::InsecureChannelCredentials();
  return grpc::CreateCustomChannel(options.address, credentials, arguments);
}

}  // namespace

Client::Client(ClientOptions options)
    : options_(std::move(options)),
      channel_(MakeChannel(options_)),
      em_(channel_, "", options_.timeout),
      schema_(orm::v1::Schema::NewStub(channel_)) {}

std::unique_ptr<Session> Client::StartSession() { return std::make_unique<Session>(channel_, options_.timeout); }

std::unique_ptr<UnarySession> Client::OpenSession(std::chrono::milliseconds ttl) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + options_.timeout);
  orm::v1::OpenRequest request;
  if (ttl.count() > 0) {
    *request.mutable_ttl() = google::protobuf::util::TimeUtil::MillisecondsToDuration(ttl.count());
  }
  orm::v1::OpenResponse response;
  ThrowIfFailed(orm::v1::Sessions::NewStub(channel_)->Open(&context, request, &response));
  return std::make_unique<UnarySession>(channel_, std::move(response), options_.timeout);
}

template <typename Request, typename Response>
Response Client::Call(grpc::Status (orm::v1::Schema::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Request& request) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + options_.timeout);
  Response response;
  ThrowIfFailed(((*schema_).*method)(&context, request, &response));
  return response;
}

std::shared_ptr<const Model> Client::model() {
  std::lock_guard lock(model_mutex_);
  if (model_ == nullptr) {
    const auto entities = Call(&orm::v1::Schema::Stub::ListEntities, orm::v1::ListEntitiesRequest());
    const auto descriptors = Call(&orm::v1::Schema::Stub::GetDescriptors, orm::v1::GetDescriptorsRequest());
    model_ = std::make_shared<const Model>(entities, descriptors.files());
  }
  return model_;
}

orm::v1::Entity Client::GetEntity(const std::string& name) {
  orm::v1::GetEntityRequest request;
  request.set_entity(name);
  return Call(&orm::v1::Schema::Stub::GetEntity, request).entity();
}

orm::v1::GetServerInfoResponse Client::GetServerInfo() {
  return Call(&orm::v1::Schema::Stub::GetServerInfo, orm::v1::GetServerInfoRequest());
}

std::unique_ptr<RemoteAdmin> Client::MakeAdmin(std::optional<Timeout> timeout) {
  return std::make_unique<RemoteAdmin>(channel_, timeout);
}

}  // namespace ormd::client
