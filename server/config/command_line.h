// The command line of the daemon.
#pragma once

#include <functional>
#include <ostream>
#include <string_view>

#include "server/config/settings.h"

namespace CLI {
class App;
}

namespace ormd {

struct Invocation {
  enum class Action { kServe, kCheck, kExit };
  Action action = Action::kExit;
  Settings settings;
  // kExit: what the process shall end with; 2 for wrong usage.
  int exit_code = 0;
};

// Adds further commands, which work when they are parsed.
using AddCommands = std::function<void(CLI::App&)>;

// Reads flags, then ORMD_* variables, then the file that --config names; the first that says something wins. Help and
// version go to `out`, faults to `err`. Commands of `add_commands` have done their work when this returns (kExit, 0);
// what they throw goes through.
Invocation ParseCommandLine(int argc, const char* const* argv, std::ostream& out, std::ostream& err,
                            const AddCommands& add_commands = {});

// "0.1.0".
std::string_view Version();

}  // namespace ormd
