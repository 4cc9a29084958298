// A database URL taken apart by libpq, with our defaults.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace ormd {

// Immutable; copied freely.
class Conninfo {
 public:
  // BAD_VALUE for a malformed URL; the message never repeats it, for its password.
  static absl::StatusOr<Conninfo> Parse(const std::string& url);

  // For libpq, with a connect_timeout that fits `remaining` (whole seconds, at least the 2 that libpq wants).
  std::string Text(absl::Duration remaining) const;
  // Host, port and database.
  std::string Location() const;

 private:
  // That hosts, ports and database are such, and no part of a password.
  absl::Status CheckPlace() const;
  std::string Get(std::string_view name) const;
  void SetDefault(std::string_view name, std::string_view value);

  std::vector<std::pair<std::string, std::string>> options_;
  int64_t connect_timeout_ = 0;  // seconds; 0: none
};

}  // namespace ormd
