#include "orm/migration/migration_text.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/sql/sql_scanner.h"

namespace ormd {
namespace {

constexpr size_t kWidth = 110;

// A summary stays on its line, whatever the names in it are.
std::string OnOneLine(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

std::string Indent(size_t depth) { return std::string(2 * depth, ' '); }

// What stands between blanks.
struct Piece {
  std::string text;
  bool begins_clause = false;
};

bool BeginsClause(const SqlToken& token) {
  constexpr std::string_view kWords[] = {"ADD", "CHECK",      "DEFAULT", "FOREIGN", "FROM",   "GENERATED",
                                         "ON",  "REFERENCES", "SELECT",  "USING",   "VALUES", "WHERE"};
  return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) { return token.is(word); });
}

std::vector<Piece> PiecesOf(const Platform& platform, std::string_view sql) {
  std::vector<Piece> pieces(1);
  SqlScanner scanner(platform, sql);
  int depth = 0;
  for (SqlToken token = scanner.Next(); token.kind != SqlToken::Kind::kEnd; token = scanner.Next()) {
    if (token.kind == SqlToken::Kind::kSpace) {
      pieces.emplace_back();
      continue;
    }
    Piece& piece = pieces.back();
    if (piece.text.empty()) piece.begins_clause = depth == 0 && BeginsClause(token);
    piece.text += token.text;
    depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
  }
  std::erase_if(pieces, [](const Piece& piece) { return piece.text.empty(); });
  return pieces;
}

// Of the clause that begins with pieces[at], or of that piece alone.
size_t UnbrokenWidth(const std::vector<Piece>& pieces, size_t at) {
  size_t width = pieces[at].text.size();
  if (!pieces[at].begins_clause) return width;
  for (size_t i = at + 1; i < pieces.size() && !pieces[i].begins_clause; ++i) width += 1 + pieces[i].text.size();
  return width <= kWidth ? width : pieces[at].text.size();
}

// Lines of at most kWidth, where the pieces allow, that end before a clause where they can; those behind the first are
// indented once more.
std::string Fill(const Platform& platform, std::string_view sql, size_t depth) {
  const std::vector<Piece> pieces = PiecesOf(platform, sql);
  std::string text = Indent(depth);
  size_t width = text.size();
  for (size_t i = 0; i < pieces.size(); ++i) {
    const bool breaks = i > 0 && width + 1 + UnbrokenWidth(pieces, i) > kWidth;
    if (breaks) {
      StrAppend(&text, "\n", Indent(depth + 1));
      width = 2 * (depth + 1);
    } else if (i > 0) {
      text += ' ';
      ++width;
    }
    text += pieces[i].text;
    width += pieces[i].text.size();
  }
  return text;
}

// CREATE TABLE as what stands before its list, the list, and what stands behind.
struct TableText {
  std::string_view head;
  std::vector<std::string_view> items;
  std::string_view tail;
};

bool MakesTable(const Platform& platform, std::string_view sql) {
  SqlScanner scanner(platform, sql);
  std::vector<SqlToken> words;
  while (words.size() < 3) {
    const SqlToken token = scanner.Next();
    if (token.kind == SqlToken::Kind::kEnd) return false;
    if (token.counts()) words.push_back(token);
  }
  return words[0].is("CREATE") && (words[1].is("TABLE") || words[2].is("TABLE"));
}

TableText CutTable(const Platform& platform, std::string_view sql) {
  TableText table;
  SqlScanner scanner(platform, sql);
  size_t depth = 0, begin = 0;
  while (true) {
    const size_t at = scanner.position();
    const SqlToken token = scanner.Next();
    if (token.kind == SqlToken::Kind::kEnd) return {};
    if (token.is('(') && depth++ == 0) {
      table.head = sql.substr(0, at);
      begin = at + 1;
    }
    const bool closes = token.is(')') && --depth == 0;
    if (closes || (token.is(',') && depth == 1)) {
      table.items.push_back(sql.substr(begin, at - begin));
      begin = at + 1;
    }
    if (closes) break;
  }
  table.tail = sql.substr(begin);
  return table;
}

std::string WrapTable(const Platform& platform, const TableText& table) {
  std::string text = StrCat(Fill(platform, table.head, 0), " (");
  for (size_t i = 0; i < table.items.size(); ++i) {
    StrAppend(&text, i == 0 ? "\n" : ",\n", Fill(platform, table.items[i], 1));
  }
  const std::string tail = Fill(platform, table.tail, 0);
  return StrCat(text, "\n)", tail.empty() ? "" : " ", tail);
}

std::string_view NoteOf(Safety safety) {
  switch (safety) {
    case Safety::kSafe:
      return "";
    case Safety::kMayLock:
      return "-- may lock: reads or writes a whole table, or fails where rows do not fit\n";
    case Safety::kMayLoseData:
      return "-- may lose data\n";
  }
  return "";
}

}  // namespace

std::string WrapStatement(const Platform& platform, std::string_view sql) {
  // Lines of its own are its writer's business, and a comment to the end of a line must end there.
  if (sql.find('\n') != std::string_view::npos || sql.find("--") != std::string_view::npos) return std::string(sql);
  if (MakesTable(platform, sql)) {
    const TableText table = CutTable(platform, sql);
    if (!table.items.empty()) return WrapTable(platform, table);
  }
  return sql.size() <= kWidth ? std::string(sql) : Fill(platform, sql, 0);
}

std::string MigrationText(const Platform& platform, const std::vector<Operation>& operations) {
  const auto loses = [](const Operation& operation) { return operation.safety == Safety::kMayLoseData; };
  std::string text;
  if (std::any_of(operations.begin(), operations.end(), loses)) {
    text = "-- This migration may lose data: see the steps that say so.\n";
  }
  for (const Operation& operation : operations) {
    StrAppend(&text, text.empty() ? "" : "\n", "-- ", OnOneLine(operation.summary), "\n", NoteOf(operation.safety));
    for (const std::string& statement : operation.statements) {
      StrAppend(&text, WrapStatement(platform, statement), ";\n");
    }
  }
  return text;
}

}  // namespace ormd
