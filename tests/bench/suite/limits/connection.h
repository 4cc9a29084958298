// A connection to PostgreSQL with every statement prepared.
#pragma once

#include <grpcpp/support/status.h>
#include <libpq-fe.h>

#include <initializer_list>
#include <memory>
#include <string>

#include "tests/bench/suite/limits/statements.h"

namespace ormd::bench {

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Rows = std::unique_ptr<PGresult, ResultDeleter>;

// Not thread safe.
class Connection {
 public:
  // Ends the program, with a message, where the database cannot be reached.
  explicit Connection(const std::string& url);

  // Parameters and rows are text. ALREADY_EXISTS for a broken unique constraint, INTERNAL for any other failure.
  grpc::Status Execute(Statement statement, std::initializer_list<const char*> parameters, Rows* rows);

  PGconn* raw() const { return connection_.get(); }

 private:
  struct Closer {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  std::unique_ptr<PGconn, Closer> connection_;
};

}  // namespace ormd::bench
