// Statements and CPU of a flush of 1,000 new entities.
//   bench_flush ADDRESS DAEMON_PID LOG      LOG: what the daemon writes to stderr with --log-sql --log-format json
#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "bench.pb.h"
#include "orm/v1/entity_manager.grpc.pb.h"
#include "orm/v1/schema.grpc.pb.h"
#include "tests/bench/process_cpu.h"

namespace ormd::bench {
namespace {

constexpr int kEntities = 1000;
constexpr int kFlushes = 50;

void Require(bool condition, const std::string& what) {
  if (condition) return;
  std::fprintf(stderr, "bench_flush: %s\n", what.c_str());
  std::exit(1);
}

// Lines of statements so far.
std::vector<std::string> Statements(const char* path) {
  std::vector<std::string> statements;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const size_t at = line.find("\"sql\":\"");
    if (at != std::string::npos) statements.push_back(line.substr(at + 7));
  }
  return statements;
}

bool IsBracket(const std::string& sql) { return sql.starts_with("BEGIN") || sql.starts_with("COMMIT"); }

orm::v1::FlushRequest Request() {
  orm::v1::FlushRequest request;
  for (int i = 0; i < kEntities; ++i) {
    ::bench::Customer customer;
    customer.set_name("Customer " + std::to_string(i));
    customer.set_email("customer" + std::to_string(i) + "@example.org");
    customer.set_balance("12.50");
    customer.set_active(true);
    customer.set_visits(i + 1);
    customer.mutable_created_at()->set_seconds(1'700'000'000 + i);
    orm::v1::Create* create = request.mutable_flush()->add_changes()->mutable_create();
    create->set_entity("Customer");
    customer.SerializeToString(create->mutable_data()->mutable_message());
  }
  return request;
}

void RunFlush(orm::v1::EntityManager::Stub& stub, const orm::v1::FlushRequest& request) {
  grpc::ClientContext context;
  orm::v1::FlushReply reply;
  const grpc::Status status = stub.Flush(&context, request, &reply);
  Require(status.ok(), status.error_message());
  Require(reply.results_size() == kEntities && reply.results(0).has_key(), "keys are missing");
}

int Main(int argc, char** argv) {
  Require(argc == 4, "usage: bench_flush ADDRESS DAEMON_PID LOG");
  const pid_t daemon = std::atoi(argv[2]);
  const auto channel = grpc::CreateChannel(argv[1], grpc::InsecureChannelCredentials());
  const auto stub = orm::v1::EntityManager::NewStub(channel);
  grpc::ClientContext context;
  orm::v1::CreateSchemaResponse response;
  const grpc::Status created = orm::v1::Schema::NewStub(channel)->Create(&context, {}, &response);
  Require(created.ok(), created.error_message());

  const orm::v1::FlushRequest request = Request();
  const size_t before = Statements(argv[3]).size();
  RunFlush(*stub, request);
  const std::vector<std::string> all = Statements(argv[3]);
  int counted = 0;
  for (size_t i = before; i < all.size(); ++i) counted += !IsBracket(all[i]);

  const double start = CpuOf(daemon);
  for (int i = 0; i < kFlushes; ++i) RunFlush(*stub, request);
  const double each = (CpuOf(daemon) - start) / kFlushes;
  std::printf("flush of %d new entities\n  statements besides BEGIN/COMMIT  %d\n  CPU of ormd per flush     %8.0f us\n",
              kEntities, counted, each);
  return counted >= 1 && counted <= 3 ? 0 : 1;
}

}  // namespace
}  // namespace ormd::bench

int main(int argc, char** argv) { return ormd::bench::Main(argc, argv); }
