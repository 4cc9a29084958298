// `migration create|up|down|…`, the same for ormctl, which asks a daemon, and for ormd, which does it itself.
#pragma once

#include <functional>

#include "client/admin/report.h"
#include "client/cpp/admin.h"

namespace CLI {
class App;
}

namespace ormd::admin {

// What the commands work with once the command line has been read. Both are called when a command runs.
struct AdminContext {
  std::function<client::Admin&()> admin;
  std::function<Output()> output;
};

// Ends the program with a code; everything has been said already.
struct ExitWithCode {
  int code;
};

// `migration check` where something differs.
inline constexpr int kDiffers = 3;

// Adds the command `migration` with its subcommands, and answers it. Callbacks throw client::Error and ExitWithCode.
CLI::App* AddMigrationCommands(CLI::App& app, AdminContext context);

// Adds `generate` with its subcommand `entities`, likewise.
CLI::App* AddGenerateCommands(CLI::App& app, AdminContext context);

}  // namespace ormd::admin
