// A bounded pool of connections.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "orm/driver/driver.h"

namespace ormd {

struct PoolOptions {
  size_t size = 10;                                   // connections; with a single writer: readers beside it
  absl::Duration acquire_timeout = absl::Seconds(5);  // at most, the context's deadline apart
  absl::Duration validate_after = absl::Seconds(30);  // idle for so long: pinged before use
  absl::Duration max_lifetime = absl::Minutes(30);    // then replaced, with up to 10 % jitter
};

struct PoolStats {
  size_t size = 0;
  size_t open = 0;
  size_t in_use = 0;
  size_t waiting = 0;
};

class Pool;

// A borrowed connection; goes back when destroyed. One that is broken or still inside a transaction that cannot be
// rolled back is closed.
class PooledConnection {
 public:
  PooledConnection() = default;
  PooledConnection(PooledConnection&& other) noexcept;
  PooledConnection& operator=(PooledConnection&& other) noexcept;
  ~PooledConnection();

  Connection* operator->() const { return connection_.get(); }
  Connection& operator*() const { return *connection_; }
  explicit operator bool() const { return connection_ != nullptr; }
  // Gives it back now.
  void Release();
  // Closes it now, for it has a state that nobody else is to meet; the pool may open another one.
  void Discard();

 private:
  friend class Pool;
  Pool* pool_ = nullptr;
  size_t lane_ = 0;
  std::unique_ptr<Connection> connection_;
  absl::Time expires_;
};

// Thread safe; outlives its borrowed connections. Idle connections are reused last in, first out; waiters are served
// first come, first served. A driver with a single writer has two lanes: `size` readers, and one writer beside them;
// else all share one.
//
// While the database is away every Acquire tries to connect, and one failure answers all who wait for a lane without
// connections; so the pool recovers with the first success, by itself. Where the database takes no more connections
// than are open, all wait for those, and one Acquire a second tries to open another one.
class Pool {
 public:
  // `observer` may be nullptr and outlives the pool. Opens no connection.
  Pool(std::unique_ptr<Driver> driver, PoolOptions options, StatementObserver* observer);
  ~Pool();

  // POOL_EXHAUSTED where none came free in time, or the database takes none at all; DATABASE_UNAVAILABLE where none
  // could be opened; STATEMENT_CANCELLED or STATEMENT_TIMEOUT where the context ended first.
  absl::StatusOr<PooledConnection> Acquire(Access access, const Context& context);
  // With a wait of its own instead of `acquire_timeout`.
  absl::StatusOr<PooledConnection> Acquire(Access access, const Context& context, absl::Duration timeout);
  // An idle connection that is fit to be used as it is; nullopt where there is none at the moment. Waits for nothing.
  std::optional<PooledConnection> TryAcquire(Access access);

  PoolStats stats() const;
  const Driver& driver() const { return *driver_; }

 private:
  friend class PooledConnection;
  // An open connection and when it is to be replaced; `connection` is null for the right to open one.
  struct Slot {
    std::unique_ptr<Connection> connection;
    absl::Time expires;
    absl::Time idle_since;
  };
  struct Waiter;
  struct Lane {
    size_t capacity = 0;
    size_t open = 0;  // idle, borrowed and being opened
    std::optional<absl::Time> next_try;  // to open one: where the database has refused it, and until it does not
    std::vector<Slot> idle;
    std::deque<Waiter*> waiters;
  };

  size_t LaneFor(Access access) const;
  PooledConnection Lend(size_t lane, Slot slot);
  // An idle connection, the right to open one, or one of both after a wait.
  absl::StatusOr<Slot> Take(size_t lane, const Context& context, absl::Time until);
  bool TakeNow(Lane& lane, Slot& slot) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static bool MayOpen(Lane& lane);
  // `again`: comes before those who wait already, as it did before.
  absl::StatusOr<Slot> WaitFor(size_t lane, const Context& context, absl::Time until, bool again = false);
  bool Wait(size_t lane, Waiter& waiter, const Context& context, absl::Time until);
  void WaitInLane(Lane& lane, Waiter& waiter, absl::Time until) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static absl::Time NextTry(const Lane& lane);
  void Leave(Lane& lane, const Waiter* waiter) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Of an idle connection: whether it may be used at all, and without asking the server.
  static bool Usable(const Slot& slot, absl::Time now);
  bool Recent(const Slot& slot, absl::Time now) const;
  // False where an idle connection is to be replaced by a new one.
  bool Fresh(Slot& slot, const Context& context) const;
  // Ok without a connection where the database takes no more, but others are open that will come free.
  absl::Status Open(size_t lane, Access access, const Context& context, Slot& slot);

  void GiveBack(size_t lane, std::unique_ptr<Connection> connection, absl::Time expires);
  // The two ends of a loan: a connection to hand on, or a place that came free.
  void PutBack(size_t lane, Slot slot);
  void FreePlace(size_t lane);
  // What came of the right to open one. Of a failure: whether connections that are open are to be waited for instead.
  void Succeed(size_t lane);
  bool FailPlace(size_t lane, const absl::Status& status);

  const std::unique_ptr<Driver> driver_;
  const PoolOptions options_;
  StatementObserver* const observer_;
  mutable absl::Mutex mutex_;
  std::vector<Lane> lanes_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace ormd
