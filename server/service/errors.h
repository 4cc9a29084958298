// Errors of calls as such.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace ormd {

absl::Status RequestTooLarge();

// NOT_FOUND: the daemon has no health of a service of that name.
absl::Status UnknownService();

// DATABASE_UNAVAILABLE: nobody knows yet what the database lacks.
absl::Status NotComparedYet();

// SCHEMA_OUT_OF_DATE: what the database lacks, in words, and the migrations that would bring it.
absl::Status SchemaLacks(const std::vector<std::string>& missing, const std::vector<std::string>& pending);

// SCHEMA_OUT_OF_DATE: what a daemon that syncs has not made, because it may lose data.
absl::Status SyncLeaves(const std::vector<std::string>& steps);

// The same error, with the migrations that have not run.
absl::Status WithPending(const absl::Status& status, const std::vector<std::string>& pending);

}  // namespace ormd
