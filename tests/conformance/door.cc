#include "tests/conformance/door.h"

#include "absl/time/clock.h"

namespace ormd::conformance {
namespace {

using orm::v1::Command;
using orm::v1::Reply;

void AddOrder(const Json& term, orm::v1::OrderBy* order) {
  if (term.is_string()) {
    const std::string text = term.get<std::string>();
    order->set_descending(text.front() == '-');
    order->set_path(order->descending() ? text.substr(1) : text);
    return;
  }
  order->set_path(term.at("path").get<std::string>());
  order->set_descending(term.value("descending", false));
  const std::string nulls = term.value("nulls", "");
  if (nulls == "first") order->set_nulls(orm::v1::OrderBy::NULLS_FIRST);
  if (nulls == "last") order->set_nulls(orm::v1::OrderBy::NULLS_LAST);
}

template <typename Message>
void AddNames(const Json& json, const char* name, Message* names) {
  for (const Json& item : json.value(name, Json::array())) names->Add(item.get<std::string>());
}

// By key or by local name.
template <typename Message>
void SetTarget(const Json& json, Message* change) {
  if (json.contains("local")) {
    change->set_local(json["local"].get<std::string>());
  } else {
    *change->mutable_key() = ToKey(json.at("key"));
  }
  if (json.contains("version")) *change->mutable_version() = ToValue(json["version"]);
}

orm::v1::Change MakeChange(const Entities& entities, const Json& json) {
  orm::v1::Change change;
  const std::string word = json.begin().key();
  const Json& body = json.begin().value();
  const std::string entity = body.at("entity").get<std::string>();
  if (word == "create") {
    change.mutable_create()->set_entity(entity);
    change.mutable_create()->set_local(body.value("local", ""));
    *change.mutable_create()->mutable_data() = entities.MakeData(entity, body.at("data"));
  } else if (word == "assign") {
    change.mutable_assign()->set_entity(entity);
    SetTarget(body, change.mutable_assign());
    *change.mutable_assign()->mutable_data() = entities.MakeData(entity, body.at("data"));
  } else {
    change.mutable_remove()->set_entity(entity);
    SetTarget(body, change.mutable_remove());
  }
  return change;
}

}  // namespace

orm::v1::Find Door::MakeFind(const Json& json) const {
  orm::v1::Find find;
  find.set_entity(json.at("entity").get<std::string>());
  if (json.contains("where")) *find.mutable_where() = ToMap(json["where"]);
  for (const Json& term : json.value("order_by", Json::array())) AddOrder(term, find.add_order_by());
  if (json.contains("limit")) find.set_limit(json["limit"].get<uint32_t>());
  find.set_offset(json.value("offset", 0u));
  AddNames(json, "populate", find.mutable_populate());
  AddNames(json, "fields", find.mutable_fields());
  find.set_refresh(json.value("refresh", false));
  return find;
}

orm::v1::Flush Door::MakeFlush(const Json& changes) const {
  orm::v1::Flush flush;
  for (const Json& change : changes) *flush.add_changes() = MakeChange(*entities_, change);
  return flush;
}

Outcome<Rows> Door::RunFind(Command command) {
  auto replies = Run(std::move(command));
  if (!replies.ok()) return {replies.status, {}};
  std::vector<orm::v1::Graph> parts;
  for (const Reply& reply : *replies) parts.push_back(reply.find().graph());
  return {grpc::Status::OK, entities_->Stitch(parts)};
}

Outcome<Rows> Door::Find(const Json& find, orm::v1::LockMode lock) {
  Command command;
  *command.mutable_find() = MakeFind(find);
  command.mutable_find()->set_lock_mode(lock);
  return RunFind(std::move(command));
}

Outcome<Json> Door::FindOne(const Json& json) {
  Command command;
  orm::v1::FindOne* find = command.mutable_find_one();
  find->set_entity(json.at("entity").get<std::string>());
  if (json.contains("key")) *find->mutable_key() = ToKey(json["key"]);
  if (json.contains("where")) *find->mutable_where() = ToMap(json["where"]);
  for (const Json& term : json.value("order_by", Json::array())) AddOrder(term, find->add_order_by());
  AddNames(json, "populate", find->mutable_populate());
  AddNames(json, "fields", find->mutable_fields());
  find->set_refresh(json.value("refresh", false));
  find->set_allow_missing(json.value("allow_missing", false));
  auto rows = RunFind(std::move(command));
  return {rows.status, rows.value.size() > 0 ? rows.value[0] : Json(nullptr)};
}

Outcome<int64_t> Door::Count(const std::string& entity, const Json& where) {
  Command command;
  command.mutable_count()->set_entity(entity);
  *command.mutable_count()->mutable_where() = ToMap(where);
  auto replies = Run(std::move(command));
  return {replies.status, replies.ok() ? replies->front().count().count() : -1};
}

Change Door::ToChange(const orm::v1::ChangeResult& result) const {
  Change change{result.entity(), result.local(), nullptr, Json::object()};
  if (result.has_key()) change.key = FromKey(result.key());
  const std::vector<std::string> names(result.generated_fields().begin(), result.generated_fields().end());
  change.generated = entities_->ToJson(result.entity(), result.generated(), names);
  return change;
}

Outcome<Change> Door::RunChange(Command command) {
  auto replies = Run(std::move(command));
  return {replies.status, replies.ok() ? ToChange(replies->front().change().result()) : Change{}};
}

Outcome<Change> Door::Create(const std::string& entity, const Json& data, const std::string& local) {
  Command command;
  *command.mutable_create() =
      MakeChange(*entities_, {{"create", {{"entity", entity}, {"local", local}, {"data", data}}}}).create();
  return RunChange(std::move(command));
}

Outcome<Change> Door::Assign(const std::string& entity, const Json& key, const Json& data, const Json& version) {
  Command command;
  command.mutable_assign()->set_entity(entity);
  *command.mutable_assign()->mutable_key() = ToKey(key);
  *command.mutable_assign()->mutable_data() = entities_->MakeData(entity, data);
  if (!version.is_null()) *command.mutable_assign()->mutable_version() = ToValue(version);
  return RunChange(std::move(command));
}

Outcome<Change> Door::Remove(const std::string& entity, const Json& key, const Json& version) {
  Command command;
  command.mutable_remove()->set_entity(entity);
  *command.mutable_remove()->mutable_key() = ToKey(key);
  if (!version.is_null()) *command.mutable_remove()->mutable_version() = ToValue(version);
  return RunChange(std::move(command));
}

Outcome<std::vector<Change>> Door::Flush(const Json& changes) {
  Command command;
  *command.mutable_flush() = MakeFlush(changes);
  auto replies = Run(std::move(command));
  std::vector<Change> results;
  if (replies.ok()) {
    for (const auto& result : replies->front().flush().results()) results.push_back(ToChange(result));
  }
  return {replies.status, std::move(results)};
}

Outcome<std::vector<orm::v1::PlannedStatement>> Door::DryRun(const Json& changes) {
  Command command;
  *command.mutable_flush() = MakeFlush(changes);
  command.mutable_flush()->set_dry_run(true);
  auto replies = Run(std::move(command));
  if (!replies.ok()) return {replies.status, {}};
  const auto& plan = replies->front().flush().plan();
  return {grpc::Status::OK, {plan.begin(), plan.end()}};
}

Outcome<int> Door::Begin(orm::v1::Isolation isolation, bool read_only) {
  Command command;
  command.mutable_begin()->set_isolation(isolation);
  command.mutable_begin()->set_read_only(read_only);
  auto replies = Run(std::move(command));
  return {replies.status, replies.ok() ? static_cast<int>(replies->front().begin().depth()) : 0};
}

grpc::Status Door::Commit(std::optional<int> depth) {
  Command command;
  command.mutable_commit();
  if (depth.has_value()) command.mutable_commit()->set_depth(*depth);
  return Run(std::move(command)).status;
}

grpc::Status Door::Rollback(std::optional<int> depth) {
  Command command;
  command.mutable_rollback();
  if (depth.has_value()) command.mutable_rollback()->set_depth(*depth);
  return Run(std::move(command)).status;
}

grpc::Status Door::Clear() {
  Command command;
  command.mutable_clear();
  return Run(std::move(command)).status;
}

Outcome<Rows> Door::Refresh(const std::string& entity, const Json& key) {
  Command command;
  command.mutable_refresh()->set_entity(entity);
  *command.mutable_refresh()->mutable_key() = ToKey(key);
  return RunFind(std::move(command));
}

UnaryDoor::UnaryDoor(std::shared_ptr<grpc::Channel> channel, const Entities* entities, std::string session)
    : Door(entities), stub_(orm::v1::EntityManager::NewStub(channel)), session_(std::move(session)) {}

template <typename Request, typename ReplyMessage>
grpc::Status UnaryDoor::Call(Method<Request, ReplyMessage> method, Request request, ReplyMessage* reply) {
  if (!session_.empty()) request.mutable_scope()->set_session(session_);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  return (stub_.get()->*method)(&context, request, reply);
}

Outcome<std::vector<Reply>> UnaryDoor::Run(Command command) {
  using Stub = orm::v1::EntityManager::Stub;
  Reply reply;
  const auto call = [&](auto method, auto request, auto body, auto* answer) {
    return Call(method, (body(request), std::move(request)), answer);
  };
  grpc::Status status;
  switch (command.command_case()) {
    case Command::kFind:
      status = call(
          &Stub::Find, orm::v1::FindRequest(), [&](auto& r) { r.mutable_find()->Swap(command.mutable_find()); },
          reply.mutable_find());
      break;
    case Command::kFindOne:
      status = call(
          &Stub::FindOne, orm::v1::FindOneRequest(),
          [&](auto& r) { r.mutable_find_one()->Swap(command.mutable_find_one()); }, reply.mutable_find());
      break;
    case Command::kCount:
      status = call(
          &Stub::Count, orm::v1::CountRequest(), [&](auto& r) { r.mutable_count()->Swap(command.mutable_count()); },
          reply.mutable_count());
      break;
    case Command::kCreate:
      status = call(
          &Stub::Create, orm::v1::CreateRequest(), [&](auto& r) { r.mutable_create()->Swap(command.mutable_create()); },
          reply.mutable_change());
      break;
    case Command::kAssign:
      status = call(
          &Stub::Assign, orm::v1::AssignRequest(), [&](auto& r) { r.mutable_assign()->Swap(command.mutable_assign()); },
          reply.mutable_change());
      break;
    case Command::kRemove:
      status = call(
          &Stub::Remove, orm::v1::RemoveRequest(), [&](auto& r) { r.mutable_remove()->Swap(command.mutable_remove()); },
          reply.mutable_change());
      break;
    case Command::kFlush:
      status = call(
          &Stub::Flush, orm::v1::FlushRequest(), [&](auto& r) { r.mutable_flush()->Swap(command.mutable_flush()); },
          reply.mutable_flush());
      break;
    case Command::kBegin:
      status = call(
          &Stub::Begin, orm::v1::BeginRequest(), [&](auto& r) { r.mutable_begin()->Swap(command.mutable_begin()); },
          reply.mutable_begin());
      break;
    case Command::kCommit:
      status = call(
          &Stub::Commit, orm::v1::CommitRequest(), [&](auto& r) { r.mutable_commit()->Swap(command.mutable_commit()); },
          reply.mutable_commit());
      break;
    case Command::kRollback:
      status = call(
          &Stub::Rollback, orm::v1::RollbackRequest(),
          [&](auto& r) { r.mutable_rollback()->Swap(command.mutable_rollback()); }, reply.mutable_rollback());
      break;
    case Command::kRefresh:
      status = call(
          &Stub::Refresh, orm::v1::RefreshRequest(),
          [&](auto& r) { r.mutable_refresh()->Swap(command.mutable_refresh()); }, reply.mutable_find());
      break;
    case Command::kClear:
      status = call(
          &Stub::Clear, orm::v1::ClearRequest(), [](auto&) {}, reply.mutable_clear());
      break;
    default:
      status = grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "a command of session streams only");
  }
  return {status, {std::move(reply)}};
}

StreamDoor::StreamDoor(std::shared_ptr<grpc::Channel> channel, const Entities* entities)
    : Door(entities), stub_(orm::v1::EntityManager::NewStub(channel)), stream_(stub_->Session(&context_)) {}

StreamDoor::~StreamDoor() {
  if (!finished_) Finish();
}

uint64_t StreamDoor::Send(Command command) {
  command.set_id(++last_id_);
  stream_->Write(command);
  return last_id_;
}

Outcome<std::vector<Reply>> StreamDoor::Receive() {
  std::vector<Reply> parts;
  do {
    if (!stream_->Read(&parts.emplace_back())) return {Finish(), {}};
  } while (parts.back().more());
  if (parts.back().has_error()) return {ToGrpc(parts.back().error()), std::move(parts)};
  return {grpc::Status::OK, std::move(parts)};
}

Outcome<std::vector<Reply>> StreamDoor::Run(Command command) {
  Send(std::move(command));
  return Receive();
}

grpc::Status StreamDoor::Finish() {
  if (finished_) return grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "the stream has ended");
  finished_ = true;
  stream_->WritesDone();
  Reply rest;
  while (stream_->Read(&rest)) {
  }
  return stream_->Finish();
}

}  // namespace ormd::conformance
