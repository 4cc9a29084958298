#include "orm/schema/sqlite/token_reader.h"

#include <algorithm>

namespace ormd {

bool TokenReader::AtBareText() const {
  if (token().kind == SqliteToken::Kind::kName) return true;
  if (token().kind != SqliteToken::Kind::kWord) return false;
  const auto is = [&](std::string_view word) { return token().IsWord(word); };
  return !is("NULL") && !is("TRUE") && !is("FALSE") && !is("CURRENT_TIME") && !is("CURRENT_DATE") &&
         !is("CURRENT_TIMESTAMP");
}

bool TokenReader::AcceptSymbol(std::string_view symbol) {
  const bool accepted = AtSymbol(symbol);
  if (accepted) Skip();
  return accepted;
}

bool TokenReader::AcceptWords(std::initializer_list<std::string_view> upper) {
  size_t at = at_;
  for (const std::string_view word : upper) {
    if (at >= tokens_.size() || !tokens_[at++].IsWord(word)) return false;
  }
  at_ = at;
  return true;
}

std::string TokenReader::Name() {
  std::string name = NameOf(token());
  Skip();
  return name;
}

std::string TokenReader::LowerQualifiedName() {
  std::string name = LowerName(Name());
  return AcceptSymbol(".") ? LowerName(Name()) : name;
}

std::string_view TokenReader::Text() {
  const std::string_view text = token().text;
  Skip();
  return text;
}

std::string_view TokenReader::Parenthesized() {
  const size_t open = at_;
  at_ = EndOfParentheses(tokens_, open);
  if (at_ < open + 3) return {};
  return TextBetween(tokens_[open + 1], tokens_[at_ - 2]);
}

std::vector<std::string> TokenReader::ColumnNames() {
  std::vector<std::string> names;
  if (!AtSymbol("(")) return names;
  for (const std::string_view key : SplitList(Parenthesized())) {
    const std::vector<SqliteToken> tokens = Tokenize(key);
    if (!tokens.empty()) names.push_back(NameOf(tokens.front()));
    saw_autoincrement_ |= std::any_of(tokens.begin(), tokens.end(),
                                      [](const SqliteToken& token) { return token.IsWord("AUTOINCREMENT"); });
  }
  return names;
}

bool TokenReader::SkipToParentheses() {
  while (!at_end() && !AtSymbol("(")) Skip();
  return AcceptSymbol("(");
}

std::string_view TokenReader::TextBefore(std::string_view upper) {
  const size_t begin = at_;
  while (!at_end() && !token().IsWord(upper)) at_ = AtSymbol("(") ? EndOfParentheses(tokens_, at_) : at_ + 1;
  return at_ == begin ? std::string_view() : TextBetween(tokens_[begin], tokens_[at_ - 1]);
}

std::string_view TokenReader::Rest() {
  if (at_end()) return {};
  const std::string_view rest = TextBetween(token(), tokens_.back());
  at_ = tokens_.size();
  return rest;
}

std::vector<std::string_view> SplitList(std::string_view sql) {
  std::vector<std::string_view> parts;
  const std::vector<SqliteToken> tokens = Tokenize(sql);
  size_t begin = 0;
  for (size_t i = 0; i < tokens.size();) {
    if (tokens[i].IsSymbol(",")) {
      if (i > begin) parts.push_back(TextBetween(tokens[begin], tokens[i - 1]));
      begin = ++i;
    } else {
      i = tokens[i].IsSymbol("(") ? EndOfParentheses(tokens, i) : i + 1;
    }
  }
  if (begin < tokens.size()) parts.push_back(TextBetween(tokens[begin], tokens.back()));
  return parts;
}

}  // namespace ormd
