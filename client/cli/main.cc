#include <iostream>

#include "client/cli/app.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  std::cin.tie(nullptr);  // a session reads on one thread and prints on another
  return ormd::cli::Run(argc, argv, std::cin, std::cout, std::cerr);
}
