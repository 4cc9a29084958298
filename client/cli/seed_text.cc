#include "client/cli/seed_text.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "absl/strings/str_format.h"

namespace ormd::cli {
namespace {

constexpr std::array<std::string_view, 16> kFirst = {"Ann",  "Ben", "Cleo", "Dev",  "Eva",  "Finn", "Gita", "Hugo",
                                                     "Ines", "Jon", "Kira", "Liam", "Mara", "Noah", "Olga", "Piet"};
constexpr std::array<std::string_view, 16> kLast = {"Adams",  "Baker",  "Costa",  "Dietz", "Evans", "Fischer",
                                                    "Garcia", "Hansen", "Ito",    "Jones", "Kumar", "Lopez",
                                                    "Meyer",  "Novak",  "Okafor", "Silva"};
constexpr std::array<std::string_view, 12> kCities = {"Berlin", "Lisbon", "Oslo",  "Lima",   "Kyoto",  "Accra",
                                                      "Turin",  "Quito",  "Delhi", "Boston", "Sydney", "Prague"};
constexpr std::array<std::string_view, 12> kCountries = {"Germany", "Portugal", "Norway",    "Peru",
                                                         "Japan",   "Ghana",    "Italy",     "Ecuador",
                                                         "India",   "Canada",   "Australia", "Chile"};
constexpr std::array<std::string_view, 24> kWords = {
    "amber", "bright", "cedar", "delta", "ember", "fresh", "green", "harbor", "ivory", "jolly",  "kettle", "lemon",
    "maple", "north",  "ocean", "pearl", "quiet", "river", "stone", "tiger",  "urban", "velvet", "willow", "yellow"};

std::string Tail(SeedRandom& random, size_t size) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string tail;
  for (size_t i = 0; i < size; ++i) tail += kLetters[random.Below(kLetters.size())];
  return tail;
}

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return out;
}

std::string Capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

std::string Words(size_t count, SeedRandom& random) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += (i == 0 ? "" : " ") + SeedWord(random);
  return text;
}

std::string ByName(const std::string& name, SeedRandom& random) {
  const auto says = [&](std::string_view part) { return name.find(part) != std::string::npos; };
  const std::string first(random.Pick(kFirst));
  const std::string last(random.Pick(kLast));
  if (says("email")) return Lower(first) + "." + Lower(last) + "@example.com";
  if (says("first_name") || says("given_name")) return first;
  if (says("last_name") || says("surname") || says("family_name")) return last;
  if (says("user_name") || says("username") || says("login")) return Lower(first) + Lower(last);
  if (name == "author" || says("full_name") || says("contact")) return first + " " + last;
  if (says("city") || says("town")) return std::string(random.Pick(kCities));
  if (says("country")) return std::string(random.Pick(kCountries));
  if (says("phone") || says("fax"))
    return absl::StrFormat("+1 555 %03d %04d", random.Below(1'000), random.Below(10'000));
  if (says("street") || says("address")) {
    return absl::StrFormat("%d %s Street", random.Between(1, 200), Capital(SeedWord(random)));
  }
  if (says("zip") || says("postal") || says("postcode")) return absl::StrFormat("%05d", random.Below(100'000));
  if (says("url") || says("website") || says("link")) return "https://example.com/" + SeedWord(random);
  if (says("color") || says("colour")) return absl::StrFormat("#%06x", random.Below(1 << 24));
  if (says("description") || says("comment") || says("text") || says("body") || says("note")) {
    return Capital(Words(6 + random.Below(8), random)) + ".";
  }
  if (says("slug") || says("code") || says("key")) return SeedWord(random) + "-" + SeedWord(random);
  return Capital(Words(2, random));
}

// The tail goes before the domain of an e-mail address.
void AddTail(std::string& text, const std::string& tail) {
  const size_t at = text.find('@');
  text.insert(at == std::string::npos ? text.size() : at, (at == std::string::npos ? "-" : ".") + tail);
}

}  // namespace

std::string SeedWord(SeedRandom& random) { return std::string(random.Pick(kWords)); }

std::string SeedText(const std::string& property, const TextBounds& bounds, bool wide, SeedRandom& random) {
  constexpr size_t kTail = 6;
  std::string text = ByName(property, random);
  if (wide) AddTail(text, Tail(random, kTail));
  const size_t longest = bounds.longest == 0 ? std::string::npos : bounds.longest;
  if (text.size() > longest && wide) text = Tail(random, std::min(longest, 2 * kTail));
  if (text.size() > longest) {
    text.resize(longest);
    if (text.ends_with(' ')) text.back() = 'a';
  }
  const size_t shortest = bounds.fixed ? longest : bounds.shortest;
  if (text.size() < shortest) text += Tail(random, shortest - text.size());
  return text;
}

}  // namespace ormd::cli
