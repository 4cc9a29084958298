#include "tests/bench/suite/load/grpc/loop.h"

#include <chrono>

#include "tests/bench/suite/load/patience.h"

namespace ormd::bench {

Loop::~Loop() {
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
  }
}

void Loop::RunOne() {
  void* tag = nullptr;
  bool ok = false;
  const auto until = std::chrono::system_clock::now() + kPatience;
  if (queue_.AsyncNext(&tag, &ok, until) != grpc::CompletionQueue::GOT_EVENT) GiveUp();
  static_cast<Event*>(tag)->Happen(ok);
}

}  // namespace ormd::bench
