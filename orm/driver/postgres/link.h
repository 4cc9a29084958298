// libpqxx 6 and 7 behind one face: opens and closes the link, and lends its PGconn to the rest of this folder.
//
// libpqxx sets the connection up and owns it to its end. Opening it, and its statements, go one floor below, through
// libpq on the same PGconn, for what libpqxx has not: why a connection was refused, the fields of an error (constraint,
// table, column: its exceptions keep the SQLSTATE alone), waiting that ends at a deadline or on cancellation, and cells
// that are views into the result.
// Exceptions of libpqxx end in link.cc.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace ormd {

// Moves between threads, used by one at a time.
class Link {
 public:
  // Blocks until connected or refused, bounded by the connect_timeout in `conninfo`. With libpq's own words:
  // POOL_EXHAUSTED where the server takes no more connections (from this role, for this database or at all), else
  // DATABASE_UNAVAILABLE. Never connects again by itself: a lost session stays lost.
  static absl::StatusOr<std::unique_ptr<Link>> Open(const std::string& conninfo);
  virtual ~Link() = default;

  // Owned by the link; never null.
  virtual PGconn* handle() const = 0;
};

}  // namespace ormd
