// The library of a server that serves bench.shop.Shop.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/suite/load/library.h"
#include "tests/bench/suite/load/transport.h"

namespace ormd::bench {

class ShopLibrary final : public Library {
 public:
  // With `decode` every answer is parsed into its message.
  ShopLibrary(Link& link, bool decode) : link_(link), decode_(decode) {}

  Task<Outcome> GetAuthor(int id, ::bench::shop::Author* out) override;
  Task<Outcome> ListBooks(Span span, ::bench::shop::Books* out) override;
  Task<Outcome> ListAuthorsWithBooks(Span span, ::bench::shop::Authors* out) override;
  Task<Outcome> CreateAuthor(const std::string& email, int* out) override;
  Task<Outcome> CreateAuthors(const Emails& emails, std::vector<int>* out) override;
  Task<Outcome> ChangePrices(Span span, ::bench::shop::Books* out) override;
  Task<Outcome> CopyBook(int id, ::bench::shop::Book* out) override;
  Task<Outcome> RemoveAuthors(const std::vector<int>& ids) override;

 private:
  // Parses the answer into `out`; where that is null, into a message of its own if answers are to be decoded.
  template <typename Reply>
  Task<Outcome> Call(const std::string& method, const google::protobuf::MessageLite& request, Reply* out);

  Link& link_;
  const bool decode_;
  ::bench::shop::Authors new_authors_;
  int copies_ = 0;
};

}  // namespace ormd::bench
