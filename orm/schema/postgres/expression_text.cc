#include "orm/schema/postgres/expression_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "orm/base/strings.h"
#include "orm/sql/sql_scanner.h"

namespace ormd::postgres {
namespace {

using Kind = SqlToken::Kind;

// Calls `see` with every token and with where it begins; ends where `see` answers false.
template <typename See>
void ForTokens(std::string_view sql, See see) {
  SqlScanner scanner(PostgresPlatform(), sql);
  while (true) {
    const size_t at = scanner.position();
    const SqlToken token = scanner.Next();
    if (token.kind == Kind::kEnd || !see(token, at)) return;
  }
}

// The name for which an identifier stands; empty for other tokens.
std::string NameOf(const SqlToken& token) {
  if (token.kind == Kind::kWord) return absl::AsciiStrToLower(ToAbsl(token.text));
  if (token.kind != Kind::kQuoted || !token.text.starts_with('"') || token.text.size() < 2) return "";
  return absl::StrReplaceAll(ToAbsl(token.text.substr(1, token.text.size() - 2)), {{"\"\"", "\""}});
}

}  // namespace

bool MentionsName(std::string_view sql, std::string_view name) {
  bool found = false;
  ForTokens(sql, [&](const SqlToken& token, size_t) {
    found = NameOf(token) == name;
    return !found;
  });
  return found;
}

std::string OnOneLine(std::string_view sql) {
  std::string line;
  bool blank = false;
  ForTokens(sql, [&](const SqlToken& token, size_t) {
    if (!token.counts()) {
      blank = true;
      return true;
    }
    if (blank && !line.empty()) line.push_back(' ');
    blank = false;
    line.append(token.text);
    return true;
  });
  return line;
}

std::string InParentheses(std::string_view sql) {
  size_t depth = 0, begin = 0, end = 0;
  ForTokens(sql, [&](const SqlToken& token, size_t at) {
    if (token.is('(') && depth++ == 0) begin = at + 1;
    if (token.is(')') && --depth == 0) end = at;
    return end == 0;
  });
  return std::string(sql.substr(begin, end - begin));
}

std::string WithIdentifier(std::string_view sql, std::string_view from, std::string_view to) {
  std::string out;
  ForTokens(sql, [&](const SqlToken& token, size_t) {
    out.append(NameOf(token) == from ? to : token.text);
    return true;
  });
  return out;
}

}  // namespace ormd::postgres
