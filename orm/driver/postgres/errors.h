// What PostgreSQL's errors mean.
#pragma once

#include <libpq-fe.h>

#include <string_view>

#include "absl/status/status.h"
#include "orm/base/error.h"

namespace ormd {

// By code or class; kInternal for what we do not know.
Reason ReasonOfSqlState(std::string_view sqlstate);

// Ok where the result is no error. A result without SQLSTATE comes from libpq itself: the link is lost.
absl::Status StatusOfResult(const PGresult* result);

// The five letters, or nothing.
std::string_view SqlStateOf(const PGresult* result);

// Whether the server has said so and goes on (as where its disk is full): what the statement did is undone.
bool IsUndone(const absl::Status& status);

// The plan of a prepared statement no longer fits the tables, or the server has forgotten the statement.
bool IsStalePlan(const PGresult* result);

absl::Status LinkLost();
// Of a connection that was not to be had: `words` are libpq's.
absl::Status CannotReach(std::string_view words);
absl::Status NoMoreConnections(std::string_view words);
absl::Status CopyUnsupported();

}  // namespace ormd
