#include "tests/bench/suite/load/known_data.h"

#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdio>

#include "orm/base/strings.h"

namespace ormd::bench {
namespace {

constexpr int64_t kYear2000 = 946'684'800;
constexpr int64_t kYear2020 = 1'577'836'800;

std::string DateText(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text;
}

void SetTime(int64_t start, int64_t milliseconds, google::protobuf::Timestamp* time) {
  time->set_seconds(start + milliseconds / 1000);
  time->set_nanos(static_cast<int32_t>(milliseconds % 1000) * 1'000'000);
}

std::string Meta(int id) {
  char isbn[16];
  std::snprintf(isbn, sizeof isbn, "%08d", id);
  return StrCat(R"({"isbn": "978-0-)", isbn, R"(", "pages": )", id % 900 + 100,
                R"(, "publisher": "The House of Lamps"})");
}

}  // namespace

shop::Author KnownAuthor(int id) {
  using namespace std::chrono;  // NOLINT: calendar literals
  shop::Author author;
  author.set_id(id);
  author.set_name(StrCat("Author number ", id));
  author.set_email(StrCat("author", id, "@example.org"));
  author.set_born(DateText(sys_days(1930y / January / 1) + days(id * 7919 % 25000)));
  SetTime(kYear2020, id * int64_t{61'123}, author.mutable_created_at());
  author.set_bio(StrCat(
      "Author ", id,
      " grew up by the sea, learned printing from an uncle, moved inland at nineteen and has written one book in every "
      "year since, most of them about tides, lamps, maps and the people who look after them."));
  return author;
}

shop::Book KnownBook(int id) {
  shop::Book book;
  book.set_id(id);
  book.set_title(StrCat("Book ", id, ", being part ", id % 7 + 1, " of the lamp cycle"));
  SetTime(kYear2000, id * int64_t{7'123'457}, book.mutable_published_at());
  book.mutable_author()->set_id((id - 1) / kBooksOfAuthor + 1);
  book.set_meta(Meta(id));
  for (const int k : {0, 1, 2}) {
    const int tag = (id * 7 + k * 33) % 100 + 1;
    shop::Tag* added = book.add_tags();
    added->set_id(tag);
    added->set_name(StrCat("subject ", tag));
  }
  return book;
}

std::string NextPrice(std::string_view price) {
  int whole = 0;
  const char* const point = std::from_chars(price.data(), price.data() + price.size(), whole).ptr;
  return StrCat(whole % 99 + 1, std::string_view(point, price.data() + price.size() - point));
}

FreshEmails::FreshEmails()
    : prefix_(
          StrCat("new-", absl::Hex(std::chrono::system_clock::now().time_since_epoch().count()), "-", getpid(), "-")) {}

std::string FreshEmails::Next() { return StrCat(prefix_, next_.fetch_add(1), "@example.org"); }

}  // namespace ormd::bench
