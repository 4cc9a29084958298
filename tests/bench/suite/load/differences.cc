#include "tests/bench/suite/load/differences.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "orm/base/strings.h"
#include "tests/bench/suite/load/known_data.h"

namespace ormd::bench {
namespace {

std::string Unlike(const google::protobuf::Message& expected, const google::protobuf::Message& found) {
  if (expected.SerializeAsString() == found.SerializeAsString()) return "";
  return StrCat("expected ", expected.ShortDebugString(), " but got ", found.ShortDebugString());
}

bool SameJson(const std::string& left, const std::string& right) {
  const auto parsed = nlohmann::json::parse(left, nullptr, false);
  return !parsed.is_discarded() && parsed == nlohmann::json::parse(right, nullptr, false);
}

// "12.30"
bool IsPrice(const std::string& text) {
  const size_t point = text.find('.');
  return point != std::string::npos && point > 0 && text.size() == point + 3 &&
         text.find_first_not_of("0123456789.") == std::string::npos;
}

}  // namespace

std::string WrongAuthor(int id, const shop::Author& author) {
  shop::Author found = author;
  found.clear_books();
  return Unlike(KnownAuthor(id), found);
}

std::string WrongNewAuthor(int id, const std::string& email, const shop::Author& author) {
  shop::Author expected;
  FillNewAuthor(email, &expected);
  expected.set_id(id);
  return Unlike(expected, author);
}

std::string WrongBook(int id, const shop::Book& book, bool nested) {
  shop::Book expected = KnownBook(id), found = book;
  if (!SameJson(expected.meta(), book.meta())) return StrCat("book ", id, " has the meta ", book.meta());
  if (!IsPrice(book.price())) return StrCat("book ", id, " has the price ", book.price());
  if (nested && !book.has_author()) expected.clear_author();
  for (shop::Book* side : {&expected, &found}) {
    side->clear_meta();
    side->clear_price();
    side->clear_tags();
  }
  return Unlike(expected, found);
}

std::string WrongTags(int id, const shop::Book& book) {
  const auto names = [](const shop::Book& of) {
    std::map<int, std::string> by_key;
    for (const shop::Tag& tag : of.tags()) by_key.emplace(tag.id(), tag.name());
    return by_key;
  };
  const shop::Book expected = KnownBook(id);
  const bool same = names(expected) == names(book) && expected.tags_size() == book.tags_size();
  return same ? "" : StrCat("book ", id, " has the wrong tags: ", book.ShortDebugString());
}

}  // namespace ormd::bench
