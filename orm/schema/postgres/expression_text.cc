#include "orm/schema/postgres/expression_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "orm/base/strings.h"

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

}  // namespace

std::string IdentifierOf(const SqlToken& token) {
  if (token.kind == Kind::kWord) return absl::AsciiStrToLower(ToAbsl(token.text));
  if (token.kind != Kind::kQuoted || !token.text.starts_with('"') || token.text.size() < 2) return "";
  return absl::StrReplaceAll(ToAbsl(token.text.substr(1, token.text.size() - 2)), {{"\"\"", "\""}});
}

std::vector<SqlToken> TokensOf(std::string_view sql) {
  std::vector<SqlToken> tokens;
  ForTokens(sql, [&](const SqlToken& token, size_t) {
    tokens.push_back(token);
    return true;
  });
  return tokens;
}

size_t NameLength(const std::vector<SqlToken>& tokens, size_t place) {
  const auto is_name = [&](size_t i) { return i < tokens.size() && !IdentifierOf(tokens[i]).empty(); };
  if (!is_name(place)) return 0;
  size_t length = 1;
  while (is_name(place + length + 1) && tokens[place + length].is('.')) length += 2;
  return length;
}

std::string WithNames(std::string_view sql, const std::map<TableName, std::string>& names) {
  const std::vector<SqlToken> tokens = TokensOf(sql);
  std::string out;
  size_t i = 0;
  while (i < tokens.size()) {
    size_t length = std::max<size_t>(NameLength(tokens, i), 1);
    if (length >= 3) {
      const auto found = names.find({IdentifierOf(tokens[i]), IdentifierOf(tokens[i + 2])});
      if (found != names.end()) {
        out.append(found->second);
        i += 3;
        length -= 3;
      }
    }
    for (; length > 0; --length) out.append(tokens[i++].text);
  }
  return out;
}

bool MentionsName(std::string_view sql, std::string_view name) {
  bool found = false;
  ForTokens(sql, [&](const SqlToken& token, size_t) {
    found = IdentifierOf(token) == name;
    return !found;
  });
  return found;
}

bool HasWholeRow(std::string_view sql) {
  bool point = false, found = false;
  ForTokens(sql, [&](const SqlToken& token, size_t) {
    found = point && token.is('*');
    point = token.is('.');
    return !found;
  });
  return found;
}

bool CastsTo(std::string_view sql, const TableName& type) {
  const std::vector<SqlToken> tokens = TokensOf(sql);
  for (size_t i = 2; i < tokens.size(); ++i) {
    const size_t length = tokens[i - 1].is(':') && tokens[i - 2].is(':') ? NameLength(tokens, i) : 0;
    if (length == 0 || IdentifierOf(tokens[i + length - 1]) != type.name) continue;
    const std::string schema = length >= 3 ? IdentifierOf(tokens[i + length - 3]) : "";
    if (schema == type.schema || schema.empty()) return true;
  }
  return false;
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
    out.append(IdentifierOf(token) == from ? to : token.text);
    return true;
  });
  return out;
}

}  // namespace ormd::postgres
