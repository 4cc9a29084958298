// The daemon: everything between the settings and the socket.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "orm/metadata/schema.h"
#include "server/config/settings.h"

namespace ormd {

// Serves from Start until Drain or the destructor. Thread safe.
class Daemon {
 public:
  // BAD_VALUE for a database URL that is none, UNAVAILABLE where the address cannot be bound. The database need not be
  // there.
  static absl::StatusOr<std::unique_ptr<Daemon>> Start(Settings settings, std::unique_ptr<const Schema> schema);
  // Ends at once what still runs, its own comparison of the schema too.
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  // Where it listens, with the port that was chosen.
  const std::string& address() const;

  // Is not ready any more, and within half the grace of the settings lets sessions with an id end their transactions;
  // they begin none. Then turns the clients away, lets running calls, and streams in a transaction, finish within the
  // grace, cancels the rest and rolls back what is open. Blocks until all of that is done.
  void Drain();

 private:
  class Impl;
  explicit Daemon(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace ormd
