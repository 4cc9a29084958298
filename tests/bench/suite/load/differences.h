// What is wrong with rows that a target answered, in words; empty where nothing is.
#pragma once

#include <string>

#include "shop.pb.h"

namespace ormd::bench {

// Author `id` of data.sql, all columns; books are left to the caller.
std::string WrongAuthor(int id, const ::bench::shop::Author& author);
// An author as FillNewAuthor makes one.
std::string WrongNewAuthor(int id, const std::string& email, const ::bench::shop::Author& author);
// All columns of book `id` of data.sql. Its price must be well formed, no more: it changes. Its author is a reference,
// or absent where the book is nested in it. Tags are left to the caller.
std::string WrongBook(int id, const ::bench::shop::Book& book, bool nested);
// The tags of book `id`, in any order.
std::string WrongTags(int id, const ::bench::shop::Book& book);

}  // namespace ormd::bench
