// The commands of ormd that need no daemon: `ormd migration …` and `ormd generate …`.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>

namespace CLI {
class App;
}

namespace ormd {

class OfflineCommands {
 public:
  OfflineCommands(std::ostream& out, std::ostream& err);
  ~OfflineCommands();

  // Adds the commands to the application, which must not outlive this. Their work runs when the command line is parsed,
  // and throws what Guard catches.
  void AddTo(CLI::App& app);

  // Runs `body` and answers its exit code, or that of the command that failed in it: the exit codes of ormctl.
  int Guard(const std::function<int()>& body) const;

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace ormd
