#include <CLI/CLI.hpp>

#include "client/admin/migration_commands.h"
#include "client/cli/commands/commands.h"

namespace ormd::cli {
namespace {

admin::AdminContext AdminOf(Context& context) {
  return {[&context]() -> client::Admin& { return context.admin(); }, [&context] { return context.output(); }};
}

}  // namespace

void AddMigration(CLI::App& app, Context& context) {
  admin::AddMigrationCommands(app, AdminOf(context))
      ->footer(
          R"(The files stand in the daemon's directory (ormd serve --migrations DIR). `ormd migration` does the same without a
daemon.

Examples:
  ormctl migration create --name add_books
  ormctl migration up
  ormctl migration check)");
}

void AddGenerate(CLI::App& app, Context& context) {
  admin::AddGenerateCommands(app, AdminOf(context))->footer(R"(Examples:
  ormctl generate entities --out entities --package shop.v1)");
}

}  // namespace ormd::cli
