// SIGTERM and SIGINT as something to wait for.
#pragma once

namespace ormd {

// Blocks both signals, for this thread and all that it starts from now on, and ignores SIGPIPE. Call it first in main.
void BlockSignals();

// Waits until one of them comes; answers which.
int WaitForSignal();

// From now on the next one ends the process at once, with status 128 + signal.
void EndOnNextSignal();

}  // namespace ormd
