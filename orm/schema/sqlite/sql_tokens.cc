#include "orm/schema/sqlite/sql_tokens.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "orm/base/strings.h"
#include "orm/value/quote.h"

namespace ormd {
namespace {

using Kind = SqliteToken::Kind;

bool BeginsWord(char c) { return absl::ascii_isalpha(c) || c == '_' || (c & 0x80) != 0; }
bool ContinuesWord(char c) { return BeginsWord(c) || absl::ascii_isdigit(c) || c == '$'; }

class Scanner {
 public:
  explicit Scanner(std::string_view sql) : sql_(sql) {}

  std::vector<SqliteToken> Run() {
    for (SkipBlanks(); at_ < sql_.size(); SkipBlanks()) {
      const size_t begin = at_;
      const Kind kind = Next();
      tokens_.push_back({kind, sql_.substr(begin, at_ - begin), {}});
    }
    return std::move(tokens_);
  }
  // Of Run.
  const std::vector<std::string_view>& comments() const { return comments_; }

 private:
  char Peek(size_t ahead = 0) const { return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0'; }
  void SkipTo(std::string_view end) {
    const size_t found = sql_.find(end, at_);
    at_ = found == std::string_view::npos ? sql_.size() : found + end.size();
  }

  void SkipBlanks() {
    while (at_ < sql_.size()) {
      if (absl::ascii_isspace(sql_[at_])) {
        ++at_;
      } else if (Peek() == '-' && Peek(1) == '-') {
        SkipTo("\n");
      } else if (Peek() == '/' && Peek(1) == '*') {
        ReadComment();
      } else {
        return;
      }
    }
  }

  void ReadComment() {
    const size_t begin = at_ + 2;
    at_ = begin;
    SkipTo("*/");
    if (at_ < begin + 2) return;
    comments_.push_back(FromAbsl(absl::StripAsciiWhitespace(ToAbsl(sql_.substr(begin, at_ - begin - 2)))));
    if (!tokens_.empty() && tokens_.back().comment.empty()) tokens_.back().comment = comments_.back();
  }

  Kind Next() {
    const char c = Peek();
    if (c == '\'') return Quoted('\'', Kind::kText);
    if (c == '"' || c == '`') return Quoted(c, Kind::kName);
    if (c == '[') return SkipTo("]"), Kind::kName;
    if ((c == 'x' || c == 'X') && Peek(1) == '\'') return ++at_, Quoted('\'', Kind::kBlob);
    if (absl::ascii_isdigit(c) || (c == '.' && absl::ascii_isdigit(Peek(1)))) return Number();
    if (BeginsWord(c)) return SkipWord(), Kind::kWord;
    return Symbol();
  }

  // A doubled quote is none.
  Kind Quoted(char quote, Kind kind) {
    ++at_;
    while (at_ < sql_.size() && (sql_[at_] != quote || Peek(1) == quote)) at_ += sql_[at_] == quote ? 2 : 1;
    at_ = std::min(at_ + 1, sql_.size());
    return kind;
  }

  void SkipWord() {
    while (at_ < sql_.size() && ContinuesWord(sql_[at_])) ++at_;
  }

  Kind Number() {
    while (at_ < sql_.size() && (ContinuesWord(sql_[at_]) || sql_[at_] == '.' || IsExponentSign())) ++at_;
    return Kind::kNumber;
  }
  bool IsExponentSign() const {
    return (Peek() == '+' || Peek() == '-') && at_ > 0 && (sql_[at_ - 1] == 'e' || sql_[at_ - 1] == 'E');
  }

  Kind Symbol() {
    static constexpr std::array<std::string_view, 10> kLong = {
        "->>", "||", "<=", ">=", "==", "!=", "<>", "<<", ">>", "->"};
    const auto found = std::find_if(kLong.begin(), kLong.end(),
                                    [&](std::string_view symbol) { return sql_.substr(at_).starts_with(symbol); });
    at_ += found == kLong.end() ? 1 : found->size();
    return Kind::kSymbol;
  }

  const std::string_view sql_;
  size_t at_ = 0;
  std::vector<SqliteToken> tokens_;
  std::vector<std::string_view> comments_;
};

bool IsPlainWord(std::string_view name) {
  return !name.empty() && BeginsWord(name.front()) && std::all_of(name.begin(), name.end(), ContinuesWord);
}

// Words of expressions that name nothing unless they are quoted.
bool IsKeyword(const SqliteToken& token) {
  static constexpr std::array<std::string_view, 25> kWords = {
      "AND",  "AS",     "BETWEEN", "CASE",   "COLLATE", "DISTINCT", "ELSE",    "ESCAPE", "EXISTS",
      "FROM", "IN",     "IS",      "ISNULL", "LIMIT",   "NOT",      "NOTNULL", "NULL",   "ON",
      "OR",   "SELECT", "THEN",    "USING",  "WHEN",    "WHERE",    "UNIQUE"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return token.IsWord(word); });
}

std::string KeyOf(const SqliteToken& token) {
  if (token.IsWord("TRUE")) return "1";
  if (token.IsWord("FALSE")) return "0";
  if (token.IsSymbol("==")) return "=";
  if (token.IsSymbol("<>")) return "!=";
  if (token.kind == Kind::kText) return std::string(token.text);
  if (token.kind == Kind::kBlob) return absl::AsciiStrToUpper(ToAbsl(token.text));
  if (token.kind != Kind::kName) return LowerName(token.text);
  const std::string name = LowerName(NameOf(token));
  return IsPlainWord(name) ? name : InQuotes(name, '"');
}

// The text with each token as `write` gives it; what stands between tokens as it is, or as a blank.
template <typename Write>
std::string Rewrite(std::string_view sql, const std::vector<SqliteToken>& tokens, bool keep_gaps, Write write) {
  std::string out;
  const char* end = sql.data();
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view gap(end, tokens[i].text.data() - end);
    if (keep_gaps) {
      out += gap;
    } else if (i > 0 && !gap.empty()) {
      out.push_back(' ');
    }
    out += write(i);
    end = tokens[i].text.data() + tokens[i].text.size();
  }
  return out;
}

}  // namespace

