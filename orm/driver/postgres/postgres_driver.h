// PostgreSQL, through libpqxx.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "orm/driver/driver.h"

namespace ormd {

// `url` is one of libpq's own: "postgresql://user:password@host:5432/database?option=value". Where it does not say
// otherwise, connecting takes at most 5 s, and a link that has gone silent is given up after 30 s. BAD_VALUE for a
// malformed one.
absl::StatusOr<std::unique_ptr<Driver>> MakePostgresDriver(const std::string& url);

}  // namespace ormd
