#include "server/runtime/signals.h"

#include <signal.h>
#include <unistd.h>

#include <thread>
#include <utility>

namespace ormd {
namespace {

sigset_t EndingSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

void BlockSignals() {
  const sigset_t signals = EndingSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

int WaitForSignal() {
  const sigset_t signals = EndingSignals();
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) {
  }
  return signal;
}

void EndThisProcess() { kill(getpid(), SIGTERM); }

void EndOnNextSignal() {
  std::thread([] { _exit(128 + WaitForSignal()); }).detach();
}

void CallOnNextSignal(std::function<void(int signal)> act) {
  std::thread([act = std::move(act)] {
    act(WaitForSignal());
    EndOnNextSignal();
  }).detach();
}

}  // namespace ormd
