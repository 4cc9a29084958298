// The library of an ormd daemon.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/suite/load/library.h"
#include "tests/bench/suite/load/ormd_commands.h"
#include "tests/bench/suite/load/ormd_door.h"
#include "tests/bench/suite/load/ormd_graph.h"

namespace ormd::bench {

class OrmdLibrary final : public Library {
 public:
  // ChangePrices and CopyBook work in a session (without one, nullptr, they must not be called), everything else goes
  // through `door`. With `decode` every answer is made into objects of the generated classes.
  OrmdLibrary(std::shared_ptr<OrmdDoor> door, std::shared_ptr<StreamDoor> session, bool decode);

  Task<Outcome> GetAuthor(int id, ::bench::shop::Author* out) override;
  Task<Outcome> ListBooks(Span span, ::bench::shop::Books* out) override;
  Task<Outcome> ListAuthorsWithBooks(Span span, ::bench::shop::Authors* out) override;
  Task<Outcome> CreateAuthor(const std::string& email, int* out) override;
  Task<Outcome> CreateAuthors(const Emails& emails, std::vector<int>* out) override;
  Task<Outcome> ChangePrices(Span span, ::bench::shop::Books* out) override;
  Task<Outcome> CopyBook(int id, ::bench::shop::Book* out) override;
  Task<Outcome> RemoveAuthors(const std::vector<int>& ids) override;

 private:
  // Whether an answer is to be read, beyond its status.
  bool Wanted(const Answer& answer, const void* out) const { return answer.status.ok() && (decode_ || out != nullptr); }

  const std::shared_ptr<OrmdDoor> door_;
  const std::shared_ptr<StreamDoor> session_;
  const bool decode_;
  FindByKey author_by_key_;
  FindByKey book_for_update_;
  FindFrom books_from_;
  FindFrom populated_authors_from_;
  CreateAuthorChange create_;
  FlushChanges flush_;
};

}  // namespace ormd::bench
