// The program as a command that runs and ends.
#pragma once

#include <string>

namespace ormd::conformance {

struct CommandResult {
  int exit_code = -1;  // 128 + signal where a signal ended it
  std::string output;  // stdout and stderr
};

// `ormd WORDS`, as a shell reads them.
CommandResult RunOrmd(const std::string& words);

}  // namespace ormd::conformance
