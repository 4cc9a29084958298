#include "tests/support/postgres.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

extern char** environ;

namespace ormd {
namespace {

// Tells where the server is, and lives until its standard input ends: with the test program.
constexpr const char* kKeeper = "echo \"$ORMD_TEST_POSTGRES\"; echo \"$ORMD_TEST_POSTGRES_CTL\"; exec cat >/dev/null";

struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  }
  std::array<int, 2> ends;
};

pid_t Spawn(int input, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  std::array<const char*, 6> arguments = {"bash", ORMD_TEST_SUPPORT_DIR "/with_postgres.sh", "sh", "-c", kKeeper,
                                          nullptr};
  pid_t pid = -1;
  const int error = posix_spawnp(&pid, "bash", &actions, nullptr, const_cast<char**>(arguments.data()), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot run bash");
  return pid;
}

}  // namespace

PostgresCluster::PostgresCluster() {
  Pipe to_script;
  Pipe from_script;
  script_ = Spawn(to_script.ends[0], from_script.ends[1]);
  close(to_script.ends[0]);
  close(from_script.ends[1]);
  input_ = to_script.ends[1];
  output_ = fdopen(from_script.ends[0], "r");
  url_ = ReadLine();
  control_ = ReadLine();
  if (control_.empty()) throw std::runtime_error("PostgreSQL did not start; its reason stands above");
}

PostgresCluster::~PostgresCluster() {
  close(input_);
  fclose(output_);
  waitpid(script_, nullptr, 0);
}

std::string PostgresCluster::ReadLine() {
  std::array<char, 512> line = {};
  if (fgets(line.data(), line.size(), output_) == nullptr) return "";
  const std::string text = line.data();
  return text.substr(0, text.find('\n'));
}

const std::string& PostgresCluster::SharedUrl() {
  static const char* given = std::getenv("ORMD_TEST_POSTGRES");
  if (given != nullptr) {
    static const std::string url = given;
    return url;
  }
  static const PostgresCluster cluster;
  return cluster.url();
}

void PostgresCluster::Control(const char* command) {
  if (std::system((control_ + " " + command).c_str()) != 0) throw std::runtime_error("pg_ctl failed");
}

void PostgresCluster::Stop() { Control("stop"); }
void PostgresCluster::Start() { Control("start"); }

std::string WithDatabase(std::string_view url, std::string_view database) {
  const size_t path = url.find('/', url.find("://") + 3);
  const size_t query = url.find('?');
  std::string result(url.substr(0, path));
  result.append("/").append(database);
  if (query != std::string_view::npos) result.append(url.substr(query));
  return result;
}

}  // namespace ormd
