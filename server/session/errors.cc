#include "server/session/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {

absl::Status SessionNotFound(std::string_view id, std::string_view instance) {
  const std::string_view holder = id.substr(0, id.rfind('-'));
  const bool elsewhere = holder.size() < id.size() && holder != instance;
  return MakeError({Reason::kSessionNotFound,
                    elsewhere ? StrCat("this replica, ", instance, ", does not hold the session")
                              : "there is no such session; it was closed, has expired, or never was",
                    {{"instance", std::string(instance)}},
                    {}});
}

absl::Status SessionClosed() {
  return MakeError({Reason::kStatementCancelled, "the session was closed before the command ran", {}, {}});
}

absl::Status TooManySessions(std::string_view limit) {
  return MakeError({Reason::kTooManySessions, "too many sessions are open", {{"limit", std::string(limit)}}, {}});
}

absl::Status NeedsSession() {
  return MakeFieldError(Reason::kBadRequest, "scope",
                        "this call needs a session; a call on its own has nothing to work on");
}

absl::Status CommandUnset() { return MakeFieldError(Reason::kBadRequest, "command", "the command says nothing to do"); }

absl::Status Skipped() {
  return MakeError(
      {Reason::kSkipped, "not run, because a command before it failed; Rollback, Clear or Sync ends this", {}, {}});
}

absl::Status IdleTransactionEnded() {
  return MakeError(
      {Reason::kTransactionAborted,
       "the transaction was idle for too long: it was rolled back and the session cleared; Rollback or Clear goes on",
       {{"limit", "idle_transaction"}},
       {}});
}

absl::Status EntityNotFound(const EntityMetadata& entity) {
  return MakeError({Reason::kEntityNotFound, StrCat("no ", entity.name, " matches"), {{"entity", entity.name}}, {}});
}

absl::Status BadTtl() { return MakeFieldError(Reason::kBadValue, "ttl", "a time to live is longer than zero"); }

absl::Status BadTimeout() { return MakeFieldError(Reason::kBadValue, "timeout", "a timeout is longer than zero"); }

}  // namespace ormd
