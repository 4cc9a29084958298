#include "tests/bench/suite/load/library_player.h"

#include <utility>

#include "tests/bench/suite/load/library_check.h"

namespace ormd::bench {

LibraryPlayer::LibraryPlayer(std::unique_ptr<Library> library, int workload, Share share, uint64_t seed,
                             FreshEmails& emails)
    : library_(std::move(library)), workload_(workload), share_(share), random_(seed), emails_(emails) {}

Span LibraryPlayer::RandomBooks() {
  const int count = workload_ == 2 ? 100 : workload_ == 3 ? 1000 : 10'000;
  return {random_.Between(1, kBooks - count + 1), count};
}

Task<grpc::Status> LibraryPlayer::Prepare() {
  new_emails_.clear();
  const int count = workload_ == 7 ? kCreatedAuthors : kRemovedAuthors;
  while (static_cast<int>(new_emails_.size()) < count) new_emails_.push_back(emails_.Next());
  if (workload_ == 7) co_return grpc::Status::OK;
  doomed_.clear();
  const Outcome outcome = co_await library_->CreateAuthors(new_emails_, &doomed_);
  co_return outcome.status;
}

Task<Outcome> LibraryPlayer::Play() {
  switch (workload_) {
    case 1:
      return library_->GetAuthor(RandomAuthor(), nullptr);
    case 2:
    case 3:
    case 4:
      return library_->ListBooks(RandomBooks(), nullptr);
    case 5:
      return library_->ListAuthorsWithBooks(RandomAuthors(), nullptr);
    case 6:
      email_ = emails_.Next();
      return library_->CreateAuthor(email_, nullptr);
    case 7:
      return library_->CreateAuthors(new_emails_, nullptr);
    case 8:
      return library_->ChangePrices(RandomShare(kChangedBooks), nullptr);
    case 9:
      return library_->CopyBook(RandomShare(1).first, nullptr);
    default:
      return library_->RemoveAuthors(doomed_);
  }
}

Task<grpc::Status> LibraryPlayer::Check() {
  switch (workload_) {
    case 1:
      return CheckGetAuthor(*library_, RandomAuthor());
    case 2:
    case 3:
    case 4:
      return CheckListBooks(*library_, RandomBooks());
    case 5:
      return CheckListAuthorsWithBooks(*library_, RandomAuthors());
    case 6:
      email_ = emails_.Next();
      return CheckCreateAuthor(*library_, email_);
    case 7:
      return CheckCreateAuthors(*library_, new_emails_);
    case 8:
      return CheckChangePrices(*library_, RandomShare(kChangedBooks));
    case 9:
      return CheckCopyBook(*library_, RandomShare(1).first);
    default:
      return CheckRemoveAuthors(*library_, doomed_);
  }
}

}  // namespace ormd::bench
