#include "tests/unit/client/fake_daemon.h"

#include <utility>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/unit/client/shop.h"

namespace ormd::client {
namespace {

google::rpc::Status RpcStatusOf(const Error& error) {
  google::rpc::Status status;
  status.set_code(error.code());
  status.set_message(error.message());
  google::rpc::ErrorInfo info;
  info.set_reason(error.reason());
  info.set_domain("orm.v1");
  info.mutable_metadata()->insert(error.metadata().begin(), error.metadata().end());
  status.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  for (const Violation& violation : error.violations()) {
    auto* item = bad.add_field_violations();
    item->set_field(violation.field);
    item->set_description(violation.description);
  }
  if (bad.field_violations_size() > 0) status.add_details()->PackFrom(bad);
  return status;
}

}  // namespace

grpc::Status StatusOf(const Error& error) {
  return grpc::Status(error.code(), error.message(), RpcStatusOf(error).SerializeAsString());
}

class FakeDaemon::Manager : public orm::v1::EntityManager::Service {
 public:
  explicit Manager(FakeDaemon& daemon) : daemon_(daemon) {}

  grpc::Status Find(grpc::ServerContext*, const orm::v1::FindRequest* in, orm::v1::FindReply* out) override {
    return Unary([&](auto& command) { *command.mutable_find() = in->find(); },
                 [&](auto& reply) { *out = reply.find(); });
  }
  grpc::Status FindOne(grpc::ServerContext*, const orm::v1::FindOneRequest* in, orm::v1::FindReply* out) override {
    return Unary([&](auto& command) { *command.mutable_find_one() = in->find_one(); },
                 [&](auto& reply) { *out = reply.find(); });
  }
  grpc::Status FindStream(grpc::ServerContext*, const orm::v1::FindRequest* in,
                          grpc::ServerWriter<orm::v1::FindReply>* out) override {
    return Unary([&](auto& command) { *command.mutable_find() = in->find(); },
                 [&](auto& reply) { out->Write(reply.find()); });
  }
  grpc::Status Count(grpc::ServerContext*, const orm::v1::CountRequest* in, orm::v1::CountReply* out) override {
    return Unary([&](auto& command) { *command.mutable_count() = in->count(); },
                 [&](auto& reply) { *out = reply.count(); });
  }
  grpc::Status Create(grpc::ServerContext*, const orm::v1::CreateRequest* in, orm::v1::ChangeReply* out) override {
    return Unary([&](auto& command) { *command.mutable_create() = in->create(); },
                 [&](auto& reply) { *out = reply.change(); });
  }
  grpc::Status Assign(grpc::ServerContext*, const orm::v1::AssignRequest* in, orm::v1::ChangeReply* out) override {
    return Unary([&](auto& command) { *command.mutable_assign() = in->assign(); },
                 [&](auto& reply) { *out = reply.change(); });
  }
  grpc::Status Remove(grpc::ServerContext*, const orm::v1::RemoveRequest* in, orm::v1::ChangeReply* out) override {
    return Unary([&](auto& command) { *command.mutable_remove() = in->remove(); },
                 [&](auto& reply) { *out = reply.change(); });
  }
  grpc::Status Flush(grpc::ServerContext*, const orm::v1::FlushRequest* in, orm::v1::FlushReply* out) override {
    return Unary([&](auto& command) { *command.mutable_flush() = in->flush(); },
                 [&](auto& reply) { *out = reply.flush(); });
  }
  grpc::Status Begin(grpc::ServerContext*, const orm::v1::BeginRequest* in, orm::v1::BeginReply* out) override {
    return Unary([&](auto& command) { *command.mutable_begin() = in->begin(); },
                 [&](auto& reply) { *out = reply.begin(); });
  }
  grpc::Status Commit(grpc::ServerContext*, const orm::v1::CommitRequest* in, orm::v1::CommitReply*) override {
    return Unary([&](auto& command) { *command.mutable_commit() = in->commit(); }, [](auto&) {});
  }
  grpc::Status Rollback(grpc::ServerContext*, const orm::v1::RollbackRequest* in,
                        orm::v1::RollbackReply* out) override {
    return Unary([&](auto& command) { *command.mutable_rollback() = in->rollback(); },
                 [&](auto& reply) { *out = reply.rollback(); });
  }

  grpc::Status Session(grpc::ServerContext*,
                       grpc::ServerReaderWriter<orm::v1::Reply, orm::v1::Command>* stream) override {
    orm::v1::Command command;
    while (stream->Read(&command)) {
      for (const orm::v1::Reply& reply : Replies(command)) stream->Write(reply);
    }
    daemon_.Note("stream ended");
    return grpc::Status::OK;
  }

