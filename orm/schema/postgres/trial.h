// Makes things in a database only to look at them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "orm/driver/connection.h"

namespace ormd::postgres {

// A transaction, or a part of the caller's, that is undone in the end, at the latest when this goes. The connection and
// the context must outlive it.
class Trial {
 public:
  Trial(Connection& connection, const Context& context) : connection_(connection), context_(context) {}
  ~Trial();
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  absl::Status Begin();
  // Runs the statements, each on its own where they do not all work together; what fails leaves nothing. An error where
  // the link or the context has ended.
  absl::Status Run(const std::vector<std::string>& statements);
  absl::Status End();

 private:
  absl::Status Try(const std::string& script, bool& works);
  absl::Status UndoTo(int savepoint);

  Connection& connection_;
  const Context& context_;
  bool open_ = false;
  bool nested_ = false;
};

}  // namespace ormd::postgres
