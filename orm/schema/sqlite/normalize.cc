#include "orm/schema/sqlite/normalize.h"

#include <optional>

#include "orm/base/strings.h"
#include "orm/schema/sqlite/named_parts.h"
#include "orm/schema/sqlite/sql_tokens.h"
#include "orm/sql/platform.h"

namespace ormd {
namespace {

// The standing table that becomes this one.
const Table* Forerunner(const Table& table, const DatabaseSchema& standing) {
  const Table* found = FindNamed(standing.tables, table.name.name);
  if (found == nullptr && !table.renamed_from.empty()) found = FindNamed(standing.tables, table.renamed_from);
  return found;
}

const TableColumn* Forerunner(const TableColumn& column, const Table& standing) {
  const TableColumn* found = FindNamed(standing.columns, column.name);
  if (found == nullptr && !column.renamed_from.empty()) found = FindNamed(standing.columns, column.renamed_from);
  return found;
}

void Align(const std::string& standing, std::string& wanted) {
  if (wanted != standing && SqlKey(wanted) == SqlKey(standing)) wanted = standing;
}

void Align(const std::optional<std::string>& standing, std::optional<std::string>& wanted) {
  if (standing.has_value() && wanted.has_value()) Align(*standing, *wanted);
}

// The value that a literal has in a column of the type, as ormd writes it; nullopt where the text is more.
std::optional<std::string> LiteralKey(const Type& type, std::string_view sql) {
  const std::string key = SqlKey(sql);
  std::vector<SqliteToken> tokens = Tokenize(key);
  const bool negative = tokens.size() == 2 && tokens.front().IsSymbol("-");
  if (tokens.size() != (negative ? 2 : 1)) return std::nullopt;
  const bool number = tokens.back().kind == SqliteToken::Kind::kNumber;
  if (!number && (negative || tokens.back().kind != SqliteToken::Kind::kText)) return std::nullopt;
  std::string text = StrCat(negative ? "-" : "", number ? std::string(tokens.back().text) : NameOf(tokens.back()));
  if (type.kind == TypeKind::kBool) text = text == "1" ? "true" : text == "0" ? "false" : text;
  const absl::StatusOr<Value> value = Canonicalize(type, Value(std::move(text)));
  if (!value.ok()) return std::nullopt;
  return SqlitePlatform().Literal(type, *value);
}

void AlignDefault(const Type& type, const std::optional<std::string>& standing, std::optional<std::string>& wanted) {
  Align(standing, wanted);
  if (!standing.has_value() || !wanted.has_value() || *standing == *wanted) return;
  const std::optional<std::string> key = LiteralKey(type, *wanted);
  if (key.has_value() && key == LiteralKey(type, *standing)) wanted = standing;
}

void AlignColumn(const TableColumn& standing, TableColumn& column) {
  if (SameName(standing.name, column.name)) column.name = standing.name;
  if (SameName(standing.name, column.renamed_from)) column.renamed_from = standing.name;
  if (SameName(standing.collation, column.collation)) column.collation = standing.collation;
  AlignDefault(column.type, standing.default_sql, column.default_sql);
  Align(standing.generated, column.generated);
}

// A standing check of the same name, or one of another name that says the same and that no wanted one is called. No
// check stands for two.
const TableCheck* StandingCheck(const Table& standing, const Table& wanted, const TableCheck& check) {
  if (const TableCheck* named = FindNamed(standing.checks, check.name); named != nullptr) return named;
  for (const TableCheck& other : standing.checks) {
    const bool same = SqlKey(other.expression) == SqlKey(check.expression);
    if (same && FindNamed(wanted.checks, other.name) == nullptr) return &other;
  }
  return nullptr;
}

void AlignChecks(const Table& standing, Table& table) {
  for (TableCheck& check : table.checks) {
    const TableCheck* other = StandingCheck(standing, table, check);
    if (other == nullptr) continue;
    check.name = other->name;
    Align(other->expression, check.expression);
  }
}

void AlignIndex(const Table& standing, TableIndex& index) {
  const TableIndex* other = FindNamed(standing.indexes, index.name);
  if (other == nullptr) return;
  index.name = other->name;
  Align(other->expression, index.expression);
  Align(other->where, index.where);
}

// Parts of a table that name its columns, once those have their spelling.
void RespellParts(Table& table) {
  Respell(table.columns, table.primary_key.columns);
  for (UniqueConstraint& unique : table.uniques) Respell(table.columns, unique.columns);
  for (TableIndex& index : table.indexes) Respell(table.columns, index.columns);
  for (ForeignKey& key : table.foreign_keys) Respell(table.columns, key.columns);
}

void AlignTable(const Table& standing, Table& table) {
  if (SameName(standing.name.name, table.name.name)) table.name = standing.name;
  if (SameName(standing.name.name, table.renamed_from)) table.renamed_from = standing.name.name;
  for (TableColumn& column : table.columns) {
    if (const TableColumn* other = Forerunner(column, standing); other != nullptr) AlignColumn(*other, column);
  }
  RespellParts(table);
  AlignChecks(standing, table);
  for (TableIndex& index : table.indexes) AlignIndex(standing, index);
  for (UniqueConstraint& unique : table.uniques) {
    const UniqueConstraint* other = FindNamed(standing.uniques, unique.name);
    if (other != nullptr) unique.name = other->name;
  }
}

void RespellTarget(const DatabaseSchema& wanted, const DatabaseSchema& standing, ForeignKey& key) {
  const Table* target = FindNamed(wanted.tables, key.target.name);
  if (target == nullptr) target = FindNamed(standing.tables, key.target.name);
  if (target == nullptr) return;
  key.target = target->name;
  Respell(target->columns, key.target_columns);
}

void AlignView(const DatabaseSchema& standing, View& view) {
  const View* other = FindNamed(standing.views, view.name.name);
  if (other == nullptr) return;
  view.name = other->name;
  Align(other->definition, view.definition);
}

}  // namespace

DatabaseSchema AlignWithStanding(DatabaseSchema wanted, const DatabaseSchema& standing) {
  for (Table& table : wanted.tables) {
    if (const Table* other = Forerunner(table, standing); other != nullptr) AlignTable(*other, table);
  }
  for (Table& table : wanted.tables) {
    for (ForeignKey& key : table.foreign_keys) RespellTarget(wanted, standing, key);
  }
  for (View& view : wanted.views) AlignView(standing, view);
  return wanted;
}

}  // namespace ormd
