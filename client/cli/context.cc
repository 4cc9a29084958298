#include "client/cli/context.h"

namespace ormd::cli {

client::Client& Context::client() {
  if (client_ == nullptr) {
    client::ClientOptions options;
    options.address = address;
    options.timeout = client::Timeout(static_cast<int64_t>(timeout_seconds * 1000));
    client_ = std::make_unique<client::Client>(std::move(options));
  }
  return *client_;
}

const Catalog& Context::catalog() {
  if (catalog_ == nullptr) catalog_ = std::make_unique<Catalog>(client().model(), &client());
  return *catalog_;
}

}  // namespace ormd::cli
