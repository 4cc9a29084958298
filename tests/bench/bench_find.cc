// CPU of a one-shot find of 1,000 rows x 7 columns: the daemon against a bare libpqxx program that reads and converts
// the same rows.
//   bench_find ADDRESS DAEMON_PID POSTGRES_URL [CALLS]
#include <grpcpp/grpcpp.h>
#include <time.h>

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "bench.pb.h"
#include "orm/v1/entity_manager.grpc.pb.h"
#include "orm/v1/schema.grpc.pb.h"
#include "tests/bench/process_cpu.h"

namespace ormd::bench {
namespace {

constexpr int kRows = 1000;
constexpr const char* kSelect =
    R"(SELECT "id", "name", "email", "balance", "active", "visits", "created_at" FROM "customer")";
constexpr const char* kFill =
    R"(INSERT INTO "customer" ("name", "email", "balance", "active", "visits", "created_at")
       SELECT 'Customer number ' || i, 'customer' || i || '@example.org', i * 1.25, i % 2 = 0, i * 7,
              timestamptz '2024-01-01' + i * interval '61.123457 s'
       FROM generate_series(1, 1000) AS i)";

// What a program would keep of a row.
struct Customer {
  int64_t id;
  std::string name;
  std::string email;
  std::string balance;
  bool active;
  int32_t visits;
  int64_t created_at;  // microseconds since 1970
};

template <typename T>
T Number(const char* begin, const char* end) {
  T number = 0;
  std::from_chars(begin, end, number);
  return number;
}

// Days since 1970 of a Gregorian date.
int64_t Days(int64_t year, int64_t month, int64_t day) {
  year -= month <= 2;
  const int64_t era = year / 400;
  const int64_t of_era = year - era * 400;
  const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

// "2024-01-01 00:01:01.123457+00", as the server gives it in UTC.
int64_t Micros(const char* text, size_t size) {
  const auto part = [&](size_t at, size_t length) { return Number<int64_t>(text + at, text + at + length); };
  const int64_t seconds =
      Days(part(0, 4), part(5, 2), part(8, 2)) * 86400 + part(11, 2) * 3600 + part(14, 2) * 60 + part(17, 2);
  int64_t fraction = 0, digits = 0;
  for (size_t at = 20; text[19] == '.' && at < size && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
    fraction = fraction * 10 + (text[at] - '0');
  }
  for (; digits < 6; ++digits) fraction *= 10;
  return seconds * 1'000'000 + fraction;
}

std::vector<Customer> ReadBare(pqxx::connection& connection) {
  pqxx::nontransaction transaction(connection);
  const pqxx::result result = transaction.exec(kSelect);
  std::vector<Customer> customers;
  customers.reserve(result.size());
  for (const auto& row : result) {
    const auto text = [&](int column) { return row[column].c_str(); };
    const auto size = [&](int column) { return row[column].size(); };
    customers.push_back({Number<int64_t>(text(0), text(0) + size(0)), std::string(text(1), size(1)),
                         std::string(text(2), size(2)), std::string(text(3), size(3)), *text(4) == 't',
                         Number<int32_t>(text(5), text(5) + size(5)), Micros(text(6), size(6))});
  }
  return customers;
}

void Require(bool condition, const std::string& what) {
  if (condition) return;
  std::fprintf(stderr, "bench_find: %s\n", what.c_str());
  std::exit(1);
}

void Fill(const std::shared_ptr<grpc::Channel>& channel, pqxx::connection& connection) {
  grpc::ClientContext context;
  orm::v1::CreateSchemaResponse response;
  const grpc::Status status = orm::v1::Schema::NewStub(channel)->Create(&context, {}, &response);
  Require(status.ok(), status.error_message());
  pqxx::work work(connection);
  work.exec(kFill);
  work.commit();
}

orm::v1::FindReply ReadDaemon(orm::v1::EntityManager::Stub& stub) {
  grpc::ClientContext context;
  orm::v1::FindRequest request;
  orm::v1::FindReply reply;
  request.mutable_find()->set_entity("Customer");
  const grpc::Status status = stub.Find(&context, request, &reply);
  Require(status.ok(), status.error_message());
  return reply;
}

// The same 1,000 customers, value by value.
void Compare(const std::vector<Customer>& bare, const orm::v1::FindReply& reply) {
  Require(bare.size() == kRows, "the bare program did not find 1,000 rows");
  const auto& entities = reply.graph().sets(0).entities();
  Require(entities.size() == kRows, "the daemon did not answer 1,000 rows");
  for (int i = 0; i < kRows; ++i) {
    ::bench::Customer wire;
    Require(wire.ParseFromString(entities[i]), "malformed entity");
    const Customer& row = bare[static_cast<size_t>(i)];
    const int64_t created_at = wire.created_at().seconds() * 1'000'000 + wire.created_at().nanos() / 1000;
    Require(wire.id() == row.id && wire.name() == row.name && wire.email() == row.email &&
                wire.balance() == row.balance && wire.active() == row.active && wire.visits() == row.visits &&
                created_at == row.created_at,
            "the two differ in row " + std::to_string(i));
  }
}

int Main(int argc, char** argv) {
  Require(argc >= 4, "usage: bench_find ADDRESS DAEMON_PID POSTGRES_URL [CALLS]");
  const pid_t daemon = std::atoi(argv[2]);
  const int calls = argc > 4 ? std::atoi(argv[4]) : 2000;
  setenv("PGTZ", "UTC", 1);
  pqxx::connection connection(argv[3]);
  const auto channel = grpc::CreateChannel(argv[1], grpc::InsecureChannelCredentials());
  const auto stub = orm::v1::EntityManager::NewStub(channel);
  Fill(channel, connection);
  Compare(ReadBare(connection), ReadDaemon(*stub));
  for (int i = 0; i < 100; ++i) ReadDaemon(*stub), ReadBare(connection);

  const double bare_start = OwnCpu();
  for (int i = 0; i < calls; ++i) ReadBare(connection);
  const double bare = (OwnCpu() - bare_start) / calls;
  const double daemon_start = CpuOf(daemon);
  for (int i = 0; i < calls; ++i) ReadDaemon(*stub);
  const double served = (CpuOf(daemon) - daemon_start) / calls;
  std::printf("find of %d rows x 7 columns, CPU per call over %d calls\n", kRows, calls);
  std::printf("  bare libpqxx  %8.0f us\n  ormd          %8.0f us\n  ratio         %8.2f\n", bare, served,
              served / bare);
  return 0;
}

}  // namespace
}  // namespace ormd::bench

int main(int argc, char** argv) { return ormd::bench::Main(argc, argv); }
