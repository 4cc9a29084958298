#include "client/cpp/unary.h"

#include <google/protobuf/util/time_util.h>

#include <utility>

#include "client/cpp/error.h"

namespace ormd::client {
namespace {

using google::protobuf::util::TimeUtil;
using Stub = orm::v1::EntityManager::Stub;

void SetDeadline(Timeout timeout, grpc::ClientContext* context) {
  context->set_deadline(std::chrono::system_clock::now() + timeout);
}

// One command and where it runs.
struct Call {
  Stub& stub;
  grpc::ClientContext& context;
  orm::v1::Scope scope;

  template <typename Request, typename Answer>
  void Run(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*), Request request,
           Answer* answer) {
    *request.mutable_scope() = scope;
    ThrowIfFailed((stub.*method)(&context, request, answer));
  }
};

template <typename Request, typename Part>
Request With(Part* (Request::*place)(), Part* part) {
  Request request;
  (request.*place)()->Swap(part);
  return request;
}

[[noreturn]] void NotUnary() {
  throw Error(grpc::StatusCode::INVALID_ARGUMENT, "BAD_REQUEST", "this command goes only through a session stream");
}

void Read(Call& call, orm::v1::Command& command, orm::v1::Reply* reply) {
  using Command = orm::v1::Command;
  switch (command.command_case()) {
    case Command::kFind:
      return call.Run(&Stub::Find, With(&orm::v1::FindRequest::mutable_find, command.mutable_find()),
                      reply->mutable_find());
    case Command::kFindOne:
      return call.Run(&Stub::FindOne, With(&orm::v1::FindOneRequest::mutable_find_one, command.mutable_find_one()),
                      reply->mutable_find());
    case Command::kCount:
      return call.Run(&Stub::Count, With(&orm::v1::CountRequest::mutable_count, command.mutable_count()),
                      reply->mutable_count());
    case Command::kRefresh:
      return call.Run(&Stub::Refresh, With(&orm::v1::RefreshRequest::mutable_refresh, command.mutable_refresh()),
                      reply->mutable_find());
    default:
      NotUnary();
  }
}

void Write(Call& call, orm::v1::Command& command, orm::v1::Reply* reply) {
  using Command = orm::v1::Command;
  switch (command.command_case()) {
    case Command::kCreate:
      return call.Run(&Stub::Create, With(&orm::v1::CreateRequest::mutable_create, command.mutable_create()),
                      reply->mutable_change());
    case Command::kAssign:
      return call.Run(&Stub::Assign, With(&orm::v1::AssignRequest::mutable_assign, command.mutable_assign()),
                      reply->mutable_change());
    case Command::kRemove:
      return call.Run(&Stub::Remove, With(&orm::v1::RemoveRequest::mutable_remove, command.mutable_remove()),
                      reply->mutable_change());
    case Command::kFlush:
      return call.Run(&Stub::Flush, With(&orm::v1::FlushRequest::mutable_flush, command.mutable_flush()),
                      reply->mutable_flush());
    default:
      return Read(call, command, reply);
  }
}

void Run(Call& call, orm::v1::Command& command, orm::v1::Reply* reply) {
  using Command = orm::v1::Command;
  switch (command.command_case()) {
    case Command::kBegin:
      return call.Run(&Stub::Begin, With(&orm::v1::BeginRequest::mutable_begin, command.mutable_begin()),
                      reply->mutable_begin());
    case Command::kCommit:
      return call.Run(&Stub::Commit, With(&orm::v1::CommitRequest::mutable_commit, command.mutable_commit()),
                      reply->mutable_commit());
    case Command::kRollback:
      return call.Run(&Stub::Rollback, With(&orm::v1::RollbackRequest::mutable_rollback, command.mutable_rollback()),
                      reply->mutable_rollback());
    case Command::kClear:
      return call.Run(&Stub::Clear, orm::v1::ClearRequest(), reply->mutable_clear());
    case Command::kSync:
      reply->mutable_sync();
      return;
    default:
      return Write(call, command, reply);
  }
}

}  // namespace

UnaryEntityManager::UnaryEntityManager(std::shared_ptr<grpc::Channel> channel, std::string session, Timeout timeout)
    : stub_(orm::v1::EntityManager::NewStub(std::move(channel))), session_(std::move(session)), timeout_(timeout) {}

orm::v1::Reply UnaryEntityManager::Execute(orm::v1::Command command) {
  grpc::ClientContext context;
  SetDeadline(command.has_timeout() ? Timeout(TimeUtil::DurationToMilliseconds(command.timeout())) : timeout_,
              &context);
  Call call{*stub_, context, {}};
  if (!session_.empty()) call.scope.set_session(session_);
  orm::v1::Reply reply;
  Run(call, command, &reply);
  return reply;
}

void UnaryEntityManager::FindStream(const orm::v1::Find& find,
                                    const std::function<void(const orm::v1::Graph&)>& consume) {
  grpc::ClientContext context;
  SetDeadline(timeout_, &context);
  orm::v1::FindRequest request;
  *request.mutable_find() = find;
  if (!session_.empty()) request.mutable_scope()->set_session(session_);
  const auto reader = stub_->FindStream(&context, request);
  orm::v1::FindReply part;
  while (reader->Read(&part)) {
    try {
      consume(part.graph());
    } catch (...) {
      context.TryCancel();
      reader->Finish();
      throw;
    }
  }
  ThrowIfFailed(reader->Finish());
}

UnarySession::UnarySession(std::shared_ptr<grpc::Channel> channel, orm::v1::OpenResponse opened, Timeout timeout)
    : UnaryEntityManager(channel, opened.session(), timeout),
      sessions_(orm::v1::Sessions::NewStub(std::move(channel))),
      opened_(std::move(opened)),
      timeout_(timeout) {}

UnarySession::~UnarySession() {
  try {
    Close();
  } catch (const Error&) {
    // The daemon ends the session itself when its time to live is over.
  }
}

void UnarySession::Renew() {
  grpc::ClientContext context;
  SetDeadline(timeout_, &context);
  orm::v1::RenewRequest request;
  request.set_session(id());
  orm::v1::RenewResponse response;
  ThrowIfFailed(sessions_->Renew(&context, request, &response));
}

void UnarySession::Close() {
  if (std::exchange(closed_, true)) return;
  grpc::ClientContext context;
  SetDeadline(timeout_, &context);
  orm::v1::CloseRequest request;
  request.set_session(id());
  orm::v1::CloseResponse response;
  ThrowIfFailed(sessions_->Close(&context, request, &response));
}

}  // namespace ormd::client
