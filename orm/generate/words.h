// Names of databases as names of .proto files: words, singular and plural.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ormd {

// Small letters, digits and single underscores, beginning with a letter: "AlbumId" is "album_id", "2nd place" is
// "x_2nd_place".
std::string SnakeName(std::string_view name);
// Of a snake name: "order_line" is "OrderLine".
std::string CamelName(std::string_view snake);

// Of the last word of a snake name, where it is plain English: "order_lines" is "order_line", "status" stays.
std::string Singular(std::string_view snake);
// "category" is "categories"; what is plural already stays.
std::string Plural(std::string_view snake);

// Letters, digits and underscores, not beginning with a digit.
bool IsIdentifier(std::string_view name);

// Identifiers between dots.
bool IsPackage(std::string_view name);

// Names of one scope that must differ even in lower case without underscores, which is how JSON names clash.
class NameScope {
 public:
  bool IsFree(std::string_view name) const;
  bool Take(std::string_view name);
  // The first of `candidates` that is free, else the last of them with a number behind `separator`; takes it.
  std::string Claim(const std::vector<std::string>& candidates, std::string_view separator = "_");

 private:
  std::set<std::string> taken_;
};

}  // namespace ormd
