#include "orm/schema/sqlite/rebuild_table.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/schema/null_fill.h"
#include "orm/schema/sqlite/convert_sql.h"
#include "orm/schema/sqlite/named_parts.h"
#include "orm/schema/sqlite/table_copy.h"
#include "orm/schema/sqlite/table_sql.h"
#include "orm/schema/sqlite/type_traits.h"
#include "orm/sql/sql_text.h"

namespace ormd {
namespace {

using Statements = std::vector<std::string>;

std::string FillSql(const TableColumn& column) {
  return column.default_sql.has_value() ? StrCat("(", *column.default_sql, ")") : ZeroSqlite(column.type);
}

// The value of a column that stood.
std::string KeptSql(const TableStep& step, const TableColumn& before, const TableColumn& after) {
  const std::string name = QuoteSqlite(before.name);
  const bool same = IsStoredAlike(before.type, after.type);
  std::string value =
      same && step.from.loose ? TidySqlite(after.type, name) : ConvertSqlite(before.type, after.type, name);
  const bool fills = ForbidsNulls(before, after) && FillsNulls(step.to, after, step.keeps_values);
  return fills ? StrCat("coalesce(", value, ", ", FillSql(after), ")") : value;
}

// The value of a column that lacks one.
std::string NewSql(const Table& table, const TableColumn& column) {
  return FillsNew(table, column) ? ZeroSqlite(column.type) : "NULL";
}

// Columns get their values from the rows that stood, or, where that is nothing, from their definition.
void Fill(const TableStep& step, TableCopy& copy) {
  for (const TableColumn& column : step.to.columns) {
    if (column.generated.has_value()) continue;
    const TableColumn* before = FindNamed(step.from.columns, column.name);
    if (before == nullptr && !LacksValue(column)) continue;
    copy.columns.push_back(column.name);
    copy.values.push_back(before != nullptr ? KeptSql(step, *before, column) : NewSql(step.to, column));
  }
}

// A row needs a value to be inserted.
void FillOne(const Table& to, TableCopy& copy) {
  if (!copy.columns.empty()) return;
  const auto plain = std::find_if(to.columns.begin(), to.columns.end(),
                                  [](const TableColumn& column) { return !column.generated.has_value(); });
  if (plain == to.columns.end()) return;
  copy.columns.push_back(plain->name);
  const bool has_default = plain->default_sql.has_value();
  copy.values.push_back(has_default ? FillSql(*plain) : "NULL");
}

// A value of its own goes where its column becomes a generated one.
bool Goes(const TableColumn& before, const Table& to) {
  const TableColumn* after = FindNamed(to.columns, before.name);
  return after == nullptr || (after->generated.has_value() && !before.generated.has_value());
}

TableCopy CopyOf(const TableStep& step) {
  TableCopy copy;
  copy.table = step.to.name.name;
  Fill(step, copy);
  FillOne(step.to, copy);
  for (const TableColumn& column : step.from.columns) {
    if (Goes(column, step.to)) copy.dropped.push_back(column.name);
  }
  return copy;
}

bool Counts(const Table& table) {
  return std::any_of(table.columns.begin(), table.columns.end(), [](const TableColumn& c) { return c.identity; });
}

// A number that was given once is not given again, though its row is gone.
void KeepCounter(const TableStep& step, const std::string& anew, Statements& statements) {
  if (!Counts(step.from) || !Counts(step.to)) return;
  const std::string before = QuoteText(step.from.name.name);
  const std::string after = QuoteText(anew);
  statements.push_back(StrCat("DELETE FROM sqlite_sequence WHERE name = ", after,
                              " AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ", before, ")"));
  statements.push_back(StrCat("UPDATE sqlite_sequence SET name = ", after, " WHERE name = ", before));
}

// Indexes of a table whose columns are those of `step.to`.
void KeepIndexes(const TableStep& step, const TableDifference& difference, Statements& statements) {
  const auto is_new = [](const auto& added, const auto& part) {
    return std::find(added.begin(), added.end(), &part) != added.end();
  };
  for (const UniqueConstraint& unique : step.to.uniques) {
    const bool stands = !unique.name.empty() && !is_new(difference.added_uniques, unique);
    if (stands) statements.push_back(CreateUniqueSqlite(step.to, unique));
  }
  for (const TableIndex& index : step.to.indexes) {
    if (!is_new(difference.added_indexes, index)) statements.push_back(CreateIndexSqlite(step.to, index));
  }
}

}  // namespace

std::vector<std::string> RebuildSqlite(const TableStep& step, const TableDifference& difference) {
  const std::string name = QuoteSqlite(step.to.name.name);
  const std::string anew = AnewName(step.to.name.name);
  Statements statements = {CreateTableSqlite(step.to, anew), CopySql(CopyOf(step))};
  KeepCounter(step, anew, statements);
  statements.push_back(StrCat("DROP TABLE ", name));
  // Else SQLite would refuse for the sake of views and triggers that want the table which is gone for this moment.
  statements.push_back("PRAGMA legacy_alter_table = ON");
  statements.push_back(StrCat("ALTER TABLE ", QuoteSqlite(anew), " RENAME TO ", name));
  statements.push_back("PRAGMA legacy_alter_table = OFF");
  KeepIndexes(step, difference, statements);
  return statements;
}

}  // namespace ormd
