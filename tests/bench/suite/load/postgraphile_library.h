// The library of a PostGraphile server: GraphQL over HTTP.
#pragma once

#include <string>
#include <string_view>

#include "tests/bench/suite/load/http_connection.h"
#include "tests/bench/suite/load/library.h"

namespace ormd::bench {

// Its tasks block and never suspend: one thread a caller. Column "id" is `rowId` there.
class PostgraphileLibrary final : public Library {
 public:
  PostgraphileLibrary(const std::string& address, bool decode) : connection_(address), decode_(decode) {}

  bool connected() const { return connection_.connected(); }

  Task<Outcome> GetAuthor(int id, ::bench::shop::Author* out) override;
  // GraphQL tells that it failed, not why: the status is UNKNOWN.
  Task<Outcome> CreateAuthor(const std::string& email, int* out) override;
  bool tells_causes() const override { return false; }

 private:
  Outcome Ask(std::string_view request, std::string* answer);

  HttpConnection connection_;
  const bool decode_;
};

}  // namespace ormd::bench
