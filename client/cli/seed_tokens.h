// SQL conditions in pieces, as far as seeds read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ormd::cli {

struct SeedToken {
  enum class Type { kName, kNumber, kText, kMark };
  Type type = Type::kMark;
  std::string text;
  bool quoted = false;

  bool Is(std::string_view mark) const { return type == Type::kMark && text == mark; }
  // A bare name, in letters of any case; `word` is in small ones.
  bool IsWord(std::string_view word) const;
};

// Names and texts come without their quotes. Never fails: what is no SQL becomes marks.
std::vector<SeedToken> SeedTokens(std::string_view sql);

// The names that stand in an SQL expression, those of functions included.
std::vector<std::string> NamesIn(std::string_view sql);

}  // namespace ormd::cli
