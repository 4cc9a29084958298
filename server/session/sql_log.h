// The log of statements.
#pragma once

#include <string_view>

#include "orm/driver/connection.h"

namespace ormd {

// Writes one line for each statement, with its time and rows, as soon as it has ended: so before the call that needed
// it is answered.
class SqlLog : public StatementObserver {
 public:
  void OnStatement(std::string_view sql, absl::Duration duration, int64_t rows, const absl::Status& status) override;
};

}  // namespace ormd
