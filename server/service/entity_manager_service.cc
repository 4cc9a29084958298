#include "server/service/entity_manager_service.h"

#include <memory>
#include <utility>

#include "orm/v1/entity_manager.pb.h"
#include "server/service/command_door.h"
#include "server/service/find_stream.h"
#include "server/service/session_reactor.h"
#include "server/wire/message.h"

namespace ormd {
namespace {

using namespace orm::v1;  // NOLINT: the requests of this service

// `move` takes the command out of the request, within its arena.
template <typename Request>
RawService::Handler CommandMethod(const Host& host, void (*move)(Request&, Command&)) {
  return UnaryMethod(host, [&host, move](ServerCall& call, const Context& context, Answer answer) {
    if (absl::Status status = host.gate.status(); !status.ok()) return answer(status);
    const auto request = wire::NewInArena<Request>(call.request().Length());
    if (absl::Status status = ParseRequest(host, call, request.get()); !status.ok()) return answer(status);
    const std::shared_ptr<Command> command(request,
                                           google::protobuf::Arena::CreateMessage<Command>(request->GetArena()));
    move(*request, *command);
    RunCommand(host, request->scope(), command, context, call.siblings(), std::move(answer));
  });
}

}  // namespace

EntityManagerService::EntityManagerService(const Host& host) : RawService("orm.v1.EntityManager") {
  AddUnary("Find",
           CommandMethod<FindRequest>(host, [](auto& in, auto& out) { out.mutable_find()->Swap(in.mutable_find()); }));
  AddUnary("FindOne", CommandMethod<FindOneRequest>(
                          host, [](auto& in, auto& out) { out.mutable_find_one()->Swap(in.mutable_find_one()); }));
  AddUnary("Count", CommandMethod<CountRequest>(
                        host, [](auto& in, auto& out) { out.mutable_count()->Swap(in.mutable_count()); }));
  AddUnary("Create", CommandMethod<CreateRequest>(
                         host, [](auto& in, auto& out) { out.mutable_create()->Swap(in.mutable_create()); }));
  AddUnary("Assign", CommandMethod<AssignRequest>(
                         host, [](auto& in, auto& out) { out.mutable_assign()->Swap(in.mutable_assign()); }));
  AddUnary("Remove", CommandMethod<RemoveRequest>(
                         host, [](auto& in, auto& out) { out.mutable_remove()->Swap(in.mutable_remove()); }));
  AddUnary("Flush", CommandMethod<FlushRequest>(
                        host, [](auto& in, auto& out) { out.mutable_flush()->Swap(in.mutable_flush()); }));
  AddUnary("Begin", CommandMethod<BeginRequest>(
                        host, [](auto& in, auto& out) { out.mutable_begin()->Swap(in.mutable_begin()); }));
  AddUnary("Commit", CommandMethod<CommitRequest>(
                         host, [](auto& in, auto& out) { out.mutable_commit()->Swap(in.mutable_commit()); }));
  AddUnary("Rollback", CommandMethod<RollbackRequest>(
                           host, [](auto& in, auto& out) { out.mutable_rollback()->Swap(in.mutable_rollback()); }));
  AddUnary("Refresh", CommandMethod<RefreshRequest>(
                          host, [](auto& in, auto& out) { out.mutable_refresh()->Swap(in.mutable_refresh()); }));
  AddUnary("Clear", CommandMethod<ClearRequest>(host, [](auto&, auto& out) { out.mutable_clear(); }));
  AddServerStream("FindStream", FindStreamMethod(host));
  AddBidi("Session", SessionMethod(host));
}

}  // namespace ormd
