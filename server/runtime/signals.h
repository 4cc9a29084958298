// SIGTERM and SIGINT as something to wait for.
#pragma once

#include <functional>

namespace ormd {

// Blocks both signals, for this thread and all that it starts from now on, and ignores SIGPIPE. Call it before
// there are other threads.
void BlockSignals();

// Waits until one of them comes; answers which.
int WaitForSignal();

// Sends SIGTERM to this process: whoever waits for a signal gets it.
void EndThisProcess();

// From now on the next one ends the process at once, with status 128 + signal.
void EndOnNextSignal();

// From now on the next one calls `act` on a thread of its own, and the one after it ends the process as above.
void CallOnNextSignal(std::function<void(int signal)> act);

}  // namespace ormd
