#include "server/session/sql_log.h"

#include "orm/base/error.h"
#include "server/runtime/log.h"

namespace ormd {

void SqlLog::OnStatement(std::string_view sql, absl::Duration duration, int64_t rows, const absl::Status& status) {
  const std::string_view reason = status.ok() ? "" : ReasonName(ReasonOf(status));
  LogRequested(
      "sql", {{"sql", sql}, {"duration_ms", absl::ToDoubleMilliseconds(duration)}, {"rows", rows}, {"reason", reason}});
}

}  // namespace ormd
