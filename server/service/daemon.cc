#include "server/service/daemon.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/driver/errors.h"
#include "server/merge/merged_key_reader.h"
#include "server/runtime/bind_probe.h"
#include "server/runtime/errors.h"
#include "server/runtime/health.h"
#include "server/runtime/log.h"
#include "server/runtime/ticker.h"
#include "server/service/host.h"
#include "server/service/listener.h"
#include "server/service/services.h"
#include "server/session/session_id.h"
#include "server/session/sql_log.h"

namespace ormd {
namespace {

constexpr absl::Duration kProbeTimeout = absl::Seconds(2);
// Comparing, and making what is missing, takes as long as the tables are large.
constexpr absl::Duration kCompareTimeout = absl::Minutes(10);
constexpr absl::Duration kSweepPause = absl::Milliseconds(200);
// Between two looks at the transactions that a drain waits for.
constexpr absl::Duration kDrainPause = absl::Milliseconds(10);
// For what ends after its cancellation.
constexpr absl::Duration kCancelGrace = absl::Seconds(5);

// A row may take several times as much in the database's own form as in an answer.
constexpr size_t kRowsFactor = 8;

const Platform& PlatformOf(const Driver& driver) {
  return driver.platform() == "sqlite" ? SqlitePlatform() : PostgresPlatform();
}

// That all connections were busy for the probe's whole time says as little about the database as a full pool.
absl::Status AcquireFault(const absl::Status& status) {
  if (ReasonOf(status) != Reason::kStatementTimeout) return status;
  return MakeError({Reason::kPoolExhausted, "no connection came free for the probe", {}, {}});
}

// Before it is known that the database can be written, a write connection is asked for: a file that cannot be written
// is not ready.
absl::StatusOr<std::string> AskVersion(Pool& pool, bool known, const Context& context) {
  absl::StatusOr<PooledConnection> connection = pool.Acquire(known ? Access::kRead : Access::kWrite, context);
  if (!connection.ok()) return AcquireFault(connection.status());
  ORMD_RETURN_IF_ERROR((*connection)->Ping(context));
  return (*connection)->server_version();
}

absl::StatusOr<std::string> ProbeDatabase(Pool& pool, SchemaGate& gate, bool known,
                                          const std::shared_ptr<Cancellation>& cancellation) {
  const absl::StatusOr<std::string> version = AskVersion(pool, known, {absl::Now() + kProbeTimeout, cancellation});
  if (!version.ok()) {
    if (ReasonOf(version.status()) == Reason::kDatabaseUnavailable) gate.Forget(version.status());
    return version.status();
  }
  ORMD_RETURN_IF_ERROR(gate.Check({absl::Now() + kCompareTimeout, cancellation}));
  return version;
}

SessionOptions SessionOptionsOf(const Settings& settings) {
  return {settings.instance.empty() ? HostName() : settings.instance,
          settings.session_ttl,
          settings.max_session_ttl,
          settings.max_sessions,
          settings.max_streams,
          settings.idle_transaction};
}

PoolOptions PoolOptionsOf(const Settings& settings) {
  PoolOptions options;
  options.size = settings.pool_size;
  options.acquire_timeout = settings.acquire_timeout;
  return options;
}

// A stream holds its connection as long as its client takes to read: some connections are left to all others.
size_t StreamPlaces(size_t pool_size) { return std::max<size_t>(pool_size * 3 / 4, 1); }

// A database in this process works on our own processors: statements beyond the threads that bring their calls are only
// in the way, and writers wait for one another.
MergeOptions MergeOptionsOf(const Settings& settings, const Driver& driver, Access access) {
  MergeOptions options{settings.merge_lanes, settings.merge_batch};
  if (!driver.in_process()) return options;
  options.lanes = std::min(options.lanes, access == Access::kWrite ? 1 : settings.io_thread_count());
  return options;
}

// `last_words`: what the database itself said, where it did.
void LogDatabase(const absl::Status& status, const std::string& location, const std::string& last_words) {
  if (status.ok()) return Log(LogLevel::kInfo, "database is ready", {{"database", location}});
  const Error error = ErrorOf(status);
  Log(LogLevel::kWarn, "database is not ready",
      {{"database", location},
       {"reason", ReasonName(error.reason)},
       {"error", error.message},
       {"database_code", CodeOfDatabase(status)},
       {"database_said", last_words}});
}

}  // namespace

// Members stand in the order in which they need each other.
class Daemon::Impl {
 public:
  Impl(Settings settings, std::unique_ptr<const Schema> schema, std::unique_ptr<Driver> driver)
      : settings_(std::move(settings)),
        schema_(std::move(schema)),
        pool_(std::move(driver), PoolOptionsOf(settings_), settings_.log_sql ? &sql_log_ : nullptr),
        environment_(*schema_, PlatformOf(pool_.driver()), pool_),
        key_reader_(environment_, MergeOptionsOf(settings_, pool_.driver(), Access::kRead)),
        executor_(settings_.worker_count(), settings_.pool_size + 1),
        in_flight_(settings_.max_in_flight),
        streams_(StreamPlaces(settings_.pool_size), settings_.acquire_timeout,
                 StreamsExhausted(StreamPlaces(settings_.pool_size))),
        sessions_(
            SessionOptionsOf(settings_),
            [this] { return std::make_shared<Session>(environment_, executor_, absl::Now); }, absl::Now),
        lookups_(environment_, executor_, MergeOptionsOf(settings_, pool_.driver(), Access::kRead),
                 settings_.max_message),
        creates_(environment_, executor_, MergeOptionsOf(settings_, pool_.driver(), Access::kWrite)),
        gate_(environment_, settings_),
        database_([this](bool known) { return ProbeDatabase(pool_, gate_, known, probing_); },
                  [this](const absl::Status& status) { OnDatabase(status); }, {}),
        host_{settings_, environment_, executor_, tracker_,  in_flight_, streams_,
              sessions_, lookups_,     creates_,  database_, health_,    gate_},
        services_(host_),
        sweeper_([this] {
          sessions_.Sweep();
          streams_.Sweep();
          return kSweepPause;
        }) {
    environment_.query_limits = {settings_.condition_depth, settings_.condition_nodes, settings_.populate_depth};
    environment_.max_entities = settings_.max_entities;
    environment_.max_rows_bytes = kRowsFactor * settings_.max_message;
    if (settings_.merge_lanes > 0) environment_.key_reader = &key_reader_;
  }