bool SqliteToken::IsWord(std::string_view upper) const {
  return kind == Kind::kWord && absl::EqualsIgnoreCase(ToAbsl(text), ToAbsl(upper));
}

std::vector<SqliteToken> Tokenize(std::string_view sql) { return Scanner(sql).Run(); }

std::vector<std::string_view> Comments(std::string_view sql) {
  Scanner scanner(sql);
  scanner.Run();
  return scanner.comments();
}

std::string NameOf(const SqliteToken& token) {
  if (token.kind != Kind::kName && token.kind != Kind::kText) return std::string(token.text);
  const char quote = token.text.front();
  const std::string_view inner = token.text.substr(1, token.text.size() < 2 ? 0 : token.text.size() - 2);
  std::string name;
  for (size_t i = 0; i < inner.size(); ++i) {
    name.push_back(inner[i]);
    if (quote != '[' && inner[i] == quote) ++i;
  }
  return name;
}

std::string_view TextBetween(const SqliteToken& first, const SqliteToken& last) {
  return {first.text.data(), static_cast<size_t>(last.text.data() + last.text.size() - first.text.data())};
}

size_t EndOfParentheses(const std::vector<SqliteToken>& tokens, size_t open) {
  size_t depth = 0;
  for (size_t i = open; i < tokens.size(); ++i) {
    if (tokens[i].IsSymbol("(")) ++depth;
    if (tokens[i].IsSymbol(")") && --depth == 0) return i + 1;
  }
  return tokens.size();
}

std::string LowerName(std::string_view name) { return absl::AsciiStrToLower(ToAbsl(name)); }

bool SameName(std::string_view a, std::string_view b) { return absl::EqualsIgnoreCase(ToAbsl(a), ToAbsl(b)); }

std::string SqlKey(std::string_view sql) {
  std::vector<SqliteToken> tokens = Tokenize(sql);
  while (!tokens.empty() && tokens.back().IsSymbol(";")) tokens.pop_back();
  while (tokens.size() > 2 && tokens.front().IsSymbol("(") && EndOfParentheses(tokens, 0) == tokens.size() &&
         tokens.back().IsSymbol(")")) {
    tokens.pop_back();
    tokens.erase(tokens.begin());
  }
  std::vector<std::string> keys;
  for (const SqliteToken& token : tokens) keys.push_back(KeyOf(token));
  return StrJoin(keys, " ");
}

std::string OneLine(std::string_view sql) {
  std::vector<SqliteToken> tokens = Tokenize(sql);
  while (!tokens.empty() && tokens.back().IsSymbol(";")) tokens.pop_back();
  if (tokens.empty()) return "";
  const std::string_view text = TextBetween(tokens.front(), tokens.back());
  const bool plain = text.find_first_of("\r\n") == std::string_view::npos &&
                     text.find("--") == std::string_view::npos && text.find("/*") == std::string_view::npos;
  if (plain) return std::string(text);
  return Rewrite(sql, tokens, false, [&](size_t i) { return tokens[i].text; });
}

bool Mentions(std::string_view sql, const NameSet& names) {
  if (names.empty()) return false;
  const std::vector<SqliteToken> tokens = Tokenize(sql);
  return std::any_of(tokens.begin(), tokens.end(), [&](const SqliteToken& token) {
    return (token.kind == Kind::kWord || token.kind == Kind::kName) && names.contains(LowerName(NameOf(token)));
  });
}

std::string RenameIn(std::string_view sql, const NameMap& names) {
  if (names.empty()) return std::string(sql);
  const std::vector<SqliteToken> tokens = Tokenize(sql);
  return Rewrite(sql, tokens, true, [&](size_t i) {
    const bool word = tokens[i].kind == Kind::kWord && !IsKeyword(tokens[i]);
    const bool calls = i + 1 < tokens.size() && tokens[i + 1].IsSymbol("(");
    const bool name = !calls && (word || tokens[i].kind == Kind::kName);
    const auto found = name ? names.find(LowerName(NameOf(tokens[i]))) : names.end();
    return found == names.end() ? std::string(tokens[i].text) : InQuotes(found->second, '"');
  });
}

std::string WithoutTable(std::string_view sql, std::string_view table) {
  const std::vector<SqliteToken> tokens = Tokenize(sql);
  std::string out;
  const char* end = sql.data();
  for (size_t i = 0; i < tokens.size(); ++i) {
    out.append(end, tokens[i].text.data() - end);
    end = tokens[i].text.data() + tokens[i].text.size();
    const bool qualifies = i + 2 < tokens.size() && tokens[i + 1].IsSymbol(".") && tokens[i].kind != Kind::kText &&
                           tokens[i].IsName() && SameName(NameOf(tokens[i]), table);
    if (qualifies) {
      end = tokens[++i].text.data() + 1;
    } else {
      out += tokens[i].text;
    }
  }
  return out.append(end, sql.data() + sql.size() - end);
}

}  // namespace ormd
