#include "tests/bench/suite/limits/rows.h"

#include <charconv>
#include <cstdint>
#include <string_view>

namespace ormd::bench {
namespace {

std::string_view TextAt(const PGresult* rows, int row, int column) {
  return {PQgetvalue(rows, row, column), static_cast<size_t>(PQgetlength(rows, row, column))};
}

int64_t Number(std::string_view text) {
  int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Days since 1970 of a Gregorian date.
int64_t Days(int64_t year, int64_t month, int64_t day) {
  year -= month <= 2;
  const int64_t era = year / 400;
  const int64_t of_era = year - era * 400;
  const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

// "2024-01-01 00:01:01.123457+00": UTC, a year of four digits.
void ReadTime(std::string_view text, google::protobuf::Timestamp* time) {
  const auto part = [text](size_t at, size_t length) { return Number(text.substr(at, length)); };
  time->set_seconds(Days(part(0, 4), part(5, 2), part(8, 2)) * 86400 + part(11, 2) * 3600 + part(14, 2) * 60 +
                    part(17, 2));
  if (text[19] != '.') return;
  int32_t nanos = 0, unit = 100'000'000;
  for (size_t at = 20; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10) {
    nanos += (text[at] - '0') * unit;
  }
  time->set_nanos(nanos);
}

}  // namespace

int IntAt(const PGresult* rows, int row, int column) { return static_cast<int>(Number(TextAt(rows, row, column))); }

void ReadAuthor(const PGresult* rows, int row, ::bench::shop::Author* author) {
  const auto text = [=](int column) { return TextAt(rows, row, column); };
  author->set_id(IntAt(rows, row, 0));
  author->set_name(text(1).data(), text(1).size());
  author->set_email(text(2).data(), text(2).size());
  author->set_born(text(3).data(), text(3).size());
  ReadTime(text(4), author->mutable_created_at());
  author->set_bio(text(5).data(), text(5).size());
}

void ReadBook(const PGresult* rows, int row, ::bench::shop::Book* book) {
  const auto text = [=](int column) { return TextAt(rows, row, column); };
  book->set_id(IntAt(rows, row, 0));
  book->set_title(text(1).data(), text(1).size());
  book->set_price(text(2).data(), text(2).size());
  ReadTime(text(3), book->mutable_published_at());
  book->mutable_author()->set_id(IntAt(rows, row, 4));
  book->set_meta(text(5).data(), text(5).size());
}

void ReadTag(const PGresult* rows, int row, ::bench::shop::Tag* tag) {
  tag->set_id(IntAt(rows, row, 1));
  tag->set_name(PQgetvalue(rows, row, 2), static_cast<size_t>(PQgetlength(rows, row, 2)));
}

}  // namespace ormd::bench
