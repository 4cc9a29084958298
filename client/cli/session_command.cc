#include "client/cli/session_command.h"

#include <algorithm>
#include <map>

#include "client/cli/change_encode.h"
#include "client/cli/change_json.h"
#include "client/cli/entity_json.h"
#include "client/cli/errors.h"
#include "client/cli/member_reader.h"
#include "client/cli/query_encode.h"

namespace ormd::cli {
namespace {

using orm::v1::Command;
using Encoder = void (*)(const Catalog&, const Json&, Command*);

orm::v1::Isolation EncodeIsolation(const MemberReader& options) {
  std::string name = options.Text("isolation").value_or("isolation_unspecified");
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return c == ' ' || c == '-' ? '_' : std::toupper(c); });
  orm::v1::Isolation isolation;
  if (!orm::v1::Isolation_Parse(name, &isolation)) {
    throw UsageError("begin: \"isolation\" must be read_uncommitted, read_committed, repeatable_read or serializable");
  }
  return isolation;
}

void Begin(const Catalog&, const Json& json, Command* command) {
  const MemberReader options(json, "begin", {"isolation", "read_only"});
  command->mutable_begin()->set_isolation(EncodeIsolation(options));
  command->mutable_begin()->set_read_only(options.Flag("read_only"));
}

void Commit(const Catalog&, const Json& json, Command* command) {
  const MemberReader options(json, "commit", {"depth"});
  command->mutable_commit();
  if (const auto depth = options.Count("depth")) command->mutable_commit()->set_depth(*depth);
}

void Rollback(const Catalog&, const Json& json, Command* command) {
  const MemberReader options(json, "rollback", {"depth"});
  command->mutable_rollback();
  if (const auto depth = options.Count("depth")) command->mutable_rollback()->set_depth(*depth);
}

void Flush(const Catalog& catalog, const Json& json, Command* command) {
  const MemberReader options(json, "flush", {"changes", "dry_run"});
  const Json* changes = options.Get("changes");
  if (changes != nullptr) *command->mutable_flush() = EncodeChanges(catalog, *changes);
  command->mutable_flush()->set_dry_run(options.Flag("dry_run"));
}

const std::map<std::string, Encoder>& Encoders() {
  static const std::map<std::string, Encoder> kEncoders = {
      {"find",
       [](const Catalog& types, const Json& json, Command* out) { *out->mutable_find() = EncodeFind(types, json); }},
      {"get",
       [](const Catalog& types, const Json& json, Command* out) { *out->mutable_find_one() = EncodeGet(types, json); }},
      {"count",
       [](const Catalog& types, const Json& json, Command* out) { *out->mutable_count() = EncodeCount(types, json); }},
      {"create", [](const Catalog& types, const Json& json,
                    Command* out) { *out->mutable_create() = EncodeCreate(types, json, ""); }},
      {"assign", [](const Catalog& types, const Json& json,
                    Command* out) { *out->mutable_assign() = EncodeAssign(types, json, ""); }},
      {"remove", [](const Catalog& types, const Json& json,
                    Command* out) { *out->mutable_remove() = EncodeRemove(types, json, ""); }},
      {"flush", Flush},
      {"begin", Begin},
      {"commit", Commit},
      {"rollback", Rollback},
      {"refresh", [](const Catalog& types, const Json& json,
                     Command* out) { *out->mutable_refresh() = EncodeRefresh(types, json); }},
      {"clear",
       [](const Catalog&, const Json& json, Command* out) {
         MemberReader(json, "clear", {});
         out->mutable_clear();
       }},
      {"sync",
       [](const Catalog&, const Json& json, Command* out) {
         MemberReader(json, "sync", {});
         out->mutable_sync();
       }},
  };
  return kEncoders;
}

Populate PopulateOf(const Command& command) {
  if (command.has_find()) return Populate(command.find().populate());
  if (command.has_find_one()) return Populate(command.find_one().populate());
  if (command.has_refresh()) return Populate(command.refresh().populate());
  return Populate();
}

Json EntitiesJson(const Catalog& catalog, const SessionCommand& command, const orm::v1::Graph& answer) {
  const client::EntityGraph graph(catalog.shared_model(), answer);
  Json list = Json::Array();
  for (const client::Entity* root : graph.roots()) list.items.push_back(EntityJson(*root, command.populate));
  if (command.command.has_find()) return list;
  return list.items.empty() ? Json() : list.items.front();
}

Json AnswerJson(const Catalog& catalog, const SessionCommand& command, const orm::v1::Reply& reply) {
  switch (reply.reply_case()) {
    case orm::v1::Reply::kFind:
      return EntitiesJson(catalog, command, reply.find().graph());
    case orm::v1::Reply::kCount:
      return Json::Integer(reply.count().count());
    case orm::v1::Reply::kChange:
      return ChangeResultJson(catalog, reply.change().result());
    case orm::v1::Reply::kFlush:
      return FlushReplyJson(catalog, reply.flush(), command.command.flush().dry_run());
    case orm::v1::Reply::kBegin:
      return Json::Object({{"depth", Json::Unsigned(reply.begin().depth())}});
    case orm::v1::Reply::kRollback:
      return Json::Object({{"cleared", Json::Bool(reply.rollback().cleared())}});
    default:
      return Json::Object();
  }
}

}  // namespace

SessionCommand EncodeCommand(const Catalog& catalog, const Json& json) {
  if (!json.is_object() || json.members.size() != 1)
    throw UsageError("a command is an object with one member, its name");
  const auto& [name, body] = json.members.front();
  const auto encoder = Encoders().find(name);
  if (encoder == Encoders().end()) {
    std::string known;
    for (const auto& [candidate, function] : Encoders()) known += (known.empty() ? "" : ", ") + candidate;
    throw UsageError("no command is called \"" + name + "\"; there are " + known);
  }
  SessionCommand command;
  command.name = name;
  encoder->second(catalog, body, &command.command);
  command.populate = PopulateOf(command.command);
  return command;
}

Json ReplyJson(const Catalog& catalog, const SessionCommand& command, const orm::v1::Reply& reply) {
  return Json::Object({{command.name, AnswerJson(catalog, command, reply)}});
}

}  // namespace ormd::cli
