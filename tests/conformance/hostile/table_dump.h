// The database behind the daemon's back.
#pragma once

#include <memory>
#include <string>

#include "orm/driver/driver.h"

namespace ormd::conformance {

// Used by one thread.
class Tables {
 public:
  explicit Tables(const std::string& url);

  // Every row of every table, in an order of its own: two are equal where the tables hold the same.
  std::string Dump();
  // Transactions that other connections hold open. On SQLite: 1 where somebody keeps others from writing.
  int OpenTransactions();
  // Runs statements that need no result.
  void Run(const std::string& sql);

 private:
  std::string Column(const std::string& sql);

  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
  std::string dump_sql_;
};

}  // namespace ormd::conformance
