// The command line of the daemon.
#pragma once

#include <ostream>
#include <string_view>

#include "server/config/settings.h"

namespace ormd {

struct Invocation {
  enum class Action { kServe, kCheck, kExit };
  Action action = Action::kExit;
  Settings settings;
  // kExit: what the process shall end with; 2 for wrong usage.
  int exit_code = 0;
};

// Reads flags, then ORMD_* variables, then the file that --config names; the first that says something wins. Help and
// version go to `out`, faults to `err`.
Invocation ParseCommandLine(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

// "0.1.0".
std::string_view Version();

}  // namespace ormd
