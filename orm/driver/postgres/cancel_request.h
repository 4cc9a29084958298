// Asks the server to end what a connection runs.
#pragma once

#include <libpq-fe.h>

#include <memory>

namespace ormd {

// Sent by a thread of its own, over a link of its own: libpq waits for the server to hang up however long that takes,
// and a host that is gone never does. Such a thread outlives the request and ends by itself.
class CancelRequest {
 public:
  explicit CancelRequest(PGconn* connection);

  // Becomes readable when the request is done().
  int descriptor() const;
  bool done() const;
  // It has reached the server: what comes to it from now on is not met. Known once it is done().
  bool delivered() const;

 private:
  struct State;

  const std::shared_ptr<State> state_;
};

}  // namespace ormd
