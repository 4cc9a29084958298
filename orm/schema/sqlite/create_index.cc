#include "orm/schema/sqlite/create_index.h"

#include "orm/base/strings.h"
#include "orm/schema/sqlite/named_parts.h"
#include "orm/schema/sqlite/sql_tokens.h"
#include "orm/schema/sqlite/token_reader.h"
#include "orm/sql/platform.h"

namespace ormd {
namespace {

const TableColumn* FindColumn(const Table& table, const SqliteToken& token) {
  if (token.kind == SqliteToken::Kind::kText || !token.IsName()) return nullptr;
  return FindNamed(table.columns, NameOf(token));
}

bool IsOwnCollation(const TableColumn& column, std::string_view collation) {
  if (column.type.kind == TypeKind::kDecimal && SameName(collation, "ormd_decimal")) return true;
  return SameName(collation, column.collation.empty() ? "BINARY" : column.collation);
}

// The column whose documents are compared: that of `ormd_json("doc")`.
const TableColumn* ComparedDocument(const Table& table, const std::vector<SqliteToken>& tokens) {
  const bool compares = tokens.size() == 4 && tokens[0].IsWord("ORMD_JSON") && tokens[1].IsSymbol("(");
  const TableColumn* column = compares && tokens[3].IsSymbol(")") ? FindColumn(table, tokens[2]) : nullptr;
  return column != nullptr && column->type.kind == TypeKind::kJson ? column : nullptr;
}

// The column that the key is, and no more.
const TableColumn* PlainColumn(const Table& table, std::string_view key) {
  std::vector<SqliteToken> tokens = Tokenize(key);
  if (tokens.empty()) return nullptr;
  if (tokens.size() > 1 && tokens.back().IsWord("ASC")) tokens.pop_back();
  if (const TableColumn* document = ComparedDocument(table, tokens); document != nullptr) return document;
  const TableColumn* column = FindColumn(table, tokens.front());
  if (column == nullptr || tokens.size() == 1) return column;
  const bool collated = tokens.size() == 3 && tokens[1].IsWord("COLLATE");
  return collated && IsOwnCollation(*column, NameOf(tokens[2])) ? column : nullptr;
}

}  // namespace

std::optional<TableIndex> ParseCreateIndex(const std::string& name, std::string_view sql) {
  TokenReader in(sql);
  TableIndex index;
  index.name = name;
  if (!in.AcceptWords({"CREATE"})) return std::nullopt;
  index.unique = in.AcceptWords({"UNIQUE"});
  while (!in.at_end() && !in.AtSymbol("(")) in.Skip();
  if (in.at_end()) return std::nullopt;
  index.expression = OneLine(in.Parenthesized());
  if (in.AcceptWords({"WHERE"})) index.where = OneLine(in.Rest());
  return index;
}

void TidyKeys(const Table& table, TableIndex& index) {
  index.where = OneLine(WithoutTable(index.where, table.name.name));
  if (index.expression.empty()) return;
  index.expression = OneLine(WithoutTable(index.expression, table.name.name));
  std::vector<std::string> columns;
  for (const std::string_view key : SplitList(index.expression)) {
    const TableColumn* column = PlainColumn(table, key);
    if (column == nullptr) return;
    columns.push_back(column->name);
  }
  index.columns = std::move(columns);
  index.expression.clear();
}

std::optional<UniqueConstraint> AsUnique(const TableIndex& index) {
  if (!index.unique || !index.expression.empty() || !index.where.empty()) return std::nullopt;
  return UniqueConstraint{index.name, index.columns, Deferrable::kNot};
}

std::optional<std::string> ParseCreateView(const std::string& name, std::string_view sql) {
  TokenReader in(sql);
  while (!in.at_end() && !in.AtSymbol("(") && !in.token().IsWord("AS")) in.Skip();
  const std::string columns = in.AtSymbol("(") ? std::string(in.Parenthesized()) : "";
  if (!in.AcceptWords({"AS"})) return std::nullopt;
  std::string select = OneLine(in.Rest());
  if (columns.empty()) return select;
  const std::string quoted = SqlitePlatform().Quote(name);
  return StrCat("WITH ", quoted, "(", columns, ") AS (", select, ") SELECT * FROM ", quoted);
}

}  // namespace ormd
