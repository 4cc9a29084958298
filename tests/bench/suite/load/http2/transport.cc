#include "tests/bench/suite/load/transport.h"

#include <poll.h>

#include <chrono>
#include <utility>

#include "tests/bench/suite/load/http2/calls.h"
#include "tests/bench/suite/load/patience.h"
#include "tests/bench/suite/load/socket.h"

namespace ormd::bench {
namespace {

class Http2Link final : public Link {
 public:
  Http2Link(Transport& transport, Http2Connection& connection) : transport_(transport), connection_(connection) {}

  Task<Answer> Call(const std::string& method, const std::string& request) override {
    Http2Call call(connection_, method, request);
    co_return co_await call;
  }

  std::unique_ptr<Stream> Open(const std::string& method, Stream::Judge judge) override {
    return std::make_unique<Http2Stream>(transport_, connection_, method, std::move(judge));
  }

 private:
  Transport& transport_;
  Http2Connection& connection_;
};

class Http2Transport final : public Transport {
 public:
  void RunOne() override {
    if (Flush()) return;
    if (poll(polled_.data(), polled_.size(), std::chrono::milliseconds(kPatience).count()) == 0) GiveUp();
    for (size_t i = 0; i < polled_.size(); ++i) {
      if ((polled_[i].revents & ~POLLOUT) != 0) connections_[i]->Receive();
    }
  }

 private:
  std::unique_ptr<Link> ConnectOne(const std::string& address) override {
    const int socket = ConnectTcp(address);
    if (socket < 0) return nullptr;
    connections_.push_back(std::make_unique<Http2Connection>(socket, address));
    polled_.emplace_back();
    return std::make_unique<Http2Link>(*this, *connections_.back());
  }

  // Whether calls have ended.
  bool Flush() {
    bool ended = false;
    for (size_t i = 0; i < connections_.size(); ++i) {
      ended = connections_[i]->Flush() || ended;
      const short wanted = connections_[i]->congested() ? POLLIN | POLLOUT : POLLIN;
      polled_[i] = {connections_[i]->socket(), wanted, 0};
    }
    return ended;
  }

  std::vector<std::unique_ptr<Http2Connection>> connections_;
  std::vector<pollfd> polled_;
};

}  // namespace

std::unique_ptr<Transport> MakeHttp2Transport() { return std::make_unique<Http2Transport>(); }

}  // namespace ormd::bench
