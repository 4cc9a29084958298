// One caller's way to a target: the verbs that the workloads are made of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shop.pb.h"
#include "tests/bench/suite/load/answer.h"
#include "tests/bench/suite/load/task.h"

namespace ormd::bench {

struct Span {
  int first;
  int count;
};

using Emails = std::vector<std::string>;

// A verb whose `out` is null reads its answer as far as the target was told to (--decode). With `out` the answer is
// there as well: the checks ask for it. A verb that a target has not fails with UNIMPLEMENTED. Arguments outlive the
// task.
class Library {
 public:
  virtual ~Library() = default;

  // W1. NOT_FOUND where there is none.
  virtual Task<Outcome> GetAuthor(int id, ::bench::shop::Author* out) = 0;
  // W2 to W4: books from span.first on, in the order of their keys.
  virtual Task<Outcome> ListBooks(Span, ::bench::shop::Books* /*out*/) { return Unsupported(); }
  // W5: authors with their books and the books' tags.
  virtual Task<Outcome> ListAuthorsWithBooks(Span, ::bench::shop::Authors* /*out*/) { return Unsupported(); }
  // W6: FillNewAuthor with this email. ALREADY_EXISTS for one that is taken.
  virtual Task<Outcome> CreateAuthor(const std::string& email, int* out) = 0;
  // W7. The keys come in the order of the emails.
  virtual Task<Outcome> CreateAuthors(const Emails&, std::vector<int>* /*out*/) { return Unsupported(); }
  // W8: reads the books and gives each its NextPrice. `out` is the books with their new prices.
  virtual Task<Outcome> ChangePrices(Span, ::bench::shop::Books* /*out*/) { return Unsupported(); }
  // W9: in a transaction reads a book, changes its price, adds a copy that has the new price. `out` is the copy.
  virtual Task<Outcome> CopyBook(int /*id*/, ::bench::shop::Book* /*out*/) { return Unsupported(); }
  // W10.
  virtual Task<Outcome> RemoveAuthors(const std::vector<int>& /*ids*/) { return Unsupported(); }

  // Whether a failure says its cause: NOT_FOUND, ALREADY_EXISTS.
  virtual bool tells_causes() const { return true; }

 protected:
  static Task<Outcome> Unsupported() {
    co_return Outcome{grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "the target does not play this workload")};
  }
};

}  // namespace ormd::bench
