#include "client/cli/context.h"

#include <unistd.h>

#include <iostream>

namespace ormd::cli {
namespace {

constexpr double kDefaultSeconds = 30;

client::Timeout TimeoutOf(double seconds) { return client::Timeout(static_cast<int64_t>(seconds * 1000)); }

}  // namespace

client::Client& Context::client() {
  if (client_ == nullptr) {
    client::ClientOptions options;
    options.address = address;
    options.timeout = TimeoutOf(timeout_seconds.value_or(kDefaultSeconds));
    client_ = std::make_unique<client::Client>(std::move(options));
  }
  return *client_;
}

const Catalog& Context::catalog() {
  if (catalog_ == nullptr) catalog_ = std::make_unique<Catalog>(client().model(), &client());
  return *catalog_;
}

client::RemoteAdmin& Context::admin() {
  if (admin_ == nullptr) {
    std::optional<client::Timeout> timeout;
    if (timeout_seconds.has_value()) timeout = TimeoutOf(*timeout_seconds);
    admin_ = client().MakeAdmin(timeout);
  }
  return *admin_;
}

admin::Output Context::output() const {
  const bool terminal = &err == &std::cerr && isatty(STDERR_FILENO) == 1;
  return {format, out, err, terminal};
}

}  // namespace ormd::cli
