#include "tests/conformance/daemon.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "tests/support/unguarded.h"

extern char** environ;

namespace ormd::conformance {
namespace {

constexpr std::string_view kListening = "ormd listening on ";
constexpr absl::Duration kStartTime = absl::Seconds(30);

pid_t Spawn(const std::vector<std::string>& words, const std::string& directory) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const int flags = O_WRONLY | O_CREAT | O_APPEND;
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (directory + "/stdout").c_str(), flags, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (directory + "/stderr").c_str(), flags, 0600);
  pid_t pid = -1;
  if (posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) pid = -1;
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

std::vector<std::string> CommandLine(const Daemon::Options& options) {
  std::vector<std::string> words = options.through;
  words.insert(words.end(), {OrmdBinary(), "serve", "--schema", options.schema, "--database", options.database,
                             "--listen", options.listen, "--log-sql", "--log-format", "json"});
  words.insert(words.end(), options.flags.begin(), options.flags.end());
  // Comparing the schema runs statements of its own, at its own time.
  if (std::find(words.begin(), words.end(), "--schema-check") == words.end()) {
    words.insert(words.end(), {"--schema-check", "ignore"});
  }
  return words;
}

std::string FirstWord(const std::string& sql) {
  const size_t start = std::min(sql.find_first_not_of(" \n"), sql.size());
  return absl::AsciiStrToUpper(sql.substr(start, sql.find_first_of(" ;\n", start) - start));
}

}  // namespace

std::string OrmdBinary() {
  const char* given = std::getenv("ORMD_BINARY");
  return given != nullptr ? given : ORMD_BINARY_DEFAULT;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Daemon::Daemon(const Options& options) {
  pid_ = Spawn(CommandLine(options), directory_.path());
  running_ = pid_ > 0;
  address_ = WaitForAddress();
}

Daemon::~Daemon() {
  if (running_) {
    Signal(SIGKILL);
    Wait();
  }
}

std::string Daemon::WaitForAddress() {
  const absl::Time end = absl::Now() + kStartTime;
  while (running_ && absl::Now() < end) {
    const std::string text = ReadFile(directory_.path() + "/stdout");
    const size_t start = text.find(kListening);
    const size_t stop = start == std::string::npos ? start : text.find('\n', start);
    if (stop != std::string::npos) return text.substr(start + kListening.size(), stop - start - kListening.size());
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      running_ = false;
      exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
  return "";
}

int Daemon::Terminate() {
  if (running_) Signal(SIGTERM);
  return Wait();
}

void Daemon::Signal(int signal) const {
  if (running_) kill(pid_, signal);
}

int Daemon::Wait() {
  if (running_) {
    int status = 0;
    waitpid(pid_, &status, 0);
    running_ = false;
    exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  return exit_code_;
}

bool Daemon::HasEnded() const {
  siginfo_t ended = {};
  return !running_ || (waitid(P_PID, pid_, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == pid_);
}

std::string Daemon::Log() const { return ReadFile(directory_.path() + "/stderr"); }

std::vector<std::string> Daemon::Statements() const {
  std::vector<std::string> statements;
  const std::vector<std::string> lines = absl::StrSplit(Log(), '\n');
  for (const std::string& line : lines) {
    const auto entry = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (entry.is_object() && entry.contains("sql")) statements.push_back(Unguarded(entry["sql"]));
  }
  return statements;
}

std::vector<std::string> WithoutControl(const std::vector<std::string>& statements) {
  static const std::set<std::string> kControl = {"BEGIN",     "START",   "COMMIT", "ROLLBACK",
                                                 "SAVEPOINT", "RELEASE", "SET",    "PRAGMA"};
  std::vector<std::string> kept;
  for (const std::string& sql : statements) {
    if (!kControl.contains(FirstWord(sql))) kept.push_back(sql);
  }
  return kept;
}

std::vector<std::string> OnlyVerb(const std::vector<std::string>& statements, const std::string& verb) {
  std::vector<std::string> kept;
  for (const std::string& sql : statements) {
    if (FirstWord(sql) == verb) kept.push_back(sql);
  }
  return kept;
}

}  // namespace ormd::conformance
