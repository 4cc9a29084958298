// The database when all clients have gone, behind the daemon's back.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/driver/driver.h"
#include "tests/conformance/load/testimony.h"

namespace ormd::conformance {

// Used by one thread.
class Backdoor {
 public:
  explicit Backdoor(const std::string& url);

  // Rows of texts.
  using Rows = std::vector<std::vector<std::string>>;
  Rows Read(const std::string& sql);
  void Run(const std::string& sql);

  // Ends one of the other connections, if there is one (PostgreSQL). `choice` chooses.
  void KillConnection(uint64_t choice);
  // What other connections hold open: transactions and locks. On SQLite: 1 where somebody keeps others from writing.
  int OpenTransactions();

 private:
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
};

// What is wrong with what the clients were told, if this is what the database holds in the end: a line for each fault.
std::vector<std::string> FaultsOf(Testimony testimony, Backdoor& database);

}  // namespace ormd::conformance
