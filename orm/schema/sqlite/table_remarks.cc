#include "orm/schema/sqlite/table_remarks.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "orm/base/strings.h"
#include "orm/schema/sqlite/sql_tokens.h"

namespace ormd {
namespace {

using Tokens = std::vector<SqliteToken>;

// Whether the tokens at `at` are a list of columns of a unique or a key, one of which has a collation of the list's
// own.
bool HasCollation(const Tokens& tokens, size_t at) {
  if (at == 0 || !tokens[at].IsSymbol("(") || !(tokens[at - 1].IsWord("UNIQUE") || tokens[at - 1].IsWord("KEY"))) {
    return false;
  }
  return std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(at),
                     tokens.begin() + static_cast<std::ptrdiff_t>(EndOfParentheses(tokens, at)),
                     [](const SqliteToken& token) { return token.IsWord("COLLATE"); });
}

std::string UpperText(const SqliteToken& token) { return absl::AsciiStrToUpper(ToAbsl(token.text)); }

std::string RemarkAt(const Tokens& tokens, size_t at) {
  if (HasCollation(tokens, at)) return StrCat("COLLATE within ", UpperText(tokens[at - 1]));
  if (at + 1 >= tokens.size()) return "";
  if (tokens[at].IsWord("WITHOUT") && tokens[at + 1].IsWord("ROWID")) return "WITHOUT ROWID";
  if (!tokens[at].IsWord("ON") || !tokens[at + 1].IsWord("CONFLICT") || at + 2 >= tokens.size()) return "";
  // What SQLite does anyway.
  if (tokens[at + 2].IsWord("ABORT")) return "";
  return StrCat("ON CONFLICT ", UpperText(tokens[at + 2]));
}

}  // namespace

std::vector<std::string> TableRemarks(std::string_view sql) {
  const Tokens tokens = Tokenize(sql);
  std::vector<std::string> remarks;
  for (size_t at = 0; at < tokens.size(); ++at) {
    std::string remark = RemarkAt(tokens, at);
    const bool known = std::find(remarks.begin(), remarks.end(), remark) != remarks.end();
    if (!remark.empty() && !known) remarks.push_back(std::move(remark));
  }
  return remarks;
}

}  // namespace ormd
