// Errors of sessions and their commands.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "orm/metadata/entity_metadata.h"

namespace ormd {

// `instance` is this replica's name: an id of another replica is said to be one.
absl::Status SessionNotFound(std::string_view id, std::string_view instance);
// The session was closed, or its stream has ended, before the command ran.
absl::Status SessionClosed();
absl::Status TooManySessions(std::string_view limit);
// The command works only in a session.
absl::Status NeedsSession();
absl::Status CommandUnset();
absl::Status Skipped();
absl::Status IdleTransactionEnded();
absl::Status EntityNotFound(const EntityMetadata& entity);
absl::Status BadTtl();
absl::Status BadTimeout();

}  // namespace ormd
