#include "orm/schema/renames.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "orm/base/strings.h"
#include "orm/sql/sql_scanner.h"
#include "orm/value/quote.h"

namespace ormd {
namespace {

// A number is a word too, but names nothing.
bool IsName(const SqlToken& token) {
  if (token.kind == SqlToken::Kind::kWord) return !absl::ascii_isdigit(token.text.front());
  return token.kind == SqlToken::Kind::kQuoted && token.text.front() == '"';
}

std::string Unquoted(std::string_view name) {
  if (!name.starts_with('"') || name.size() < 2) return std::string(name);
  return absl::StrReplaceAll(ToAbsl(name.substr(1, name.size() - 2)), {{"\"\"", "\""}});
}

}  // namespace

const TableName& Renames::After(const TableName& table) const {
  const auto found = tables.find(table);
  return found == tables.end() ? table : found->second;
}

const ColumnRenames* Renames::Of(const TableName& table) const {
  const auto found = columns.find(table);
  return found == columns.end() || found->second.empty() ? nullptr : &found->second;
}

std::vector<std::string> Renames::After(const TableName& table, std::vector<std::string> names) const {
  const ColumnRenames* renames = Of(table);
  if (renames == nullptr) return names;
  for (std::string& name : names) {
    if (const auto renamed = renames->find(name); renamed != renames->end()) name = renamed->second;
  }
  return names;
}

// All names, words too, are quoted. Texts and names stand in the same quotes on every database.
std::string RenamedSql(std::string_view sql, const ColumnRenames& renames) {
  std::string out;
  SqlScanner scanner(PostgresPlatform(), sql);
  for (SqlToken token = scanner.Next(); token.kind != SqlToken::Kind::kEnd; token = scanner.Next()) {
    if (!IsName(token)) {
      out.append(token.text);
      continue;
    }
    const std::string before = Unquoted(token.text);
    const auto renamed = renames.find(before);
    out.append(InQuotes(renamed == renames.end() ? before : renamed->second, '"'));
  }
  return out;
}

bool SameSql(std::string_view before, std::string_view after, const ColumnRenames* renames) {
  if (before == after) return true;
  return renames != nullptr && RenamedSql(before, *renames) == RenamedSql(after, {});
}

}  // namespace ormd
