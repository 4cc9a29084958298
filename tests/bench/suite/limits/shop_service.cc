#include "tests/bench/suite/limits/shop_service.h"

#include "tests/bench/suite/limits/shop_calls.h"

namespace ormd::bench {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;

ShopService::ShopService(const ShopOptions& options) : pool_(options.database, options.connections) {
  SetMessageAllocatorFor_GetAuthor(&get_author_arenas_);
  SetMessageAllocatorFor_ListBooks(&list_books_arenas_);
  SetMessageAllocatorFor_ListAuthorsWithBooks(&list_authors_arenas_);
  SetMessageAllocatorFor_CreateAuthor(&create_author_arenas_);
  SetMessageAllocatorFor_CreateAuthors(&create_authors_arenas_);
  SetMessageAllocatorFor_ChangePrices(&change_prices_arenas_);
  SetMessageAllocatorFor_CopyBook(&copy_book_arenas_);
  SetMessageAllocatorFor_RemoveAuthors(&remove_authors_arenas_);
  if (!options.merge) return;
  look_ups_ = std::make_unique<AuthorMerger>(options.database, GetAuthors);
  creates_ = std::make_unique<CreateMerger>(options.database, CreateSingleAuthors);
}

template <typename Request, typename Response>
Reactor* ShopService::Run(Context* context, Call<Request, Response> call, const Request* request, Response* response) {
  Reactor* const reactor = context->DefaultReactor();
  pool_.Submit([=](Connection& connection) { reactor->Finish(call(connection, *request, response)); });
  return reactor;
}

template <typename Request>
Reactor* ShopService::Merge(Merger<Request>& merger, Context* context, const Request* request, shop::Author* response) {
  Reactor* const reactor = context->DefaultReactor();
  merger.Add({request, response, reactor});
  return reactor;
}

Reactor* ShopService::GetAuthor(Context* context, const shop::AuthorKey* request, shop::Author* response) {
  if (look_ups_ == nullptr) return Run(context, bench::GetAuthor, request, response);
  return Merge(*look_ups_, context, request, response);
}

Reactor* ShopService::ListBooks(Context* context, const shop::Range* request, shop::Books* response) {
  return Run(context, bench::ListBooks, request, response);
}

Reactor* ShopService::ListAuthorsWithBooks(Context* context, const shop::Range* request, shop::Authors* response) {
  return Run(context, bench::ListAuthorsWithBooks, request, response);
}

Reactor* ShopService::CreateAuthor(Context* context, const shop::Author* request, shop::Author* response) {
  if (creates_ == nullptr) return Run(context, bench::CreateAuthor, request, response);
  return Merge(*creates_, context, request, response);
}

Reactor* ShopService::CreateAuthors(Context* context, const shop::Authors* request, shop::Authors* response) {
  return Run(context, bench::CreateAuthors, request, response);
}

Reactor* ShopService::ChangePrices(Context* context, const shop::Prices* request, shop::Done* response) {
  return Run(context, bench::ChangePrices, request, response);
}

Reactor* ShopService::CopyBook(Context* context, const shop::Price* request, shop::Book* response) {
  return Run(context, bench::CopyBook, request, response);
}

Reactor* ShopService::RemoveAuthors(Context* context, const shop::AuthorKeys* request, shop::Done* response) {
  return Run(context, bench::RemoveAuthors, request, response);
}

}  // namespace ormd::bench
