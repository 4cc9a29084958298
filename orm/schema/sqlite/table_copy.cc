#include "orm/schema/sqlite/table_copy.h"

#include "absl/strings/str_replace.h"
#include "orm/base/strings.h"
#include "orm/schema/sqlite/table_sql.h"
#include "orm/schema/sqlite/token_reader.h"

namespace ormd {
namespace {

constexpr std::string_view kAnew = "ormd_new_";
constexpr std::string_view kDrops = "DROPS";

// A name must not end the comment that it stands in.
std::string InComment(std::string_view name) { return absl::StrReplaceAll(ToAbsl(name), {{"*/", "* /"}}); }

std::string DropsSql(const std::vector<std::string>& dropped) {
  std::vector<std::string> names;
  for (const std::string& name : dropped) names.push_back(QuoteSqlite(InComment(name)));
  return names.empty() ? "" : StrCat("/* drops ", StrJoin(names, ", "), " */ ");
}

// The names of `drops "note", "mark"`; none of any other comment.
void ReadDrops(std::string_view comment, NameSet& names) {
  const std::vector<SqliteToken> tokens = Tokenize(comment);
  if (tokens.empty() || !tokens.front().IsWord(kDrops)) return;
  for (size_t i = 1; i < tokens.size() && tokens[i].IsName(); i += 2) {
    names.insert(LowerName(NameOf(tokens[i])));
    if (i + 1 < tokens.size() && !tokens[i + 1].IsSymbol(",")) return;
  }
}

// Columns in a value: names that are no alias, type or collation, and neither call a function nor lead to a column.
void ReadValue(const std::vector<SqliteToken>& value, NameSet& names) {
  using Kind = SqliteToken::Kind;
  for (size_t i = 0; i < value.size(); ++i) {
    const bool said = i > 0 && (value[i - 1].IsWord("AS") || value[i - 1].IsWord("COLLATE"));
    const bool leads = i + 1 < value.size() && (value[i + 1].IsSymbol("(") || value[i + 1].IsSymbol("."));
    const bool name = value[i].kind == Kind::kWord || value[i].kind == Kind::kName;
    if (name && !said && !leads) names.insert(LowerName(NameOf(value[i])));
  }
}

// `*` or `book.*`.
bool IsAll(const std::vector<SqliteToken>& value) {
  if (value.empty() || !value.back().IsSymbol("*")) return false;
  return value.size() == 1 || value[value.size() - 2].IsSymbol(".");
}

// Behind INSERT, REPLACE or INSERT OR …, which all may copy.
bool SkipInsert(TokenReader& in) {
  if (in.AcceptWords({"INSERT"})) {
    if (in.AcceptWords({"OR"})) in.Skip();
  } else if (!in.AcceptWords({"REPLACE"})) {
    return false;
  }
  return in.AcceptWords({"INTO"});
}

}  // namespace

std::string AnewName(std::string_view table) { return StrCat(kAnew, table); }

std::string CopySql(const TableCopy& copy) {
  return StrCat("INSERT INTO ", QuoteSqlite(AnewName(copy.table)), " ", ColumnListSqlite(copy.columns), " ",
                DropsSql(copy.dropped), "SELECT ", StrJoin(copy.values, ", "), " FROM ", QuoteSqlite(copy.table));
}

std::optional<CopiedColumns> CopiedColumns::Read(std::string_view sql) {
  CopiedColumns copy;
  TokenReader in(sql);
  if (!SkipInsert(in)) return std::nullopt;
  const std::string anew = in.LowerQualifiedName();
  if (!anew.starts_with(kAnew)) return std::nullopt;
  copy.table_ = anew.substr(kAnew.size());
  if (in.AtSymbol("(")) in.Parenthesized();
  if (!in.AcceptWords({"SELECT"})) return std::nullopt;
  for (const std::string_view text : SplitList(in.TextBefore("FROM"))) {
    const std::vector<SqliteToken> value = Tokenize(text);
    copy.all_ = copy.all_ || IsAll(value);
    ReadValue(value, copy.copied_);
  }
  if (!in.AcceptWords({"FROM"})) return std::nullopt;
  for (const std::string_view comment : Comments(sql)) ReadDrops(comment, copy.dropped_);
  return copy;
}

bool CopiedColumns::Says(std::string_view column) const {
  return all_ || copied_.contains(LowerName(column)) || Drops(column);
}

bool CopiedColumns::Drops(std::string_view name) const { return dropped_.contains(LowerName(InComment(name))); }

}  // namespace ormd
