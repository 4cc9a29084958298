#include "tests/bench/suite/limits/shop_calls.h"

#include "absl/container/flat_hash_map.h"
#include "tests/bench/suite/limits/new_authors.h"
#include "tests/bench/suite/limits/parameters.h"
#include "tests/bench/suite/limits/rows.h"

namespace ormd::bench {
namespace {

using BooksByKey = absl::flat_hash_map<int, shop::Book*>;

grpc::Status ReadAuthors(Connection& connection, const shop::Range& range, shop::Authors* response) {
  Rows rows;
  grpc::Status status = connection.Execute(
      Statement::kListAuthors, {NumberText(range.first()).c_str(), NumberText(range.count()).c_str()}, &rows);
  if (!status.ok()) return status;
  response->mutable_authors()->Reserve(PQntuples(rows.get()));
  for (int row = 0; row < PQntuples(rows.get()); ++row) ReadAuthor(rows.get(), row, response->add_authors());
  return status;
}

grpc::Status ReadBooks(Connection& connection, shop::Authors* authors, BooksByKey* books) {
  absl::flat_hash_map<int, shop::Author*> by_key;
  ArrayText keys;
  for (shop::Author& author : *authors->mutable_authors()) {
    by_key.emplace(author.id(), &author);
    keys.Add(author.id());
  }
  Rows rows;
  grpc::Status status = connection.Execute(Statement::kBooksOfAuthors, {keys.Finish()}, &rows);
  for (int row = 0; status.ok() && row < PQntuples(rows.get()); ++row) {
    shop::Book* const book = by_key[IntAt(rows.get(), row, 4)]->add_books();
    ReadBook(rows.get(), row, book);
    books->emplace(book->id(), book);
  }
  return status;
}

grpc::Status ReadTags(Connection& connection, const BooksByKey& books) {
  ArrayText keys;
  for (const auto& [key, book] : books) keys.Add(key);
  Rows rows;
  grpc::Status status = connection.Execute(Statement::kTagsOfBooks, {keys.Finish()}, &rows);
  for (int row = 0; status.ok() && row < PQntuples(rows.get()); ++row) {
    ReadTag(rows.get(), row, books.at(IntAt(rows.get(), row, 0))->add_tags());
  }
  return status;
}

// Inside of a transaction.
grpc::Status ChangeAndCopy(Connection& connection, const shop::Price& request, shop::Book* response) {
  Rows rows, unused;
  const NumberText id(request.book());
  grpc::Status status = connection.Execute(Statement::kLockBook, {id.c_str()}, &rows);
  if (!status.ok()) return status;
  if (PQntuples(rows.get()) == 0) return grpc::Status(grpc::StatusCode::NOT_FOUND, "no such book");
  status = connection.Execute(Statement::kChangePrice, {id.c_str(), request.price().c_str()}, &unused);
  if (!status.ok()) return status;
  ReadBook(rows.get(), 0, response);
  response->set_price(request.price());
  const auto text = [&](int column) { return PQgetvalue(rows.get(), 0, column); };
  Rows key;
  status =
      connection.Execute(Statement::kCreateBook, {text(1), request.price().c_str(), text(3), text(4), text(5)}, &key);
  if (status.ok()) response->set_id(IntAt(key.get(), 0, 0));
  return status;
}

int Changed(const Rows& rows) { return std::atoi(PQcmdTuples(rows.get())); }

}  // namespace

grpc::Status NoSuchAuthor() { return grpc::Status(grpc::StatusCode::NOT_FOUND, "no such author"); }

grpc::Status GetAuthor(Connection& connection, const shop::AuthorKey& request, shop::Author* response) {
  Rows rows;
  grpc::Status status = connection.Execute(Statement::kGetAuthor, {NumberText(request.id()).c_str()}, &rows);
  if (!status.ok()) return status;
  if (PQntuples(rows.get()) == 0) return NoSuchAuthor();
  ReadAuthor(rows.get(), 0, response);
  return status;
}

grpc::Status ListBooks(Connection& connection, const shop::Range& request, shop::Books* response) {
  Rows rows;
  grpc::Status status = connection.Execute(
      Statement::kListBooks, {NumberText(request.first()).c_str(), NumberText(request.count()).c_str()}, &rows);
  if (!status.ok()) return status;
  response->mutable_books()->Reserve(PQntuples(rows.get()));
  for (int row = 0; row < PQntuples(rows.get()); ++row) ReadBook(rows.get(), row, response->add_books());
  return status;
}

grpc::Status ListAuthorsWithBooks(Connection& connection, const shop::Range& request, shop::Authors* response) {
  BooksByKey books;
  grpc::Status status = ReadAuthors(connection, request, response);
  if (status.ok()) status = ReadBooks(connection, response, &books);
  if (status.ok()) status = ReadTags(connection, books);
  return status;
}

grpc::Status CreateAuthor(Connection& connection, const shop::Author& request, shop::Author* response) {
  Rows rows;
  const NumberText created_at(Microseconds(request.created_at()));
  grpc::Status status = connection.Execute(Statement::kCreateAuthor,
                                           {request.name().c_str(), request.email().c_str(), request.born().c_str(),
                                            created_at.c_str(), request.bio().c_str()},
                                           &rows);
  if (status.ok()) response->set_id(IntAt(rows.get(), 0, 0));
  return status;
}

grpc::Status CreateAuthors(Connection& connection, const shop::Authors& request, shop::Authors* response) {
  NewAuthors authors;
  for (const shop::Author& author : request.authors()) authors.Add(author);
  Rows keys;
  grpc::Status status = authors.Insert(connection, &keys);
  for (int row = 0; status.ok() && row < PQntuples(keys.get()); ++row) {
    response->add_authors()->set_id(IntAt(keys.get(), row, 0));
  }
  return status;
}

grpc::Status ChangePrices(Connection& connection, const shop::Prices& request, shop::Done* response) {
  ArrayText keys, prices;
  for (const shop::Price& price : request.prices()) {
    keys.Add(price.book());
    prices.AddQuoted(price.price());
  }
  Rows rows;
  grpc::Status status = connection.Execute(Statement::kChangePrices, {keys.Finish(), prices.Finish()}, &rows);
  if (status.ok()) response->set_rows(Changed(rows));
  return status;
}

grpc::Status CopyBook(Connection& connection, const shop::Price& request, shop::Book* response) {
  Rows unused;
  grpc::Status status = connection.Execute(Statement::kBegin, {}, &unused);
  if (!status.ok()) return status;
  status = ChangeAndCopy(connection, request, response);
  if (status.ok()) return connection.Execute(Statement::kCommit, {}, &unused);
  const grpc::Status rolled_back = connection.Execute(Statement::kRollback, {}, &unused);
  return rolled_back.ok() ? status : rolled_back;
}

grpc::Status RemoveAuthors(Connection& connection, const shop::AuthorKeys& request, shop::Done* response) {
  ArrayText keys;
  for (const int id : request.ids()) keys.Add(id);
  Rows rows;
  grpc::Status status = connection.Execute(Statement::kRemoveAuthors, {keys.Finish()}, &rows);
  if (status.ok()) response->set_rows(Changed(rows));
  return status;
}

}  // namespace ormd::bench
