// libpqxx 6 and 7 behind one face: opens and closes the link, and lends its PGconn to the rest of this folder.
//
// libpqxx owns the connection from its opening to its end. Statements go one floor below, through libpq on the same
// PGconn, for three things that libpqxx has not: the fields of an error (constraint, table, column: its exceptions keep
// the SQLSTATE alone), waiting that ends at a deadline or on cancellation, and cells that are views into the result.
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
  // Blocks until connected or refused, bounded by the connect_timeout in `conninfo`. DATABASE_UNAVAILABLE with libpq's
  // own words. Never connects again by itself: a lost session stays lost.
  static absl::StatusOr<std::unique_ptr<Link>> Open(const std::string& conninfo);
  virtual ~Link() = default;

  // Owned by the link; never null.
  virtual PGconn* handle() const = 0;
};

}  // namespace ormd
