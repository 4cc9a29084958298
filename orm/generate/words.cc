#include "orm/generate/words.h"

#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "orm/base/strings.h"
#include "orm/metadata/naming.h"

namespace ormd {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Singular and plural of what the rules would get wrong.
constexpr std::array kIrregular = {
    Pair{"person", "people"},   Pair{"child", "children"},     Pair{"man", "men"},
    Pair{"woman", "women"},     Pair{"foot", "feet"},          Pair{"tooth", "teeth"},
    Pair{"goose", "geese"},     Pair{"mouse", "mice"},         Pair{"index", "indices"},
    Pair{"matrix", "matrices"}, Pair{"vertex", "vertices"},    Pair{"movie", "movies"},
    Pair{"cookie", "cookies"},  Pair{"calorie", "calories"},   Pair{"hero", "heroes"},
    Pair{"potato", "potatoes"}, Pair{"tomato", "tomatoes"},    Pair{"echo", "echoes"},
    Pair{"cache", "caches"},    Pair{"headache", "headaches"}, Pair{"analysis", "analyses"},
    Pair{"basis", "bases"},     Pair{"crisis", "crises"},      Pair{"thesis", "theses"},
    Pair{"leaf", "leaves"},     Pair{"shelf", "shelves"},      Pair{"half", "halves"},
    Pair{"wolf", "wolves"},     Pair{"knife", "knives"},       Pair{"life", "lives"},
    Pair{"quiz", "quizzes"},    Pair{"axis", "axes"},          Pair{"pie", "pies"},
    Pair{"tie", "ties"},        Pair{"zombie", "zombies"},     Pair{"size", "sizes"},
    Pair{"prize", "prizes"},    Pair{"bus", "buses"},          Pair{"gas", "gases"},
    Pair{"lens", "lenses"},     Pair{"menu", "menus"},
};

constexpr std::array<std::string_view, 22> kSame = {
    "data",   "media",     "news",        "series",   "species", "sheep",    "fish",   "deer",
    "info",   "equipment", "information", "metadata", "stuff",   "feedback", "always", "has",
    "canvas", "atlas",     "alias",       "bias",     "chaos",   "kudos"};

// Up to the last word, and that.
std::pair<std::string_view, std::string_view> SplitLast(std::string_view snake) {
  const size_t underscore = snake.rfind('_');
  const size_t begin = underscore == std::string_view::npos ? 0 : underscore + 1;
  return {snake.substr(0, begin), snake.substr(begin)};
}

bool IsSame(std::string_view word) {
  for (const std::string_view same : kSame) {
    if (word == same) return true;
  }
  return false;
}

bool EndsInAnyOf(std::string_view word, std::initializer_list<std::string_view> ends) {
  for (const std::string_view end : ends) {
    if (word.ends_with(end)) return true;
  }
  return false;
}

bool IsVowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

std::string_view WithoutLast(std::string_view word, size_t count) { return word.substr(0, word.size() - count); }

std::string SingularWord(std::string_view word) {
  if (word.size() < 3 || IsSame(word)) return std::string(word);
  for (const auto& [one, many] : kIrregular) {
    if (word == many || word == one) return std::string(one);
  }
  if (!word.ends_with('s') || EndsInAnyOf(word, {"ss", "us", "is"})) return std::string(word);
  if (word.ends_with("ies"))
    return word.size() > 4 ? StrCat(WithoutLast(word, 3), "y") : std::string(WithoutLast(word, 1));
  if (EndsInAnyOf(word, {"sses", "shes", "ches", "xes", "uses", "iases"}) && !EndsInAnyOf(word, {"auses", "ouses"})) {
    return std::string(WithoutLast(word, 2));
  }
  return std::string(WithoutLast(word, 1));
}

std::string PluralWord(std::string_view word) {
  if (IsSame(word)) return std::string(word);
  for (const auto& [one, many] : kIrregular) {
    if (word == one || word == many) return std::string(many);
  }
  if (SingularWord(word) != word) return std::string(word);
  if (word.ends_with('y') && word.size() > 1 && !IsVowel(word[word.size() - 2])) {
    return StrCat(WithoutLast(word, 1), "ies");
  }
  return StrCat(word, EndsInAnyOf(word, {"s", "x", "z", "ch", "sh"}) ? "es" : "s");
}

std::string Folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c != '_') out += absl::ascii_tolower(c);
  }
  return out;
}

}  // namespace

std::string SnakeName(std::string_view name) {
  std::string out;
  for (const char c : Underscore(name)) {
    const bool fits = absl::ascii_isalnum(static_cast<unsigned char>(c)) && static_cast<unsigned char>(c) < 0x80;
    if (fits) {
      out += c;
    } else if (!out.empty() && out.back() != '_') {
      out += '_';
    }
  }
  while (out.ends_with('_')) out.pop_back();
  if (out.empty()) return "x";
  return absl::ascii_isdigit(out.front()) ? StrCat("x_", out) : out;
}

std::string CamelName(std::string_view snake) {
  std::string out;
  bool begins = true;
  for (const char c : snake) {
    if (c != '_') out += begins ? absl::ascii_toupper(c) : c;
    begins = c == '_';
  }
  return out;
}

std::string Singular(std::string_view snake) {
  const auto [head, word] = SplitLast(snake);
  return StrCat(head, SingularWord(word));
}

std::string Plural(std::string_view snake) {
  const auto [head, word] = SplitLast(snake);
  return StrCat(head, PluralWord(word));
}

bool IsIdentifier(std::string_view name) {
  if (name.empty() || absl::ascii_isdigit(name.front())) return false;
  for (const char c : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '_') return false;
  }
  return true;
}

bool IsPackage(std::string_view name) {
  while (true) {
    const size_t dot = name.find('.');
    if (!IsIdentifier(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

bool NameScope::IsFree(std::string_view name) const { return !taken_.contains(Folded(name)); }

bool NameScope::Take(std::string_view name) { return taken_.insert(Folded(name)).second; }

std::string NameScope::Claim(const std::vector<std::string>& candidates, std::string_view separator) {
  for (const std::string& candidate : candidates) {
    if (Take(candidate)) return candidate;
  }
  for (int number = 2;; ++number) {
    std::string numbered = StrCat(candidates.back(), separator, number);
    if (Take(numbered)) return numbered;
  }
}

}  // namespace ormd
