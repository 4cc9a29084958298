#include "orm/driver/postgres/cancel_request.h"

#include <array>
#include <atomic>
#include <system_error>
#include <thread>

#include "orm/driver/postgres/interrupt.h"

namespace ormd {

struct CancelRequest::State {
  explicit State(PGconn* connection) : target(PQgetCancel(connection)) {}
  ~State() { PQfreeCancel(target); }

  void Send() {
    std::array<char, 256> message;
    End(PQcancel(target, message.data(), message.size()) == 1);
  }

  void End(bool success) {
    delivered = success;
    done = true;
    bell.Ring();
  }

  PGcancel* const target;  // nullptr where the link is gone
  std::atomic<bool> delivered = false;
  std::atomic<bool> done = false;
  WakeUp bell;
};

CancelRequest::CancelRequest(PGconn* connection) : state_(std::make_shared<State>(connection)) {
  if (state_->target == nullptr) {
    state_->End(false);
    return;
  }
  try {
    std::thread([state = state_] { state->Send(); }).detach();
  } catch (const std::system_error&) {
    state_->End(false);  // no thread is to be had
  }
}

int CancelRequest::descriptor() const { return state_->bell.descriptor(); }
bool CancelRequest::done() const { return state_->done; }
bool CancelRequest::delivered() const { return state_->delivered; }

}  // namespace ormd
