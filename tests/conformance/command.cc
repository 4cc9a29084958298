#include "tests/conformance/command.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>

#include "tests/conformance/daemon.h"

namespace ormd::conformance {

CommandResult RunOrmd(const std::string& words) {
  const std::string line = OrmdBinary() + " " + words + " 2>&1";
  CommandResult result;
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) return result;
  std::array<char, 4096> part;
  for (size_t read; (read = fread(part.data(), 1, part.size(), pipe)) > 0;) result.output.append(part.data(), read);
  const int status = pclose(pipe);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace ormd::conformance
