#include "server/session/session_registry.h"

#include <algorithm>
#include <utility>

#include "orm/base/error.h"
#include "server/session/errors.h"
#include "server/session/session_id.h"

namespace ormd {

SessionRegistry::SessionRegistry(SessionOptions options, Factory factory, Session::Clock clock)
    : options_(std::move(options)), factory_(std::move(factory)), clock_(std::move(clock)) {}

SessionRegistry::~SessionRegistry() { CloseAll(); }

absl::StatusOr<SessionRegistry::Opened> SessionRegistry::Open(absl::Duration ttl) {
  absl::MutexLock lock(&mutex_);
  if (sessions_.size() >= options_.max_sessions) return TooManySessions("max_sessions");
  Opened opened{NewSessionId(options_.instance), std::min(ttl, options_.max_ttl)};
  sessions_.emplace(opened.id, Entry{factory_(), opened.ttl, clock_()});
  return opened;
}

absl::StatusOr<std::shared_ptr<Session>> SessionRegistry::Find(std::string_view id) {
  absl::MutexLock lock(&mutex_);
  ORMD_ASSIGN_OR_RETURN(Entry * entry, FindEntry(id));
  return entry->session;
}

absl::StatusOr<absl::Duration> SessionRegistry::Renew(std::string_view id) {
  absl::MutexLock lock(&mutex_);
  ORMD_ASSIGN_OR_RETURN(const Entry* entry, FindEntry(id));
  return entry->ttl;
}

absl::Status SessionRegistry::Close(std::string_view id) {
  std::shared_ptr<Session> session;
  {
    absl::MutexLock lock(&mutex_);
    ORMD_ASSIGN_OR_RETURN(Entry * entry, FindEntry(id));
    session = std::move(entry->session);
    sessions_.erase(std::string(id));
  }
  session->Close();
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<Session>> SessionRegistry::OpenStream() {
  absl::MutexLock lock(&mutex_);
  if (streams_.size() >= options_.max_streams) ForgetEndedStreams();
  if (streams_.size() >= options_.max_streams) return TooManySessions("max_streams");
  std::shared_ptr<Session> session = factory_();
  streams_.push_back(session);
  return session;
}

void SessionRegistry::Sweep() {
  std::vector<std::shared_ptr<Session>> expired;
  std::vector<std::shared_ptr<Session>> living;
  {
    absl::MutexLock lock(&mutex_);
    ForgetEndedStreams();
    expired = TakeExpired();
    living = Living();
  }
  for (const auto& session : expired) session->Close();
  for (const auto& session : living) session->EndIdleTransaction(options_.idle_transaction);
}

void SessionRegistry::CloseAll() {
  std::vector<std::shared_ptr<Session>> living;
  {
    absl::MutexLock lock(&mutex_);
    living = Living();
    sessions_.clear();
    streams_.clear();
  }
  for (const auto& session : living) session->Close();
}

bool SessionRegistry::InTransaction() const {
  absl::MutexLock lock(&mutex_);
  return std::any_of(sessions_.begin(), sessions_.end(), [](const auto& item) {
    const Session& session = *item.second.session;
    return session.in_transaction() || session.busy();
  });
}

size_t SessionRegistry::size() const {
  absl::MutexLock lock(&mutex_);
  return sessions_.size() +
         std::count_if(streams_.begin(), streams_.end(), [](const auto& session) { return !session.expired(); });
}

bool SessionRegistry::Expired(const Entry& entry, absl::Time now) const {
  if (entry.session->busy()) return false;
  return now - std::max(entry.renewed, entry.session->idle_since()) >= entry.ttl;
}

absl::StatusOr<SessionRegistry::Entry*> SessionRegistry::FindEntry(std::string_view id) {
  const absl::Time now = clock_();
  const auto found = sessions_.find(std::string(id));
  if (found == sessions_.end() || Expired(found->second, now)) return SessionNotFound(id, options_.instance);
  found->second.renewed = now;
  return &found->second;
}

void SessionRegistry::ForgetEndedStreams() {
  std::erase_if(streams_, [](const std::weak_ptr<Session>& session) { return session.expired(); });
}

std::vector<std::shared_ptr<Session>> SessionRegistry::TakeExpired() {
  const absl::Time now = clock_();
  std::vector<std::shared_ptr<Session>> expired;
  absl::erase_if(sessions_, [&](auto& item) {
    if (!Expired(item.second, now)) return false;
    expired.push_back(item.second.session);
    return true;
  });
  return expired;
}

std::vector<std::shared_ptr<Session>> SessionRegistry::Living() {
  std::vector<std::shared_ptr<Session>> living;
  living.reserve(sessions_.size() + streams_.size());
  for (const auto& item : sessions_) living.push_back(item.second.session);
  for (const auto& stream : streams_) {
    if (std::shared_ptr<Session> session = stream.lock()) living.push_back(std::move(session));
  }
  return living;
}

}  // namespace ormd
