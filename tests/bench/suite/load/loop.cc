#include "tests/bench/suite/load/loop.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace ormd::bench {
namespace {

constexpr std::chrono::seconds kPatience{60};

}  // namespace

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
  if (queue_.AsyncNext(&tag, &ok, std::chrono::system_clock::now() + kPatience) != grpc::CompletionQueue::GOT_EVENT) {
    std::fprintf(stderr, "bench_load: no answer for a minute\n");
    std::_Exit(1);
  }
  static_cast<Event*>(tag)->Happen(ok);
}

}  // namespace ormd::bench
