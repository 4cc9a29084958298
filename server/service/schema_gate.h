// Keeps calls from a database that lacks what the entities ask for.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "orm/migration/migrator.h"
#include "orm/unit/entity_manager.h"
#include "server/config/settings.h"

namespace ormd {

// Compares once the database answers, then only after it was away or the schema was changed through this daemon; what
// the database has beyond the entities does no harm. Closed until the first comparison, but for kIgnore. Thread safe.
class SchemaGate {
 public:
  // kRequire: closed until nothing is missing and no migration is pending. kSync: makes what is missing, and is closed
  // only where that fails. kIgnore: always open.
  enum class Mode { kRequire, kSync, kIgnore };

  // All outlive it.
  SchemaGate(const OrmEnvironment& environment, const Settings& settings);

  // Compares (or makes) where that has not been done; answers status().
  absl::Status Check(const Context& context);
  // The schema was changed: open until it is compared again. What kSync has made once is not made again.
  void Reset();
  // The database is away (`fault` says why), and what comes back may be another one: it is compared, with kSync made, as
  // at the start. Until then the gate stays as it is; a closed one answers the fault.
  void Forget(const absl::Status& fault);

  // Ok where calls may pass; SCHEMA_OUT_OF_DATE with what is missing and the pending migrations where not, and
  // DATABASE_UNAVAILABLE before the first comparison. Costs an atomic read while open.
  absl::Status status() const;
  bool closed() const { return closed_.load(std::memory_order_relaxed); }
  // What the database itself said where the last comparison failed: for the log, not for clients. Empty where it said
  // nothing.
  std::string last_words() const;

  // SCHEMA_OUT_OF_DATE of a statement with the pending migrations in message and metadata; any other status as it is.
  // May ask the database.
  absl::Status Explain(const absl::Status& status) const;

 private:
  Migrator migrator() const;
  // Resolves "auto".
  absl::StatusOr<Mode> ModeOf(const std::string& name) const;
  absl::Status Compare(Mode mode, const Context& context, std::string* last_words) const;
  absl::Status Require(Connection& connection, const Context& context) const;
  absl::Status Sync(Connection& connection, const Context& context) const;
  // Tells the log of columns that no entity knows and that refuse every create (SchemaManager::Obstacles).
  absl::Status WarnOfObstacles(Connection& connection, const Context& context) const;
  // What a comparison found, unless the schema was changed since `generation`.
  void Store(uint64_t generation, Mode mode, const absl::Status& status, std::string last_words);

  const OrmEnvironment& environment_;
  const Settings& settings_;
  std::atomic<bool> closed_;
  mutable absl::Mutex mutex_;
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;  // counts the changes of the schema
  bool compared_ ABSL_GUARDED_BY(mutex_) = false;
  bool synced_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  std::string last_words_ ABSL_GUARDED_BY(mutex_);
  absl::Time compared_at_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace ormd
