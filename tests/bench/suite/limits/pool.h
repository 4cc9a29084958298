// Threads that wait for the database, each with a connection of its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/suite/limits/connection.h"

namespace ormd::bench {

// The worker that was idle for the shortest time works next: its caches, and those of its server process, are warm.
// Thread safe.
class Pool {
 public:
  using Job = std::function<void(Connection&)>;

  // Ends the program where the database cannot be reached.
  Pool(const std::string& url, int connections);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  // Does what was submitted.
  ~Pool();

  void Submit(Job job);

 private:
  struct Worker {
    explicit Worker(const std::string& url) : connection(url) {}

    Connection connection;
    Job job;
    std::condition_variable changed;
    std::thread thread;
  };

  void Work(Worker& worker);
  // Waits; an empty job at the end.
  Job Next(Worker& worker);

  std::mutex mutex_;
  std::deque<Job> jobs_;  // while no worker is idle
  std::vector<Worker*> idle_;
  bool stopped_ = false;
  std::deque<Worker> workers_;
};

}  // namespace ormd::bench
