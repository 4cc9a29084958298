// Remembers the statements that ran.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "orm/driver/connection.h"

namespace ormd {

struct RanStatement {
  std::string sql;
  int64_t rows = 0;
  absl::Status status;
};

// Thread safe.
class RecordingObserver : public StatementObserver {
 public:
  void OnStatement(std::string_view sql, absl::Duration, int64_t rows, const absl::Status& status) override {
    std::function<void(std::string_view)> hook;
    {
      absl::MutexLock lock(&mutex_);
      statements_.push_back({std::string(sql), rows, status});
      hook = hook_;
    }
    if (hook) hook(sql);
  }

  // Is called when a statement has ended.
  void set_hook(std::function<void(std::string_view sql)> hook) {
    absl::MutexLock lock(&mutex_);
    hook_ = std::move(hook);
  }

  // Those since the last call, in the order of their ends.
  std::vector<RanStatement> Take() {
    absl::MutexLock lock(&mutex_);
    return std::exchange(statements_, {});
  }

  std::vector<std::string> TakeSql() {
    std::vector<std::string> sql;
    for (RanStatement& statement : Take()) sql.push_back(std::move(statement.sql));
    return sql;
  }

 private:
  absl::Mutex mutex_;
  std::vector<RanStatement> statements_ ABSL_GUARDED_BY(mutex_);
  std::function<void(std::string_view)> hook_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace ormd
