// The daemon as a child process, and the statements that it says it ran.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/support/temp_dir.h"

namespace ormd::conformance {

// The program under test.
std::string OrmdBinary();

// All of a file; empty where there is none.
std::string ReadFile(const std::string& path);

// Owned by one test; ends the process when destroyed.
class Daemon {
 public:
  struct Options {
    std::string schema;    // directory of entity files
    std::string database;  // URL
    std::vector<std::string> flags;
    std::string listen = "127.0.0.1:0";
    std::vector<std::string> through = {};  // a program that runs the daemon in its place, by its path, and arguments
  };

  // Starts `ormd serve --log-sql`, with --schema-check ignore unless the flags say otherwise, and waits until it
  // listens. An exit before that leaves address() empty.
  explicit Daemon(const Options& options);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  // HOST:PORT as it printed it; empty where it never listened.
  const std::string& address() const { return address_; }

  // SIGTERM, then the exit code; 128 + signal where a signal ended it.
  int Terminate();
  void Signal(int signal) const;
  int Wait();
  // Whether it has ended, without waiting for that.
  bool HasEnded() const;

  // Every statement so far, in order, transaction statements too, and writes without their guards (unguarded.h).
  // Complete for every call that has been answered.
  std::vector<std::string> Statements() const;
  // What it wrote to stderr.
  std::string Log() const;
  pid_t pid() const { return pid_; }

 private:
  std::string WaitForAddress();

  TempDir directory_;
  pid_t pid_ = -1;
  int exit_code_ = -1;
  bool running_ = false;
  std::string address_;
};

// Statements that are not BEGIN, COMMIT, ROLLBACK, savepoints or settings of the connection.
std::vector<std::string> WithoutControl(const std::vector<std::string>& statements);
// Those whose first word is `verb`, such as "INSERT".
std::vector<std::string> OnlyVerb(const std::vector<std::string>& statements, const std::string& verb);

}  // namespace ormd::conformance
