#include "orm/sql/script.h"

#include <algorithm>

#include "orm/sql/sql_scanner.h"

namespace ormd {
namespace {

constexpr size_t kHeadWords = 4;

// Whether a semicolon ends the statement that is being read.
class StatementState {
 public:
  explicit StatementState(bool postgres) : postgres_(postgres) {}

  void See(const SqlToken& token) {
    if (head_.size() < kHeadWords) head_.push_back(token);
    postgres_ ? SeePostgres(token) : SeeSqlite(token);
  }

  bool Ends() const {
    if (postgres_) return parentheses_ <= 0 && blocks_ == 0;
    return !IsTrigger() || trigger_ == Trigger::kEnd;
  }

 private:
  // SQLite ends a trigger at `; END ;`.
  enum class Trigger { kBody, kSemicolon, kEnd };

  bool Head(size_t at, std::string_view word) const { return at < head_.size() && head_[at].is(word); }

  // As psql has it: BEGIN and CASE open a block only in what makes a function or procedure, and outside parentheses,
  // where they are names of parameters or columns.
  void SeePostgres(const SqlToken& token) {
    if (token.is('(')) ++parentheses_;
    if (token.is(')')) --parentheses_;
    if (!IsRoutine() || parentheses_ > 0) return;
    if (token.is("BEGIN") || (token.is("CASE") && blocks_ > 0)) ++blocks_;
    if (token.is("END") && blocks_ > 0) --blocks_;
  }

  void SeeSqlite(const SqlToken& token) {
    if (token.is(';')) {
      trigger_ = Trigger::kSemicolon;
    } else {
      trigger_ = trigger_ == Trigger::kSemicolon && token.is("END") ? Trigger::kEnd : Trigger::kBody;
    }
  }

  bool IsRoutine() const {
    const size_t at = Head(1, "OR") ? 3 : 1;
    return Head(0, "CREATE") && (Head(at, "FUNCTION") || Head(at, "PROCEDURE"));
  }

  bool IsTrigger() const {
    const size_t at = Head(1, "TEMP") || Head(1, "TEMPORARY") ? 2 : 1;
    return Head(0, "CREATE") && Head(at, "TRIGGER");
  }

  bool postgres_;
  std::vector<SqlToken> head_;
  int parentheses_ = 0;
  size_t blocks_ = 0;
  Trigger trigger_ = Trigger::kBody;
};

// Counts lines up to a place that only moves on.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}

  size_t At(size_t position) {
    line_ += static_cast<size_t>(std::count(text_.begin() + counted_, text_.begin() + position, '\n'));
    counted_ = position;
    return line_;
  }

 private:
  const std::string_view text_;
  size_t counted_ = 0;
  size_t line_ = 1;
};

std::vector<SqlToken> FirstWords(const Platform& platform, std::string_view statement) {
  std::vector<SqlToken> words;
  SqlScanner scanner(platform, statement);
  for (SqlToken token = scanner.Next(); token.kind != SqlToken::Kind::kEnd; token = scanner.Next()) {
    if (token.counts()) words.push_back(token);
    if (words.size() == kHeadWords) break;
  }
  words.resize(kHeadWords);
  return words;
}

// ROLLBACK [WORK | TRANSACTION] TO.
bool IsToSavepoint(const std::vector<SqlToken>& words) {
  const size_t at = words[1].is("WORK") || words[1].is("TRANSACTION") ? 2 : 1;
  return words[at].is("TO");
}

}  // namespace

std::vector<ScriptStatement> SplitScript(const Platform& platform, std::string_view script) {
  const bool postgres = platform.name() == "postgresql";
  std::vector<ScriptStatement> statements;
  SqlScanner scanner(platform, script);
  LineCounter lines(script);
  StatementState state(postgres);
  size_t begin = 0, end = 0;
  bool open = false;
  const auto finish = [&] {
    if (open) statements.push_back({std::string(script.substr(begin, end - begin)), lines.At(begin)});
    state = StatementState(postgres);
    open = false;
  };
  while (true) {
    const size_t at = scanner.position();
    const SqlToken token = scanner.Next();
    if (token.kind == SqlToken::Kind::kEnd) break;
    if (!token.counts()) continue;
    if (token.is(';') && (!open || state.Ends())) {
      finish();
      continue;
    }
    if (!open) begin = at;
    open = true;
    end = scanner.position();
    state.See(token);
  }
  finish();
  return statements;
}

std::string TransactionCommand(const Platform& platform, std::string_view statement) {
  const std::vector<SqlToken> words = FirstWords(platform, statement);
  for (const std::string_view word : {"BEGIN", "COMMIT", "END", "ABORT"}) {
    if (words[0].is(word)) return std::string(word);
  }
  if (words[0].is("ROLLBACK")) return IsToSavepoint(words) ? "" : "ROLLBACK";
  if (words[0].is("START") && words[1].is("TRANSACTION")) return "START TRANSACTION";
  if (words[0].is("PREPARE") && words[1].is("TRANSACTION")) return "PREPARE TRANSACTION";
  return "";
}

}  // namespace ormd
