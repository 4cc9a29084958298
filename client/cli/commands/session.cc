#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/commands/commands.h"
#include "client/cli/session_runner.h"

namespace ormd::cli {
namespace {

void Session(bool unary, Context& context) {
  const Catalog& catalog = context.catalog();
  const auto door = unary ? OpenUnaryDoor(context.client()) : OpenStreamDoor(context.client());
  const ExitCode code = SessionRunner(*door, catalog, context.address, context.out).Run(context.in);
  if (code != kOk) throw ExitWith{code};
}

}  // namespace

void AddSession(CLI::App& app, Context& context) {
  const auto unary = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("session", "Play commands in one session: JSON lines in, JSON lines out");
  command->fallthrough();
  command->add_flag("--unary", *unary, "Use a session id and unary calls instead of a stream");
  command->footer(
      R"(Each line of the input is an object whose one member is the command; options have the names of the command
line, in snake_case. After an error every command is SKIPPED until rollback, clear or sync. The end of the input ends the
session, which rolls back what is open. The exit code is that of the first error.

Commands:
  {"find": {"entity", "where", "populate", "order_by", "limit", "offset", "fields", "lock_mode", "refresh"}}
  {"get": {"entity", "key", "populate", "fields", "lock_mode", "refresh"}}   {"count": {"entity", "where"}}
  {"create": {"entity", "local", "data"}}   {"assign": {"entity", "key" or "local", "data", "version"}}
  {"remove": {"entity", "key" or "local", "version"}}   {"flush": {"changes", "dry_run"}}
  {"begin": {"isolation", "read_only"}}   {"commit": {"depth"}}   {"rollback": {"depth"}}
  {"refresh": {"entity", "key", "populate"}}   {"clear": {}}   {"sync": {}}

Example:
  printf '%s\n' '{"begin": {}}' '{"assign": {"entity": "User", "key": 1, "data": {"name": "Ann"}}}' \
      '{"flush": {}}' '{"commit": {}}' | ormctl session)");
  command->callback([unary, &context] { Session(*unary, context); });
}

}  // namespace ormd::cli
