// SQLite's SQL as tokens: as far as the texts of CREATE statements must be read, compared and rewritten. Pure
// functions.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ormd {

struct SqliteToken {
  enum class Kind { kWord, kName, kText, kBlob, kNumber, kSymbol };  // kName: quoted
  Kind kind = Kind::kSymbol;
  std::string_view text;     // as written
  std::string_view comment;  // inside of the first /* */ behind it, without blanks; empty where there is none

  // A word without quotes; `upper` is in upper case.
  bool IsWord(std::string_view upper) const;
  bool IsSymbol(std::string_view symbol) const { return kind == Kind::kSymbol && text == symbol; }
  // May stand where a name is wanted. SQLite takes a text for one.
  bool IsName() const { return kind == Kind::kWord || kind == Kind::kName || kind == Kind::kText; }
};

// Views into `sql`. White space and comments are left out.
std::vector<SqliteToken> Tokenize(std::string_view sql);
// Inside of each /* */ in it, without blanks.
std::vector<std::string_view> Comments(std::string_view sql);

// What the token names, without its quotes.
std::string NameOf(const SqliteToken& token);
// The text from one token to another, both included.
std::string_view TextBetween(const SqliteToken& first, const SqliteToken& last);
// Token behind the parenthesis that `open` (an index) opens; tokens.size() where none closes it.
size_t EndOfParentheses(const std::vector<SqliteToken>& tokens, size_t open);

// Names compare without regard to case (ASCII).
std::string LowerName(std::string_view name);
bool SameName(std::string_view a, std::string_view b);
using NameSet = std::set<std::string>;               // in lower case
using NameMap = std::map<std::string, std::string>;  // from lower case

// The same for two texts that SQLite reads alike: whatever their spaces, comments, quotes, case of names and outer
// parentheses are.
std::string SqlKey(std::string_view sql);
// Without comments and line breaks (but for those inside of texts), and without a semicolon at its end.
std::string OneLine(std::string_view sql);
// Whether one of the names stands in it.
bool Mentions(std::string_view sql, const NameSet& names);
// Every name of the map replaced; not functions and keywords of the same spelling.
std::string RenameIn(std::string_view sql, const NameMap& names);
// `book.title` of the table book as `title`.
std::string WithoutTable(std::string_view sql, std::string_view table);

}  // namespace ormd
