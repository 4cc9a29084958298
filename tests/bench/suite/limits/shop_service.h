// bench.shop.Shop without an ORM.
#pragma once

#include <memory>
#include <string>

#include "shop.grpc.pb.h"
#include "tests/bench/suite/limits/arena_allocator.h"
#include "tests/bench/suite/limits/merged_calls.h"
#include "tests/bench/suite/limits/pool.h"

namespace ormd::bench {

struct ShopOptions {
  std::string database;  // a libpq URL
  int connections;
  bool merge;  // look-ups and single creates go through lanes
};

class ShopService final : public ::bench::shop::Shop::CallbackService {
 public:
  // Ends the program where the database cannot be reached.
  explicit ShopService(const ShopOptions& options);

  template <typename Request, typename Response>
  using Call = grpc::Status (*)(Connection& connection, const Request& request, Response* response);

  grpc::ServerUnaryReactor* GetAuthor(grpc::CallbackServerContext* context, const ::bench::shop::AuthorKey* request,
                                      ::bench::shop::Author* response) override;
  grpc::ServerUnaryReactor* ListBooks(grpc::CallbackServerContext* context, const ::bench::shop::Range* request,
                                      ::bench::shop::Books* response) override;
  grpc::ServerUnaryReactor* ListAuthorsWithBooks(grpc::CallbackServerContext* context,
                                                 const ::bench::shop::Range* request,
                                                 ::bench::shop::Authors* response) override;
  grpc::ServerUnaryReactor* CreateAuthor(grpc::CallbackServerContext* context, const ::bench::shop::Author* request,
                                         ::bench::shop::Author* response) override;
  grpc::ServerUnaryReactor* CreateAuthors(grpc::CallbackServerContext* context, const ::bench::shop::Authors* request,
                                          ::bench::shop::Authors* response) override;
  grpc::ServerUnaryReactor* ChangePrices(grpc::CallbackServerContext* context, const ::bench::shop::Prices* request,
                                         ::bench::shop::Done* response) override;
  grpc::ServerUnaryReactor* CopyBook(grpc::CallbackServerContext* context, const ::bench::shop::Price* request,
                                     ::bench::shop::Book* response) override;
  grpc::ServerUnaryReactor* RemoveAuthors(grpc::CallbackServerContext* context,
                                          const ::bench::shop::AuthorKeys* request,
                                          ::bench::shop::Done* response) override;

 private:
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Run(grpc::CallbackServerContext* context, Call<Request, Response> call,
                                const Request* request, Response* response);
  template <typename Request>
  grpc::ServerUnaryReactor* Merge(Merger<Request>& merger, grpc::CallbackServerContext* context, const Request* request,
                                  ::bench::shop::Author* response);

  ArenaAllocator<::bench::shop::AuthorKey, ::bench::shop::Author> get_author_arenas_;
  ArenaAllocator<::bench::shop::Range, ::bench::shop::Books> list_books_arenas_;
  ArenaAllocator<::bench::shop::Range, ::bench::shop::Authors> list_authors_arenas_;
  ArenaAllocator<::bench::shop::Author, ::bench::shop::Author> create_author_arenas_;
  ArenaAllocator<::bench::shop::Authors, ::bench::shop::Authors> create_authors_arenas_;
  ArenaAllocator<::bench::shop::Prices, ::bench::shop::Done> change_prices_arenas_;
  ArenaAllocator<::bench::shop::Price, ::bench::shop::Book> copy_book_arenas_;
  ArenaAllocator<::bench::shop::AuthorKeys, ::bench::shop::Done> remove_authors_arenas_;
  Pool pool_;
  std::unique_ptr<AuthorMerger> look_ups_;
  std::unique_ptr<CreateMerger> creates_;
};

}  // namespace ormd::bench
