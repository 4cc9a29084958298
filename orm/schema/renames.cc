#include "orm/schema/renames.h"

#include "absl/strings/ascii.h"

namespace ormd {
namespace {

bool BeginsName(char c) { return absl::ascii_isalpha(c) || c == '_' || (c & 0x80) != 0; }
bool ContinuesName(char c) { return BeginsName(c) || absl::ascii_isdigit(c) || c == '$'; }

// Behind the quote that ends the text or name that begins at `from`; a doubled quote is none.
size_t EndOfQuoted(std::string_view sql, size_t from) {
  const char quote = sql[from];
  size_t at = from + 1;
  while (at < sql.size() && (sql[at] != quote || (at + 1 < sql.size() && sql[at + 1] == quote))) {
    at += sql[at] == quote ? 2 : 1;
  }
  return std::min(at + 1, sql.size());
}

size_t EndOfName(std::string_view sql, size_t from) {
  size_t at = from;
  while (at < sql.size() && ContinuesName(sql[at])) ++at;
  return at;
}

std::string Unquoted(std::string_view name) {
  if (!name.starts_with('"')) return std::string(name);
  std::string out;
  for (size_t i = 1; i + 1 < name.size(); ++i) {
    out.push_back(name[i]);
    if (name[i] == '"') ++i;
  }
  return out;
}

void AppendQuoted(std::string_view name, std::string& out) {
  out.push_back('"');
  for (const char c : name) out.append(c == '"' ? 2 : 1, c);
  out.push_back('"');
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

// All names, words too, are quoted.
std::string RenamedSql(std::string_view sql, const ColumnRenames& renames) {
  std::string out;
  for (size_t at = 0; at < sql.size();) {
    const char c = sql[at];
    const bool name = c == '"' || BeginsName(c);
    const size_t end = c == '"' || c == '\'' ? EndOfQuoted(sql, at) : name ? EndOfName(sql, at) : at + 1;
    if (name) {
      const std::string before = Unquoted(sql.substr(at, end - at));
      const auto renamed = renames.find(before);
      AppendQuoted(renamed == renames.end() ? before : renamed->second, out);
    } else {
      out.append(sql.substr(at, end - at));
    }
    at = end;
  }
  return out;
}

bool SameSql(std::string_view before, std::string_view after, const ColumnRenames* renames) {
  if (before == after) return true;
  return renames != nullptr && RenamedSql(before, *renames) == RenamedSql(after, {});
}

}  // namespace ormd
