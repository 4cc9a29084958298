#include "tests/bench/suite/load/transport.h"

#include <utility>

namespace ormd::bench {

std::vector<std::unique_ptr<Link>> Transport::Connect(const std::string& address, int count) {
  std::vector<std::unique_ptr<Link>> links;
  for (int i = 0; i < count; ++i) {
    std::unique_ptr<Link> link = ConnectOne(address);
    if (link == nullptr) return {};
    links.push_back(std::move(link));
  }
  return links;
}

}  // namespace ormd::bench
