#include "tests/conformance/quiet.h"

#include <unistd.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "tests/conformance/daemon.h"
#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

// How often each thread gave up its processor, by its id.
using Switches = std::map<std::string, std::string>;

std::string LineOf(const std::string& text, const std::string& name) {
  const size_t at = text.find("\n" + name + ":");
  return at == std::string::npos ? "" : text.substr(at + 1, text.find('\n', at + 1) - at - 1);
}

// nullopt where a thread runs or could.
std::optional<Switches> Asleep(pid_t process, pid_t but) {
  Switches switches;
  std::error_code gone;
  const std::string tasks = "/proc/" + std::to_string(process) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(tasks, gone)) {
    const std::string id = task.path().filename();
    if (id == std::to_string(but)) continue;
    const std::string status = ReadFile(task.path() / "status");
    if (status.empty()) continue;  // it has ended
    if (!LineOf(status, "State").ends_with("(sleeping)")) return std::nullopt;
    switches[id] = LineOf(status, "voluntary_ctxt_switches") + LineOf(status, "nonvoluntary_ctxt_switches");
  }
  return switches;
}

}  // namespace

// Two looks, between which nobody woke.
bool BecomesQuiet(pid_t process) {
  std::optional<Switches> before;
  return Eventually([&] {
    std::optional<Switches> now = Asleep(process, -1);
    const std::optional<Switches> own = Asleep(getpid(), gettid());
    if (now && own) now->insert(own->begin(), own->end());
    const bool quiet = now && own && before == now;
    before = own ? std::move(now) : std::nullopt;
    return quiet;
  });
}

}  // namespace ormd::conformance
