#include "tests/bench/suite/load/library_check.h"

#include <algorithm>
#include <limits>
#include <set>

#include "orm/base/strings.h"
#include "tests/bench/suite/load/differences.h"
#include "tests/bench/suite/load/known_data.h"

namespace ormd::bench {
namespace {

constexpr int kNobody = std::numeric_limits<int>::max();

grpc::Status Wrong(const std::string& what) {
  return what.empty() ? grpc::Status::OK : grpc::Status(grpc::StatusCode::INTERNAL, what);
}

std::string WrongBooks(Span span, const shop::Books& books) {
  if (books.books_size() != span.count) return StrCat(books.books_size(), " books, not ", span.count);
  for (int i = 0; i < span.count; ++i) {
    if (std::string wrong = WrongBook(span.first + i, books.books(i), false); !wrong.empty()) return wrong;
  }
  return "";
}

// Books in any order; W9 may have added some.
std::string WrongBooksOf(const shop::Author& author) {
  const int first = (author.id() - 1) * kBooksOfAuthor + 1;
  std::set<int> seen;
  for (const shop::Book& book : author.books()) {
    if (book.id() > kBooks) continue;
    const bool known = book.id() >= first && book.id() < first + kBooksOfAuthor && seen.insert(book.id()).second;
    if (!known) return StrCat("author ", author.id(), " has book ", book.id());
    if (std::string wrong = WrongBook(book.id(), book, true); !wrong.empty()) return wrong;
    if (std::string wrong = WrongTags(book.id(), book); !wrong.empty()) return wrong;
  }
  return seen.size() == kBooksOfAuthor ? "" : StrCat("author ", author.id(), " has not all books");
}

std::string WrongAuthors(Span span, const shop::Authors& authors) {
  if (authors.authors_size() != span.count) return StrCat(authors.authors_size(), " authors, not ", span.count);
  for (int i = 0; i < span.count; ++i) {
    if (std::string wrong = WrongAuthor(span.first + i, authors.authors(i)); !wrong.empty()) return wrong;
    if (std::string wrong = WrongBooksOf(authors.authors(i)); !wrong.empty()) return wrong;
  }
  return "";
}

Task<grpc::Status> CheckMissing(Library& library, int id) {
  shop::Author author;
  const Outcome outcome = co_await library.GetAuthor(id, &author);
  if (outcome.status.ok()) co_return Wrong(StrCat("author ", id, " is there: ", author.ShortDebugString()));
  co_return outcome.status.error_code() == grpc::StatusCode::NOT_FOUND ? grpc::Status::OK : outcome.status;
}

Task<grpc::Status> CheckTaken(Library& library, const std::string& email) {
  int key = 0;
  const Outcome outcome = co_await library.CreateAuthor(email, &key);
  const grpc::StatusCode code = outcome.status.error_code();
  const bool refused =
      library.tells_causes() ? code == grpc::StatusCode::ALREADY_EXISTS : code == grpc::StatusCode::UNKNOWN;
  co_return Wrong(refused ? "" : StrCat("a second ", email, " ends with code ", static_cast<int>(code)));
}

Task<grpc::Status> CheckCreated(Library& library, int id, const std::string& email) {
  if (id <= kAuthors) co_return Wrong(StrCat(email, " got the key ", id));
  shop::Author author;
  const Outcome outcome = co_await library.GetAuthor(id, &author);
  if (!outcome.status.ok()) co_return outcome.status;
  co_return Wrong(WrongNewAuthor(id, email, author));
}

}  // namespace

Task<grpc::Status> CheckGetAuthor(Library& library, int id) {
  shop::Author author;
  const Outcome outcome = co_await library.GetAuthor(id, &author);
  if (!outcome.status.ok()) co_return outcome.status;
  if (std::string wrong = WrongAuthor(id, author); !wrong.empty()) co_return Wrong(wrong);
  co_return co_await CheckMissing(library, kNobody);
}

Task<grpc::Status> CheckListBooks(Library& library, Span span) {
  shop::Books books;
  const Outcome outcome = co_await library.ListBooks(span, &books);
  co_return outcome.status.ok() ? Wrong(WrongBooks(span, books)) : outcome.status;
}

Task<grpc::Status> CheckListAuthorsWithBooks(Library& library, Span span) {
  shop::Authors authors;
  const Outcome outcome = co_await library.ListAuthorsWithBooks(span, &authors);
  co_return outcome.status.ok() ? Wrong(WrongAuthors(span, authors)) : outcome.status;
}

Task<grpc::Status> CheckCreateAuthor(Library& library, const std::string& email) {
  int key = 0;
  const Outcome outcome = co_await library.CreateAuthor(email, &key);
  if (!outcome.status.ok()) co_return outcome.status;
  const grpc::Status created = co_await CheckCreated(library, key, email);
  if (!created.ok()) co_return created;
  co_return co_await CheckTaken(library, email);
}

Task<grpc::Status> CheckCreateAuthors(Library& library, const Emails& emails) {
  std::vector<int> keys;
  const Outcome outcome = co_await library.CreateAuthors(emails, &keys);
  if (!outcome.status.ok()) co_return outcome.status;
  if (keys.size() != emails.size()) co_return Wrong(StrCat(keys.size(), " keys, not ", emails.size()));
  if (std::set<int>(keys.begin(), keys.end()).size() != keys.size()) co_return Wrong("a key came twice");
  for (size_t i = 0; i < keys.size(); i += keys.size() / 10) {
    const grpc::Status created = co_await CheckCreated(library, keys[i], emails[i]);
    if (!created.ok()) co_return created;
  }
  co_return grpc::Status::OK;
}

Task<grpc::Status> CheckChangePrices(Library& library, Span span) {
  shop::Books before, changed, after;
  const Outcome read = co_await library.ListBooks(span, &before);
  if (!read.status.ok()) co_return read.status;
  const Outcome outcome = co_await library.ChangePrices(span, &changed);
  if (!outcome.status.ok()) co_return outcome.status;
  const Outcome again = co_await library.ListBooks(span, &after);
  if (!again.status.ok()) co_return again.status;
  for (const shop::Books* books : {&before, &changed, &after}) {
    if (std::string wrong = WrongBooks(span, *books); !wrong.empty()) co_return Wrong(wrong);
  }
  for (int i = 0; i < span.count; ++i) {
    const std::string expected = NextPrice(before.books(i).price());
    const bool right = changed.books(i).price() == expected && after.books(i).price() == expected;
    if (!right) co_return Wrong(StrCat("the price of book ", span.first + i, " is not ", expected));
  }
  co_return grpc::Status::OK;
}

Task<grpc::Status> CheckCopyBook(Library& library, int id) {
  shop::Book copy;
  const Outcome outcome = co_await library.CopyBook(id, &copy);
  if (!outcome.status.ok()) co_return outcome.status;
  const int key = copy.id();
  if (key <= kBooks) co_return Wrong(StrCat("the copy got the key ", key));
  for (const int read : {id, key}) {
    shop::Books found;
    const Outcome listed = co_await library.ListBooks({read, 1}, &found);
    if (!listed.status.ok()) co_return listed.status;
    if (found.books_size() != 1 || found.books(0).id() != read) co_return Wrong(StrCat("book ", read, " is not there"));
    if (found.books(0).price() != copy.price()) co_return Wrong(StrCat("book ", read, " has not the new price"));
    found.mutable_books(0)->set_id(id);
    if (std::string wrong = WrongBook(id, found.books(0), false); !wrong.empty()) co_return Wrong(wrong);
  }
  co_return grpc::Status::OK;
}

Task<grpc::Status> CheckRemoveAuthors(Library& library, const std::vector<int>& ids) {
  for (size_t i = 0; i < ids.size(); i += 10) {
    shop::Author author;
    const Outcome outcome = co_await library.GetAuthor(ids[i], &author);
    if (!outcome.status.ok()) co_return outcome.status;
  }
  const Outcome removed = co_await library.RemoveAuthors(ids);
  if (!removed.status.ok()) co_return removed.status;
  for (const int id : ids) {
    const grpc::Status missing = co_await CheckMissing(library, id);
    if (!missing.ok()) co_return missing;
  }
  co_return grpc::Status::OK;
}

}  // namespace ormd::bench
