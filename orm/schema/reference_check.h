// Rows that refer to none.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"

namespace ormd {

// Tables by the name that they have now, with the one that they had before a script; both in lower case.
using FormerNames = std::map<std::string, std::string>;

// Runs the checks of ScriptGuards, and tells what a script has broken from what was broken before it. Not thread safe.
class ReferenceCheck {
 public:
  // The connection must outlive it.
  ReferenceCheck(std::vector<std::string> checks, Connection& connection)
      : checks_(std::move(checks)), connection_(connection) {}

  using Counts = std::vector<std::pair<std::string, size_t>>;  // table, rows

  // Before the script.
  absl::Status Remember(const Context& context);
  // After it: tables in which more rows refer to none than before. What the database could not check before (a key
  // that names no key of its target) may stay so. Where there are none, what is found is what was before the next
  // script.
  absl::StatusOr<Counts> Broken(const FormerNames& former_names, const Context& context);

 private:
  using Key = std::pair<std::string, std::string>;  // table, target; in lower case
  struct Rows {
    std::string table;  // as it is spelled
    size_t count = 0;
  };
  using Found = std::map<Key, Rows>;

  absl::StatusOr<Found> Find(const std::string& check, const Context& context);

  const std::vector<std::string> checks_;
  Connection& connection_;
  std::map<std::string, Found> before_;  // by check; none for one that fails
};

}  // namespace ormd
