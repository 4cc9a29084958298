#include "orm/schema/sqlite/table_copy.h"

#include "absl/strings/str_replace.h"
#include "orm/base/strings.h"
#include "orm/schema/sqlite/table_sql.h"
#include "orm/schema/sqlite/token_reader.h"

namespace ormd {
namespace {

constexpr std::string_view kAnew = "ormd_new_";
constexpr std::string_view kDrops = "DROPS";
constexpr char kAll[] = "*";

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
  for (size_t i = 1; i < tokens.size(); ++i) {
    if (tokens[i].IsName()) names.insert(LowerName(NameOf(tokens[i])));
  }
}

// Names of columns in a value. A plan quotes them; words may be SQL's own, but for one that stands alone.
void ReadValue(std::string_view sql, NameSet& names) {
  const std::vector<SqliteToken> tokens = Tokenize(sql);
  const auto is_name = [&](const SqliteToken& token) {
    const bool alone = tokens.size() == 1 && (token.kind == SqliteToken::Kind::kWord || token.IsSymbol(kAll));
    return token.kind == SqliteToken::Kind::kName || alone;
  };
  for (const SqliteToken& token : tokens) {
    if (is_name(token)) names.insert(LowerName(NameOf(token)));
  }
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
  if (!in.AcceptWords({"INSERT", "INTO"})) return std::nullopt;
  const std::string anew = in.LowerQualifiedName();
  if (in.AtSymbol("(")) in.Parenthesized();
  ReadDrops(in.CommentBefore(), copy.dropped_);
  if (!in.AcceptWords({"SELECT"})) return std::nullopt;
  for (const std::string_view value : SplitList(in.TextBefore("FROM"))) ReadValue(value, copy.copied_);
  if (!in.AcceptWords({"FROM"})) return std::nullopt;
  copy.table_ = in.LowerQualifiedName();
  if (anew != AnewName(copy.table_)) return std::nullopt;
  return copy;
}

bool CopiedColumns::Says(std::string_view column) const {
  return copied_.contains(kAll) || copied_.contains(LowerName(column)) ||
         dropped_.contains(LowerName(InComment(column)));
}

}  // namespace ormd
