// The data that data.sql makes, from the key; and the rows that the workloads add.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "shop.pb.h"

namespace ormd::bench {

namespace shop = ::bench::shop;

constexpr int kAuthors = 10'000;
constexpr int kBooks = 100'000;
constexpr int kBooksOfAuthor = 10;

// What a row of a table holds. The books' prices change: they are left empty.
shop::Author KnownAuthor(int id);
shop::Book KnownBook(int id);

// A new author; Author is the class of shop or of library.
template <typename Author>
void FillNewAuthor(const std::string& email, Author* author) {
  author->set_name("Author of a new book");
  author->set_email(email);
  author->set_born("1985-02-28");
  author->mutable_created_at()->set_seconds(1'700'000'000);
  author->mutable_created_at()->set_nanos(123'000'000);
  author->set_bio(
      "Has come to writing late, from the sea, and signs with another name; of the life before that nothing is known.");
}

// A price other than `price` ("12.30"): whole units go up by one, after 99 back to 1.
std::string NextPrice(std::string_view price);

// Emails that nobody has had before. Thread safe.
class FreshEmails {
 public:
  FreshEmails();
  std::string Next();

 private:
  const std::string prefix_;
  std::atomic<uint64_t> next_{0};
};

}  // namespace ormd::bench
