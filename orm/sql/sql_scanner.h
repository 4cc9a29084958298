// Cuts SQL text into tokens, as far as is needed to find where texts, names and comments begin and end.
#pragma once

#include <cstddef>
#include <string_view>

#include "orm/sql/platform.h"

namespace ormd {

struct SqlToken {
  // kQuoted: a text or name in any quotes, dollar quotes too. kOther: one character.
  enum class Kind { kEnd, kSpace, kComment, kQuoted, kWord, kOther };
  Kind kind = Kind::kEnd;
  std::string_view text;

  bool is(char c) const { return kind == Kind::kOther && text.front() == c; }
  // Of a word, whatever its case; `word` is in upper case.
  bool is(std::string_view word) const;
  // Neither blank nor comment nor the end.
  bool counts() const { return kind != Kind::kEnd && kind != Kind::kSpace && kind != Kind::kComment; }
};

// Never fails: what is not closed goes on to the end. The tokens' texts are views into `sql` and leave nothing out. Not
// thread safe.
class SqlScanner {
 public:
  SqlScanner(const Platform& platform, std::string_view sql)
      : postgres_(platform.name() == "postgresql"), sql_(sql), rest_(sql) {}

  SqlToken Next();
  // Where the next token begins.
  size_t position() const { return sql_.size() - rest_.size(); }

 private:
  SqlToken Take(SqlToken::Kind kind, size_t length);
  size_t CommentLength() const;
  size_t BlockCommentLength() const;
  // 0 where no text or name in quotes begins here.
  size_t QuotedLength() const;
  size_t DollarQuotedLength() const;
  // Of a text in quotes that begins at `open`.
  size_t ClosedLength(size_t open, char close, bool backslashes) const;

  const bool postgres_;
  const std::string_view sql_;
  std::string_view rest_;
};

}  // namespace ormd
