#include "tests/conformance/load/conversation.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace ormd::conformance {
namespace {

using orm::v1::Command;
using std::chrono::steady_clock;

grpc::Status Skipped() {
  google::rpc::ErrorInfo info;
  info.set_domain("orm.v1");
  info.set_reason("SKIPPED");
  google::rpc::Status status;
  status.set_code(grpc::StatusCode::ABORTED);
  status.add_details()->PackFrom(info);
  return ToGrpc(status);
}

// What is about to be sent.
Told Asked(const Command& command, bool hurried) {
  Told told;
  told.hurried = hurried;
  told.ends_skipping = command.has_rollback() || command.has_clear();
  told.span.begin = steady_clock::now();
  return told;
}

void Answer(orm::v1::Reply reply, Told* told) {
  told->span.end = steady_clock::now();
  told->SetStatus(reply.has_error() ? ToGrpc(reply.error()) : grpc::Status::OK);
  told->reply = std::move(reply);
}

}  // namespace

StreamConversation::StreamConversation(const Server& server, const Hurry& hurry)
    : hurried_(hurry.any()), stream_(server.channel(), "/orm.v1.EntityManager/Session", hurry.deadline) {}

StreamConversation::~StreamConversation() {
  if (left_) return;
  stream_.HalfClose();
  stream_.Finish();
}

std::vector<Told> StreamConversation::Send(Commands commands) {
  std::vector<Told> told;
  for (Command& command : commands) {
    told.push_back(Asked(command, hurried_ || command.has_timeout()));
    command.set_id(++last_id_);
    stream_.Write(command.SerializeAsString());
  }
  return told;
}

// Cancel is answered ahead of what was sent before it.
std::vector<Told> StreamConversation::Ask(Commands commands) {
  const uint64_t first = last_id_ + 1;
  std::vector<Told> told = Send(std::move(commands));
  for (size_t answered = 0; answered < told.size(); ++answered) {
    const std::optional<std::string> message = stream_.Read();
    orm::v1::Reply reply;
    if (!message.has_value() || !reply.ParseFromString(*message)) break;
    const uint64_t place = reply.id() - first;
    if (place < told.size()) Answer(std::move(reply), &told[place]);
  }
  return told;
}

std::vector<Told> StreamConversation::AskAndLeave(Commands commands, std::chrono::microseconds after) {
  std::vector<Told> told = Send(std::move(commands));
  std::this_thread::sleep_for(after);
  left_ = true;
  stream_.Cancel();
  return told;
}

NamedConversation::NamedConversation(Server& server)
    : server_(server), id_(server.OpenSession()), door_(server.InSession(*id_)) {}

NamedConversation::~NamedConversation() { Close(); }

void NamedConversation::Close() {
  if (!id_.ok() || std::exchange(closed_, true)) return;
  grpc::ClientContext context;
  orm::v1::CloseRequest request;
  orm::v1::CloseResponse response;
  request.set_session(*id_);
  server_.sessions().Close(&context, request, &response);
}

Told NamedConversation::Run(Command command) {
  Told told = Asked(command, false);
  if (told.ends_skipping) skipping_ = false;
  if (!id_.ok() || skipping_) {
    told.span.end = told.span.begin;
    told.SetStatus(id_.ok() ? Skipped() : id_.status);
    return told;
  }
  auto outcome = door_.Run(std::move(command));
  Answer(std::move(outcome.value.front()), &told);
  told.SetStatus(outcome.status);
  skipping_ = told.begins_skipping();
  return told;
}

std::vector<Told> NamedConversation::Ask(Commands commands) {
  std::vector<Told> told;
  for (Command& command : commands) told.push_back(Run(std::move(command)));
  return told;
}

// The call that closes the session overtakes the last command.
std::vector<Told> NamedConversation::AskAndLeave(Commands commands, std::chrono::microseconds after) {
  std::vector<Told> told;
  std::thread closer([this, after] {
    std::this_thread::sleep_for(after);
    Close();
  });
  told = Ask(std::move(commands));
  closer.join();
  return told;
}

}  // namespace ormd::conformance
