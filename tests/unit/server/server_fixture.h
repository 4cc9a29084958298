// A daemon's inside on a fresh database, SQLite's where nothing else is asked for: schema, pool, executor, and a clock
// that only tests move.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "orm/metadata/schema.h"
#include "orm/unit/entity_manager.h"
#include "orm/v1/session.pb.h"
#include "server/runtime/executor.h"
#include "server/session/session.h"
#include "tests/support/databases.h"
#include "tests/support/recording_observer.h"

namespace ormd {

// Thread safe.
class FakeClock {
 public:
  absl::Time Now() const;
  void Advance(absl::Duration duration);

 private:
  mutable absl::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_) = absl::FromUnixSeconds(1'700'000'000);
};

// One entity, t.Item: int64 id (identity), string name (unique); or those of another source. The tables stand.
class ServerFixture {
 public:
  static constexpr size_t kWorkers = 4;

  explicit ServerFixture(std::string_view platform = "sqlite", const char* source = SchemaSource());

  std::shared_ptr<Session> NewSession();
  // Keeps all workers from other tasks until the notification.
  std::shared_ptr<absl::Notification> HoldWorkers();
  // The rows of the first entity that are committed.
  int64_t CountItems();

  static const char* SchemaSource();

  TestDatabase database;
  RecordingObserver observer;
  FakeClock clock;
  std::unique_ptr<Schema> schema;
  std::unique_ptr<Pool> pool;
  std::unique_ptr<OrmEnvironment> environment;
  std::unique_ptr<Executor> executor;
};

// Bounded by nothing but its own cancellation.
Context FreeContext();

orm::v1::Command CreateItem(const std::string& name);
orm::v1::Command CountCommand();
orm::v1::Command FlushCommand();
orm::v1::Command BeginCommand();
orm::v1::Command CommitCommand();
orm::v1::Command RollbackCommand();
orm::v1::Command ClearCommand();
orm::v1::Command SyncCommand();
// Finds an entity that is none: fails.
orm::v1::Command BadCommand();

// As a client of a session stream reads the reply to command 0.
orm::v1::Reply Read(const EncodedReply& reply);

// Submits and waits.
absl::StatusOr<Replies> Ask(Session& session, const orm::v1::Command& command);

// Until the session's transaction has been ended by something else than a command.
void AwaitNoTransaction(const Session& session);

}  // namespace ormd
