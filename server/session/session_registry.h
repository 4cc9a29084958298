// All open sessions: those with an id, and those whose life is a stream.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/session/session.h"

namespace ormd {

struct SessionOptions {
  std::string instance;
  absl::Duration default_ttl = absl::Seconds(60);
  absl::Duration max_ttl = absl::Minutes(10);
  size_t max_sessions = 1000;
  size_t max_streams = 20'000;
  absl::Duration idle_transaction = absl::Seconds(10);
};

// Thread safe.
class SessionRegistry {
 public:
  using Factory = std::function<std::shared_ptr<Session>()>;

  struct Opened {
    std::string id;
    absl::Duration ttl;
  };

  SessionRegistry(SessionOptions options, Factory factory, Session::Clock clock);
  // Closes every session.
  ~SessionRegistry();

  // A session with an id. It expires when no command has run for its time to live, which is cut to the limit.
  // TOO_MANY_SESSIONS.
  absl::StatusOr<Opened> Open(absl::Duration ttl);
  // SESSION_NOT_FOUND. The session's time begins anew, as with Renew.
  absl::StatusOr<std::shared_ptr<Session>> Find(std::string_view id);
  absl::StatusOr<absl::Duration> Renew(std::string_view id);
  absl::Status Close(std::string_view id);

  // A session for a stream, which closes it. TOO_MANY_SESSIONS.
  absl::StatusOr<std::shared_ptr<Session>> OpenStream();

  // Closes what has expired and ends idle transactions; to be called a few times a second.
  void Sweep();
  void CloseAll();

  // Whether a session with an id is in a transaction, or runs what may begin one.
  bool InTransaction() const;

  size_t size() const;
  const SessionOptions& options() const { return options_; }

 private:
  struct Entry {
    std::shared_ptr<Session> session;
    absl::Duration ttl;
    absl::Time renewed;
  };

  bool Expired(const Entry& entry, absl::Time now) const;
  absl::StatusOr<Entry*> FindEntry(std::string_view id) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ForgetEndedStreams() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<std::shared_ptr<Session>> TakeExpired() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<std::shared_ptr<Session>> Living() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const SessionOptions options_;
  const Factory factory_;
  const Session::Clock clock_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Entry> sessions_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::weak_ptr<Session>> streams_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace ormd
