// A cursor over the tokens of one statement.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "orm/schema/sqlite/sql_tokens.h"

namespace ormd {

// Views into `sql`, which must outlive it. Behind the end, every token is an empty symbol.
class TokenReader {
 public:
  explicit TokenReader(std::string_view sql) : tokens_(Tokenize(sql)) {}

  bool at_end() const { return at_ >= tokens_.size(); }
  const SqliteToken& token() const { return at_end() ? end_ : tokens_[at_]; }
  bool AtSymbol(std::string_view symbol) const { return token().IsSymbol(symbol); }
  bool AtName() const { return token().IsName(); }
  // A name that stands where a value is wanted: SQLite takes it for a text. Not the words that are values.
  bool AtBareText() const;

  void Skip() { ++at_; }
  bool AcceptSymbol(std::string_view symbol);
  // All of them, or none.
  bool AcceptWords(std::initializer_list<std::string_view> upper);
  // The token without quotes, or as it is written; goes on behind it.
  std::string Name();
  std::string_view Text();
  // The name of a table, view, index or trigger in lower case, without the database that may stand before it.
  std::string LowerQualifiedName();
  // Comment behind this token, and behind the one before.
  std::string_view Comment() const { return token().comment; }
  std::string_view CommentBefore() const { return at_ == 0 ? std::string_view() : tokens_[at_ - 1].comment; }

  // At "(": what stands inside; goes on behind its ")".
  std::string_view Parenthesized();
  // The same as a list of keys: the name with which each begins. Takes note of AUTOINCREMENT.
  std::vector<std::string> ColumnNames();
  bool saw_autoincrement() const { return saw_autoincrement_; }
  // Goes on behind the next "(". false where there is none.
  bool SkipToParentheses();
  // What stands before the next word of this kind that is in no parentheses, or before the end; goes on there.
  std::string_view TextBefore(std::string_view upper);
  // What is left.
  std::string_view Rest();

 private:
  std::vector<SqliteToken> tokens_;
  size_t at_ = 0;
  bool saw_autoincrement_ = false;
  SqliteToken end_;
};

// The parts of a list, at the commas outside of parentheses.
std::vector<std::string_view> SplitList(std::string_view sql);

}  // namespace ormd
