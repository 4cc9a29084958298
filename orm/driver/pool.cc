#include "orm/driver/pool.h"

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "orm/base/error.h"
#include "orm/driver/errors.h"

namespace ormd {
namespace {

constexpr double kLifetimeJitter = 0.1;
constexpr absl::Duration kTryAgain = absl::Seconds(1);

absl::Time ExpiryOf(absl::Duration lifetime) {
  thread_local absl::BitGen random;
  return absl::Now() + lifetime * absl::Uniform(random, 1 - kLifetimeJitter, 1.0);
}

}  // namespace

// Someone in the queue of a lane. Guarded by the pool's mutex; leaves the queue when it is served.
struct Pool::Waiter {
  bool served = false;
  bool cancelled = false;
  absl::Status status;
  Slot slot;
  absl::CondVar wake;

  void Serve(absl::StatusOr<Slot> answer) {
    served = true;
    status = answer.status();
    if (answer.ok()) slot = *std::move(answer);
    wake.Signal();
  }
};

Pool::Pool(std::unique_ptr<Driver> driver, PoolOptions options, StatementObserver* observer)
    : driver_(std::move(driver)), options_(options), observer_(observer), lanes_(driver_->single_writer() ? 2 : 1) {
  lanes_[0].capacity = std::max<size_t>(options_.size, 1);
  if (lanes_.size() > 1) lanes_[1].capacity = 1;
}

Pool::~Pool() = default;

absl::StatusOr<PooledConnection> Pool::Acquire(Access access, const Context& context) {
  return Acquire(access, context, options_.acquire_timeout);
}

absl::StatusOr<PooledConnection> Pool::Acquire(Access access, const Context& context, absl::Duration timeout) {
  ORMD_RETURN_IF_ERROR(context.Check());
  const size_t lane = LaneFor(access);
  const absl::Time until = std::min(context.deadline, absl::Now() + timeout);
  ORMD_ASSIGN_OR_RETURN(Slot slot, Take(lane, context, until));
  while (!Fresh(slot, context)) {
    slot.connection = nullptr;
    ORMD_RETURN_IF_ERROR(Open(lane, access, {until, context.cancellation}, slot));
    if (slot.connection != nullptr) break;
    ORMD_ASSIGN_OR_RETURN(slot, WaitFor(lane, context, until, /*again=*/true));
  }
  return Lend(lane, std::move(slot));
}

std::optional<PooledConnection> Pool::TryAcquire(Access access) {
  const size_t number = LaneFor(access);
  Slot slot;
  {
    absl::MutexLock lock(&mutex_);
    Lane& lane = lanes_[number];
    if (!lane.waiters.empty() || lane.idle.empty()) return std::nullopt;
    slot = std::move(lane.idle.back());
    lane.idle.pop_back();
  }
  const absl::Time now = absl::Now();
  if (Usable(slot, now) && Recent(slot, now)) return Lend(number, std::move(slot));
  PutBack(number, std::move(slot));
  return std::nullopt;
}

size_t Pool::LaneFor(Access access) const { return driver_->single_writer() && access == Access::kWrite ? 1 : 0; }

PooledConnection Pool::Lend(size_t lane, Slot slot) {
  PooledConnection borrowed;
  borrowed.pool_ = this;
  borrowed.lane_ = lane;
  borrowed.connection_ = std::move(slot.connection);
  borrowed.expires_ = slot.expires;
  return borrowed;
}

absl::StatusOr<Pool::Slot> Pool::Take(size_t lane, const Context& context, absl::Time until) {
  {
    absl::MutexLock lock(&mutex_);
    Slot slot;
    if (lanes_[lane].waiters.empty() && TakeNow(lanes_[lane], slot)) return slot;
  }
  return WaitFor(lane, context, until);
}

bool Pool::TakeNow(Lane& lane, Slot& slot) {
  if (!lane.idle.empty()) {
    slot = std::move(lane.idle.back());
    lane.idle.pop_back();
    return true;
  }
  if (!MayOpen(lane)) return false;
  ++lane.open;
  return true;
}

// Of several who could try, the first takes the turn.
bool Pool::MayOpen(Lane& lane) {
  if (lane.open == lane.capacity) return false;
  if (lane.open == 0 || !lane.next_try.has_value()) return true;
  const absl::Time now = absl::Now();
  if (now < *lane.next_try) return false;
  lane.next_try = now + kTryAgain;
  return true;
}

absl::StatusOr<Pool::Slot> Pool::WaitFor(size_t lane_number, const Context& context, absl::Time until, bool again) {
  Waiter waiter;
  {
    absl::MutexLock lock(&mutex_);
    Lane& lane = lanes_[lane_number];
    if (lane.waiters.empty() && TakeNow(lane, waiter.slot)) return std::move(waiter.slot);
    lane.waiters.insert(again ? lane.waiters.begin() : lane.waiters.end(), &waiter);
  }
  const bool served = Wait(lane_number, waiter, context, until);
  absl::Status exhausted;
  {
    absl::MutexLock lock(&mutex_);
    // Served in the last moment: taken, rather than given back.
    if (served || waiter.served) {
      if (!waiter.status.ok()) return waiter.status;
      return std::move(waiter.slot);
    }
    Lane& lane = lanes_[lane_number];
    Leave(lane, &waiter);
    exhausted = PoolExhausted(lane.open, lane.capacity);
  }
  ORMD_RETURN_IF_ERROR(context.Check());
  return exhausted;
}

// The cancellation's lock is never taken under the pool's: its callback takes them the other way round.
bool Pool::Wait(size_t lane, Waiter& waiter, const Context& context, absl::Time until) {
  const bool cancellable = context.cancellation != nullptr;
  if (cancellable && !context.cancellation->SetCallback([this, &waiter] {
        absl::MutexLock lock(&mutex_);
        waiter.cancelled = true;
        waiter.wake.Signal();
      })) {
    return false;
  }
  bool served = false;
  {
    absl::MutexLock lock(&mutex_);
    WaitInLane(lanes_[lane], waiter, until);
    served = waiter.served;
  }
  if (cancellable) context.cancellation->ClearCallback();
  return served;
}

void Pool::WaitInLane(Lane& lane, Waiter& waiter, absl::Time until) {
  bool late = false;
  while (!waiter.served && !waiter.cancelled && !late) {
    waiter.wake.WaitWithDeadline(&mutex_, std::min(until, NextTry(lane)));
    late = absl::Now() >= until;
    if (waiter.served || waiter.cancelled || late || !TakeNow(lane, waiter.slot)) continue;
    Leave(lane, &waiter);
    waiter.served = true;
  }
}

absl::Time Pool::NextTry(const Lane& lane) {
  return lane.open < lane.capacity ? lane.next_try.value_or(absl::InfiniteFuture()) : absl::InfiniteFuture();
}

void Pool::Leave(Lane& lane, const Waiter* waiter) {
  lane.waiters.erase(std::find(lane.waiters.begin(), lane.waiters.end(), waiter));
}

bool Pool::Usable(const Slot& slot, absl::Time now) { return now < slot.expires && slot.connection->usable(); }

bool Pool::Recent(const Slot& slot, absl::Time now) const { return now - slot.idle_since < options_.validate_after; }

bool Pool::Fresh(Slot& slot, const Context& context) const {
  if (slot.connection == nullptr) return false;
  const absl::Time now = absl::Now();
  if (!Usable(slot, now)) return false;
  if (Recent(slot, now)) return true;
  return slot.connection->Ping(context).ok() && !slot.connection->broken();
}

absl::Status Pool::Open(size_t lane, Access access, const Context& context, Slot& slot) {
  absl::StatusOr<std::unique_ptr<Connection>> connection = driver_->Connect(access, context);
  if (!connection.ok()) {
    return FailPlace(lane, connection.status()) ? absl::OkStatus() : connection.status();
  }
  Succeed(lane);
  slot.connection = *std::move(connection);
  slot.connection->set_observer(observer_);
  slot.expires = ExpiryOf(options_.max_lifetime);
  return absl::OkStatus();
}

void Pool::GiveBack(size_t lane, std::unique_ptr<Connection> connection, absl::Time expires) {
  if (connection->in_transaction() && !connection->broken()) {
    connection->Rollback(Connection::UndoContext()).IgnoreError();
  }
  const absl::Time now = absl::Now();
  if (connection->broken() || connection->in_transaction() || now >= expires) {
    connection = nullptr;
    return FreePlace(lane);
  }
  PutBack(lane, {std::move(connection), expires, now});
}

void Pool::PutBack(size_t lane_number, Slot slot) {
  absl::MutexLock lock(&mutex_);
  Lane& lane = lanes_[lane_number];
  if (lane.waiters.empty()) {
    lane.idle.push_back(std::move(slot));
    return;
  }
  Waiter* next = lane.waiters.front();
  lane.waiters.pop_front();
  next->Serve(std::move(slot));
}

void Pool::FreePlace(size_t lane_number) {
  absl::MutexLock lock(&mutex_);
  Lane& lane = lanes_[lane_number];
  if (lane.waiters.empty()) {
    --lane.open;
    return;
  }
  Waiter* next = lane.waiters.front();
  lane.waiters.pop_front();
  next->Serve(Slot());
}

void Pool::Succeed(size_t lane_number) {
  absl::MutexLock lock(&mutex_);
  Lane& lane = lanes_[lane_number];
  lane.next_try.reset();
  if (!lane.waiters.empty() && lane.open < lane.capacity) lane.waiters.front()->wake.Signal();  // to open the next one
}

bool Pool::FailPlace(size_t lane_number, const absl::Status& status) {
  const bool full = ReasonOf(status) == Reason::kPoolExhausted;
  {
    absl::MutexLock lock(&mutex_);
    Lane& lane = lanes_[lane_number];
    const bool alone = lane.open == 1;
    if (full && !alone) {
      --lane.open;
      lane.next_try = absl::Now() + kTryAgain;
      return true;
    }
    if (alone && (full || ReasonOf(status) == Reason::kDatabaseUnavailable)) {
      for (Waiter* waiter : lane.waiters) waiter->Serve(status);
      lane.waiters.clear();
    }
  }
  FreePlace(lane_number);
  return false;
}

PoolStats Pool::stats() const {
  absl::MutexLock lock(&mutex_);
  PoolStats stats;
  for (const Lane& lane : lanes_) {
    stats.size += lane.capacity;
    stats.open += lane.open;
    stats.in_use += lane.open - lane.idle.size();
    stats.waiting += lane.waiters.size();
  }
  return stats;
}

PooledConnection::PooledConnection(PooledConnection&& other) noexcept { *this = std::move(other); }

PooledConnection& PooledConnection::operator=(PooledConnection&& other) noexcept {
  if (this == &other) return *this;
  Release();
  pool_ = std::exchange(other.pool_, nullptr);
  lane_ = other.lane_;
  connection_ = std::move(other.connection_);
  expires_ = other.expires_;
  return *this;
}

PooledConnection::~PooledConnection() { Release(); }

void PooledConnection::Release() {
  if (connection_ != nullptr) pool_->GiveBack(lane_, std::move(connection_), expires_);
  pool_ = nullptr;
}

void PooledConnection::Discard() {
  if (connection_ == nullptr) return;
  connection_ = nullptr;
  std::exchange(pool_, nullptr)->FreePlace(lane_);
}

}  // namespace ormd
