#include "tests/bench/suite/load/shop_library.h"

#include <google/protobuf/arena.h>

#include "orm/base/strings.h"
#include "shop.pb.h"
#include "tests/bench/suite/load/known_data.h"

namespace ormd::bench {
namespace {

const std::string kGetAuthor = "/bench.shop.Shop/GetAuthor";
const std::string kListBooks = "/bench.shop.Shop/ListBooks";
const std::string kListAuthorsWithBooks = "/bench.shop.Shop/ListAuthorsWithBooks";
const std::string kCreateAuthor = "/bench.shop.Shop/CreateAuthor";
const std::string kCreateAuthors = "/bench.shop.Shop/CreateAuthors";
const std::string kChangePrices = "/bench.shop.Shop/ChangePrices";
const std::string kCopyBook = "/bench.shop.Shop/CopyBook";
const std::string kRemoveAuthors = "/bench.shop.Shop/RemoveAuthors";

shop::Range RangeOf(Span span) {
  shop::Range range;
  range.set_first(span.first);
  range.set_count(span.count);
  return range;
}

}  // namespace

template <typename Reply>
Task<Outcome> ShopLibrary::Call(const std::string& method, const google::protobuf::MessageLite& request, Reply* out) {
  const std::string bytes = request.SerializeAsString();
  const Answer answer = co_await link_.Call(method, bytes);
  Outcome outcome{answer.status, answer.bytes()};
  if (!outcome.status.ok() || (out == nullptr && !decode_)) co_return outcome;
  google::protobuf::Arena arena;
  Reply* const reply = out != nullptr ? out : google::protobuf::Arena::CreateMessage<Reply>(&arena);
  if (!reply->ParseFromString(answer.parts[0]))
    outcome.status = grpc::Status(grpc::StatusCode::INTERNAL, "malformed answer");
  co_return outcome;
}

Task<Outcome> ShopLibrary::GetAuthor(int id, shop::Author* out) {
  shop::AuthorKey request;
  request.set_id(id);
  co_return co_await Call(kGetAuthor, request, out);
}

Task<Outcome> ShopLibrary::ListBooks(Span span, shop::Books* out) {
  const shop::Range request = RangeOf(span);
  co_return co_await Call(kListBooks, request, out);
}

Task<Outcome> ShopLibrary::ListAuthorsWithBooks(Span span, shop::Authors* out) {
  const shop::Range request = RangeOf(span);
  co_return co_await Call(kListAuthorsWithBooks, request, out);
}

Task<Outcome> ShopLibrary::CreateAuthor(const std::string& email, int* out) {
  shop::Author request;
  FillNewAuthor(email, &request);
  shop::Author reply;
  const Outcome outcome = co_await Call(kCreateAuthor, request, out != nullptr ? &reply : nullptr);
  if (out != nullptr) *out = reply.id();
  co_return outcome;
}

Task<Outcome> ShopLibrary::CreateAuthors(const Emails& emails, std::vector<int>* out) {
  const int count = static_cast<int>(emails.size());
  while (new_authors_.authors_size() > count) new_authors_.mutable_authors()->RemoveLast();
  while (new_authors_.authors_size() < count) FillNewAuthor("", new_authors_.add_authors());
  for (int i = 0; i < count; ++i) new_authors_.mutable_authors(i)->set_email(emails[i]);
  shop::Authors reply;
  const Outcome outcome = co_await Call(kCreateAuthors, new_authors_, out != nullptr ? &reply : nullptr);
  if (out != nullptr) {
    for (const shop::Author& author : reply.authors()) out->push_back(author.id());
  }
  co_return outcome;
}

Task<Outcome> ShopLibrary::ChangePrices(Span span, shop::Books* out) {
  const shop::Range range = RangeOf(span);
  google::protobuf::Arena arena;
  auto* const books = google::protobuf::Arena::CreateMessage<shop::Books>(&arena);
  const Outcome read = co_await Call(kListBooks, range, books);
  if (!read.status.ok()) co_return read;
  auto* const prices = google::protobuf::Arena::CreateMessage<shop::Prices>(&arena);
  for (shop::Book& book : *books->mutable_books()) {
    book.set_price(NextPrice(book.price()));
    shop::Price* const price = prices->add_prices();
    price->set_book(book.id());
    price->set_price(book.price());
  }
  Outcome changed = co_await Call<shop::Done>(kChangePrices, *prices, nullptr);
  changed.bytes += read.bytes;
  if (out != nullptr) *out = *books;
  co_return changed;
}

Task<Outcome> ShopLibrary::CopyBook(int id, shop::Book* out) {
  shop::Price request;
  request.set_book(id);
  request.set_price(StrCat(100 + copies_ % 900, ".", 10 + copies_ % 90));
  ++copies_;
  co_return co_await Call(kCopyBook, request, out);
}

Task<Outcome> ShopLibrary::RemoveAuthors(const std::vector<int>& ids) {
  shop::AuthorKeys request;
  request.mutable_ids()->Add(ids.begin(), ids.end());
  shop::Done* const unread = nullptr;
  co_return co_await Call(kRemoveAuthors, request, unread);
}

}  // namespace ormd::bench
