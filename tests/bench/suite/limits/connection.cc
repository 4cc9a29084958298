#include "tests/bench/suite/limits/connection.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace ormd::bench {
namespace {

constexpr char kUniqueViolation[] = "23505";

[[noreturn]] void Fail(PGconn* connection) {
  std::fprintf(stderr, "%s", PQerrorMessage(connection));
  std::exit(1);
}

grpc::Status ErrorOf(const PGresult* result) {
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const bool taken = state != nullptr && std::strcmp(state, kUniqueViolation) == 0;
  return grpc::Status(taken ? grpc::StatusCode::ALREADY_EXISTS : grpc::StatusCode::INTERNAL,
                      PQresultErrorMessage(result));
}

}  // namespace

Connection::Connection(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) Fail(connection_.get());
  const Rows set(PQexec(connection_.get(), "SET timezone = 'UTC'; SET datestyle = 'ISO'"));
  if (PQresultStatus(set.get()) != PGRES_COMMAND_OK) Fail(connection_.get());
  for (int i = 0; i < kStatements; ++i) {
    const auto statement = static_cast<Statement>(i);
    const Rows prepared(PQprepare(connection_.get(), NameOf(statement), TextOf(statement), 0, nullptr));
    if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) Fail(connection_.get());
  }
}

grpc::Status Connection::Execute(Statement statement, std::initializer_list<const char*> parameters, Rows* rows) {
  rows->reset(PQexecPrepared(connection_.get(), NameOf(statement), static_cast<int>(parameters.size()),
                             parameters.begin(), nullptr, nullptr, 0));
  const ExecStatusType status = PQresultStatus(rows->get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return grpc::Status::OK;
  return ErrorOf(rows->get());
}

}  // namespace ormd::bench
