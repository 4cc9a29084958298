// The workloads W1 to W10.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/suite/load/known_data.h"
#include "tests/bench/suite/load/library.h"
#include "tests/bench/suite/load/player.h"
#include "tests/bench/suite/load/random.h"

namespace ormd::bench {

// The part of the books that a caller changes: no two callers change the same.
struct Share {
  int caller;
  int callers;

  int first() const { return static_cast<int>(int64_t{kBooks} * caller / callers) + 1; }
  int last() const { return static_cast<int>(int64_t{kBooks} * (caller + 1) / callers); }
};

constexpr int kPopulatedAuthors = 50;
constexpr int kCreatedAuthors = 1000;
constexpr int kChangedBooks = 1000;
constexpr int kRemovedAuthors = 100;

class LibraryPlayer final : public Player {
 public:
  // `workload` is 1 to 10. W8 needs a share of at least kChangedBooks.
  LibraryPlayer(std::unique_ptr<Library> library, int workload, Share share, uint64_t seed, FreshEmails& emails);

  // W7: the emails of the new authors. W10: the authors to remove.
  bool prepares() const override { return workload_ == 7 || workload_ == 10; }
  Task<grpc::Status> Prepare() override;
  Task<Outcome> Play() override;
  Task<grpc::Status> Check() override;

 private:
  int RandomAuthor() { return random_.Between(1, kAuthors); }
  Span RandomBooks();
  Span RandomAuthors() { return {random_.Between(1, kAuthors - kPopulatedAuthors + 1), kPopulatedAuthors}; }
  Span RandomShare(int count) { return {random_.Between(share_.first(), share_.last() - count + 1), count}; }

  const std::unique_ptr<Library> library_;
  const int workload_;
  const Share share_;
  Random random_;
  FreshEmails& emails_;
  std::string email_;
  Emails new_emails_;
  std::vector<int> doomed_;
};

}  // namespace ormd::bench
