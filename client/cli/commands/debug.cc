#include <CLI/CLI.hpp>

#include "client/cli/commands/commands.h"

namespace ormd::cli {
namespace {

Json PoolJson(const orm::v1::PoolInfo& pool) {
  return Json::Object({{"size", Json::Unsigned(pool.size())},
                       {"open", Json::Unsigned(pool.open())},
                       {"in_use", Json::Unsigned(pool.in_use())},
                       {"waiting", Json::Unsigned(pool.waiting())}});
}

Json InfoJson(const orm::v1::GetServerInfoResponse& info, const std::string& address) {
  const bool ready = info.not_ready().empty();
  Json json = Json::Object({{"client", Json::String(ORMD_VERSION)},
                            {"address", Json::String(address)},
                            {"server", Json::String(info.version())},
                            {"instance", Json::String(info.instance())},
                            {"ready", Json::Bool(ready)}});
  if (!ready) json.Add("not_ready", Json::String(info.not_ready()));
  json.Add("database", Json::String(info.database_kind()));
  json.Add("database_version", Json::String(info.database_version()));
  json.Add("database_url", Json::String(info.database_url()));
  json.Add("entities", Json::Unsigned(info.entities()));
  json.Add("sessions", Json::Unsigned(info.sessions()));
  json.Add("pool", PoolJson(info.pool()));
  return json;
}

// "10 connections: 2 open, 1 in use, 0 waiting". SQLite has one that writes beside those of --pool-size.
std::string PoolText(const orm::v1::GetServerInfoResponse& info) {
  const orm::v1::PoolInfo& pool = info.pool();
  const std::string writer = info.database_kind() == "sqlite" ? ", the writer's among them" : "";
  return std::to_string(pool.size()) + " connections" + writer + ": " + std::to_string(pool.open()) + " open, " +
         std::to_string(pool.in_use()) + " in use, " + std::to_string(pool.waiting()) + " waiting";
}

void Debug(Context& context) {
  const orm::v1::GetServerInfoResponse info = context.client().GetServerInfo();
  Json json = InfoJson(info, context.address);
  if (context.format == Format::kTable) json.members.back().second = Json::String(PoolText(info));
  PrintObject(context.format, json, context.out);
}

}  // namespace

void AddDebug(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("debug", "Show what ormctl talks to");
  command->fallthrough();
  command->footer(R"(Examples:
  ormctl debug
  ormctl --address ormd.example.com:50051 debug -o json)");
  command->callback([&context] { Debug(context); });
}

}  // namespace ormd::cli