 private:
  template <typename Fill, typename Use>
  grpc::Status Unary(Fill fill, Use use) {
    orm::v1::Command command;
    fill(command);
    try {
      for (const orm::v1::Reply& reply : daemon_.Answer(command)) use(reply);
      return grpc::Status::OK;
    } catch (const Error& error) {
      return StatusOf(error);
    }
  }

  std::vector<orm::v1::Reply> Replies(const orm::v1::Command& command) {
    std::vector<orm::v1::Reply> replies;
    try {
      replies = daemon_.Answer(command);
    } catch (const Error& error) {
      *replies.emplace_back().mutable_error() = RpcStatusOf(error);
    }
    for (size_t i = 0; i < replies.size(); ++i) {
      replies[i].set_id(command.id());
      replies[i].set_more(i + 1 < replies.size());
    }
    return replies;
  }

  FakeDaemon& daemon_;
};

class FakeDaemon::SessionsDoor : public orm::v1::Sessions::Service {
 public:
  explicit SessionsDoor(FakeDaemon& daemon) : daemon_(daemon) {}

  grpc::Status Open(grpc::ServerContext*, const orm::v1::OpenRequest*, orm::v1::OpenResponse* out) override {
    daemon_.Note("open");
    out->set_session("s1");
    return grpc::Status::OK;
  }
  grpc::Status Close(grpc::ServerContext*, const orm::v1::CloseRequest* in, orm::v1::CloseResponse*) override {
    daemon_.Note("close " + in->session());
    return grpc::Status::OK;
  }

 private:
  FakeDaemon& daemon_;
};

class FakeDaemon::SchemaDoor : public orm::v1::Schema::Service {
 public:
  grpc::Status ListEntities(grpc::ServerContext*, const orm::v1::ListEntitiesRequest*,
                            orm::v1::ListEntitiesResponse* out) override {
    *out = ShopEntities();
    return grpc::Status::OK;
  }
  grpc::Status GetDescriptors(grpc::ServerContext*, const orm::v1::GetDescriptorsRequest*,
                              orm::v1::GetDescriptorsResponse* out) override {
    *out->mutable_files() = ShopFiles();
    return grpc::Status::OK;
  }
  grpc::Status GetEntity(grpc::ServerContext*, const orm::v1::GetEntityRequest* in,
                         orm::v1::GetEntityResponse* out) override {
    const orm::v1::ListEntitiesResponse known = ShopEntities();
    for (const orm::v1::Entity& entity : known.entities()) {
      if (entity.name() == "shop.v1." + in->entity()) *out->mutable_entity() = entity;
    }
    if (out->has_entity()) return grpc::Status::OK;
    return StatusOf(Error(grpc::StatusCode::INVALID_ARGUMENT, "UNKNOWN_ENTITY", "unknown entity; is 'User' meant?",
                          {{"entity", "unknown"}}));
  }
  grpc::Status Create(grpc::ServerContext*, const orm::v1::CreateSchemaRequest*,
                      orm::v1::CreateSchemaResponse* out) override {
    orm::v1::Operation* operation = out->add_operations();
    operation->set_safety(orm::v1::Operation::SAFE);
    operation->set_summary("create table \"user\"");
    operation->add_statements("CREATE TABLE \"user\" ()");
    return grpc::Status::OK;
  }
  grpc::Status GetServerInfo(grpc::ServerContext*, const orm::v1::GetServerInfoRequest*,
                             orm::v1::GetServerInfoResponse* out) override {
    out->set_version("9.9");
    out->set_database_kind("sqlite");
    out->mutable_pool()->set_size(4);
    return grpc::Status::OK;
  }
};

FakeDaemon::FakeDaemon(Handler handler)
    : handler_(std::move(handler)),
      manager_(std::make_unique<Manager>(*this)),
      sessions_(std::make_unique<SessionsDoor>(*this)),
      schema_(std::make_unique<SchemaDoor>()) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(manager_.get());
  builder.RegisterService(sessions_.get());
  builder.RegisterService(schema_.get());
  server_ = builder.BuildAndStart();
  address_ = "127.0.0.1:" + std::to_string(port);
}

FakeDaemon::~FakeDaemon() { server_->Shutdown(std::chrono::system_clock::now()); }

std::vector<orm::v1::Command> FakeDaemon::commands() {
  std::lock_guard lock(mutex_);
  return commands_;
}

std::vector<std::string> FakeDaemon::events() {
  std::lock_guard lock(mutex_);
  return events_;
}

std::vector<orm::v1::Reply> FakeDaemon::Answer(const orm::v1::Command& command) {
  {
    std::lock_guard lock(mutex_);
    commands_.push_back(command);
  }
  return handler_(command);
}

void FakeDaemon::Note(const std::string& event) {
  std::lock_guard lock(mutex_);
  events_.push_back(event);
}

}  // namespace ormd::client
