// What each call of bench.shop.Shop does on a connection.
#pragma once

#include "shop.pb.h"
#include "tests/bench/suite/limits/connection.h"

namespace ormd::bench {

namespace shop = ::bench::shop;

grpc::Status GetAuthor(Connection& connection, const shop::AuthorKey& request, shop::Author* response);
grpc::Status ListBooks(Connection& connection, const shop::Range& request, shop::Books* response);
grpc::Status ListAuthorsWithBooks(Connection& connection, const shop::Range& request, shop::Authors* response);
// Created authors are answered by their keys, in order.
grpc::Status CreateAuthor(Connection& connection, const shop::Author& request, shop::Author* response);
grpc::Status CreateAuthors(Connection& connection, const shop::Authors& request, shop::Authors* response);
grpc::Status ChangePrices(Connection& connection, const shop::Prices& request, shop::Done* response);
grpc::Status CopyBook(Connection& connection, const shop::Price& request, shop::Book* response);
grpc::Status RemoveAuthors(Connection& connection, const shop::AuthorKeys& request, shop::Done* response);

grpc::Status NoSuchAuthor();

}  // namespace ormd::bench
