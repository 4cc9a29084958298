// bench_thin: what a C++ server on gRPC and bare libpq can do without an ORM; see --help.
#include <grpcpp/server_builder.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>

#include "tests/bench/suite/limits/echo_service.h"
#include "tests/bench/suite/limits/shop_service.h"

namespace ormd::bench {
namespace {

struct Options {
  std::string address = "127.0.0.1:0";
  ShopOptions shop{"", 10, false};
  bool echo_only = false;
};

Options ParseOptions(int argc, char** argv) {
  Options options;
  CLI::App app("Serves bench.shop.Shop on bare libpq, and bench.shop.Echo; ends at SIGTERM");
  app.add_option("--address", options.address, "HOST:PORT; port 0 takes a free one")->capture_default_str();
  CLI::Option* const database = app.add_option("--database", options.shop.database, "A libpq URL");
  app.add_option("--connections", options.shop.connections, "Connections, with a thread each")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  app.add_flag("--merge", options.shop.merge, "Merge waiting look-ups, and waiting single creates, into one statement");
  app.add_flag("--echo-only", options.echo_only, "No database, no Shop")->excludes(database);
  try {
    app.parse(argc, argv);
    if (!options.echo_only && options.shop.database.empty()) throw CLI::RequiredError("--database");
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error));
  }
  return options;
}

// Blocked in every thread that starts from now on.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

std::unique_ptr<grpc::Server> Listen(const std::string& address, const std::vector<grpc::Service*>& services,
                                     int* port) {
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(-1);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), port);
  for (grpc::Service* service : services) builder.RegisterService(service);
  return builder.BuildAndStart();
}

int Main(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  const sigset_t signals = BlockSignals();
  EchoService echo;
  const auto shop = options.echo_only ? nullptr : std::make_unique<ShopService>(options.shop);
  std::vector<grpc::Service*> services = {&echo};
  if (shop != nullptr) services.push_back(shop.get());
  int port = 0;
  const std::unique_ptr<grpc::Server> server = Listen(options.address, services, &port);
  if (server == nullptr || port == 0) {
    std::fprintf(stderr, "bench_thin: cannot listen on %s\n", options.address.c_str());
    return 1;
  }
  std::printf("listening on %s:%d\n", options.address.substr(0, options.address.rfind(':')).c_str(), port);
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
  return 0;
}

}  // namespace
}  // namespace ormd::bench

int main(int argc, char** argv) { return ormd::bench::Main(argc, argv); }