  ~Impl() {
    if (listener_ != nullptr) End();
    probing_->Cancel();  // it may be waiting for somebody's lock
  }

  // The first call of a client finds the tables compared, or made, where that does not take long.
  absl::Status Listen() {
    database_.AwaitAnswer(kProbeTimeout);
    ORMD_ASSIGN_OR_RETURN(listener_, Listener::Start(settings_, services_));
    return absl::OkStatus();
  }

  void Drain() {
    const absl::Time start = absl::Now();
    health_.BeginDrain();
    AwaitTransactions(start + settings_.drain_grace / 2);
    listener_->TurnAway();
    if (!AwaitCalls(start + settings_.drain_grace)) {
      Log(LogLevel::kWarn, "grace is over, cancelling what still runs",
          {{"calls", static_cast<int64_t>(tracker_.active())}});
    }
    End();
  }

  const std::string& address() const { return listener_->address(); }

 private:
  void OnDatabase(const absl::Status& status) {
    if (probing_->cancelled()) return;
    health_.SetReady(status.ok());
    LogDatabase(status, pool_.driver().location(), status == gate_.status() ? gate_.last_words() : "");
  }

  // Of sessions with an id: the calls that end them are still to come. Until then all is served, for who is refused
  // would only try again here.
  void AwaitTransactions(absl::Time until) const {
    while (sessions_.InTransaction() && absl::Now() < until) absl::SleepFor(kDrainPause);
  }

  // Streams are told again: what waited for its transaction has none any more where that was idle for too long.
  bool AwaitCalls(absl::Time until) {
    while (true) {
      tracker_.BeginDrain();
      const absl::Duration left = until - absl::Now();
      if (tracker_.WaitIdle(std::min(left, kSweepPause))) return true;
      if (left <= kSweepPause) return false;
    }
  }

  // Open transactions roll back when their sessions close, and the rest of that when the executor ends.
  void End() {
    health_.BeginDrain();
    tracker_.BeginDrain();
    tracker_.CancelAll();
    sessions_.CloseAll();
    tracker_.WaitIdle(kCancelGrace);
    listener_ = nullptr;
  }

  const Settings settings_;
  const std::unique_ptr<const Schema> schema_;
  SqlLog sql_log_;
  Pool pool_;
  OrmEnvironment environment_;
  MergedKeyReader key_reader_;
  Executor executor_;
  CallTracker tracker_;
  ByteBudget in_flight_;
  Turnstile streams_;
  SessionRegistry sessions_;
  LookupMerger lookups_;
  CreateMerger creates_;
  Health health_;
  SchemaGate gate_;
  const std::shared_ptr<Cancellation> probing_ = std::make_shared<Cancellation>();
  DatabaseWatch database_;
  const Host host_;
  Services services_;
  std::unique_ptr<Listener> listener_;  // nullptr where it has ended
  Ticker sweeper_;
};

absl::StatusOr<std::unique_ptr<Daemon>> Daemon::Start(Settings settings, std::unique_ptr<const Schema> schema) {
  ORMD_ASSIGN_OR_RETURN(std::unique_ptr<Driver> driver, MakeDriver(settings.database));
  ORMD_RETURN_IF_ERROR(ProbeAddress(settings.listen));
  auto impl = std::make_unique<Impl>(std::move(settings), std::move(schema), std::move(driver));
  ORMD_RETURN_IF_ERROR(impl->Listen());
  return std::unique_ptr<Daemon>(new Daemon(std::move(impl)));
}

Daemon::Daemon(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Daemon::~Daemon() = default;

const std::string& Daemon::address() const { return impl_->address(); }

void Daemon::Drain() { impl_->Drain(); }

}  // namespace ormd
