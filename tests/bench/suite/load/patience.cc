#include "tests/bench/suite/load/patience.h"

#include <cstdio>
#include <cstdlib>

namespace ormd::bench {

void GiveUp() {
  std::fprintf(stderr, "bench_load: no answer for a minute\n");
  std::_Exit(1);
}

}  // namespace ormd::bench
