#include "orm/schema/sqlite/alter_table.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/schema/null_fill.h"
#include "orm/schema/sqlite/direct_change.h"
#include "orm/schema/sqlite/keeps_values.h"
#include "orm/schema/sqlite/named_parts.h"
#include "orm/schema/sqlite/rebuild_table.h"
#include "orm/schema/sqlite/table_sql.h"

namespace ormd {
namespace {

std::string AddTitle(const Table& table, const TableColumn& column) {
  return StrCat("add column ", QuoteSqlite(column.name), RefusesRows(table, column) ? " (no row may stand)" : "");
}

// Checks, foreign keys.
template <typename Part>
void AppendTitles(std::string_view what, const std::vector<const Part*>& added, const std::vector<const Part*>& dropped,
                  std::vector<std::string>& titles) {
  const auto title = [&](const Part& part) {
    return part.name.empty() ? std::string(what) : StrCat(what, " ", QuoteSqlite(part.name));
  };
  for (const Part* part : dropped) titles.push_back(StrCat("drop ", title(*part)));
  for (const Part* part : added) titles.push_back(StrCat("add ", title(*part)));
}

std::string ChangeTitle(const TableStep& step, const TableColumn& before, const TableColumn& after) {
  const std::string title = StrCat("change column ", QuoteSqlite(after.name));
  if (!ForbidsNulls(before, after)) return title;
  return StrCat(title, " (", NullsTitle(after, FillsNulls(step.to, after, step.keeps_values)), ")");
}

std::string RebuildTitle(const TableStep& step, const TableDifference& difference) {
  std::vector<std::string> titles;
  for (const TableColumn* column : difference.dropped) {
    titles.push_back(StrCat("drop column ", QuoteSqlite(column->name)));
  }
  for (const TableColumn* column : difference.added) titles.push_back(AddTitle(step.to, *column));
  for (const auto& [before, after] : difference.changed) titles.push_back(ChangeTitle(step, *before, *after));
  if (difference.key) titles.push_back("change the primary key");
  AppendTitles("check", difference.added_checks, difference.dropped_checks, titles);
  AppendTitles("foreign key", difference.added_keys, difference.dropped_keys, titles);
  if (HasUnnamed(difference.dropped_uniques)) titles.push_back("drop unique");
  return StrCat("rebuild table ", QuoteSqlite(step.to.name.name), ": ", StrJoin(titles, ", "));
}

// Of all columns: a change of an enum's labels is one of its check, and none of the column. Values of a table that is
// not STRICT may be other than their type says.
Safety SafetyOfRebuild(const TableStep& step, const TableDifference& difference) {
  const auto loses = [&](const TableColumn& after) {
    const TableColumn* before = FindNamed(step.from.columns, after.name);
    if (before == nullptr || before->generated.has_value()) return false;
    if (after.generated.has_value()) return true;
    if (ForbidsNulls(*before, after) && FillsNulls(step.to, after, step.keeps_values)) return true;
    const bool tidied = after.type.kind == TypeKind::kDecimal || after.type.kind == TypeKind::kTimestamp;
    return (step.from.loose && tidied) || !KeepsValues(before->type, after.type);
  };
  const bool lossy = !difference.dropped.empty() || std::any_of(step.to.columns.begin(), step.to.columns.end(), loses);
  return lossy ? Safety::kMayLoseData : Safety::kMayLock;
}

void AddColumns(const TableStep& step, const TableDifference& difference, std::vector<Operation>& plan) {
  const std::string table = QuoteSqlite(step.to.name.name);
  // A generated column may use one that is added as well.
  std::vector<const TableColumn*> added = difference.added;
  std::stable_partition(added.begin(), added.end(),
                        [](const TableColumn* column) { return !column->generated.has_value(); });
  for (const TableColumn* column : added) {
    const AddedParts parts = PartsWith(*column, difference);
    std::string sql = StrCat("ALTER TABLE ", table, " ADD COLUMN ", ColumnSqlite(step.to, *column));
    for (const TableCheck* check : parts.checks) sql += ColumnCheckSqlite(*check);
    if (parts.key != nullptr) sql += ColumnReferenceSqlite(*parts.key);
    // SQLite keeps the text up to its last token: without one behind it, the comment that holds the type would be lost.
    if (sql.ends_with("*/")) sql += " NULL";
    plan.push_back({parts.checks.empty() ? Safety::kSafe : Safety::kMayLock,
                    StrCat("add column ", ColumnTitle(step.to, column->name)),
                    {std::move(sql)}});
  }
}

void DropColumns(const TableStep& step, const TableDifference& difference, std::vector<Operation>& plan) {
  const std::string table = QuoteSqlite(step.to.name.name);
  for (const TableColumn* column : difference.dropped) {
    plan.push_back({Safety::kMayLoseData,
                    StrCat("drop column ", ColumnTitle(step.to, column->name)),
                    {StrCat("ALTER TABLE ", table, " DROP COLUMN ", QuoteSqlite(column->name))}});
  }
}

void DropIndex(const std::string& name, std::vector<Operation>& plan) {
  if (name.empty()) return;
  plan.push_back({Safety::kSafe, StrCat("drop index ", QuoteSqlite(name)), {StrCat("DROP INDEX ", QuoteSqlite(name))}});
}

}  // namespace

std::string ColumnTitle(const Table& table, const std::string& column) {
  return StrCat(QuoteSqlite(table.name.name), ".", QuoteSqlite(column));
}

void DropIndexes(const TableStep&, const TableDifference& difference, std::vector<Operation>& plan) {
  for (const UniqueConstraint* unique : difference.dropped_uniques) DropIndex(unique->name, plan);
  for (const TableIndex* index : difference.dropped_indexes) DropIndex(index->name, plan);
}

void AlterTable(const TableStep& step, const TableDifference& difference, std::vector<Operation>& plan) {
  if (IsDirect(step, difference)) {
    DropColumns(step, difference, plan);
    AddColumns(step, difference, plan);
    return;
  }
  plan.push_back(
      {SafetyOfRebuild(step, difference), RebuildTitle(step, difference), RebuildSqlite(step, difference)});
}

void CreateIndexes(const TableStep& step, const TableDifference& difference, std::vector<Operation>& plan) {
  for (const UniqueConstraint* unique : difference.added_uniques) {
    if (unique->name.empty()) continue;
    plan.push_back({Safety::kMayLock,
                    StrCat("create unique index ", QuoteSqlite(unique->name), " on ", QuoteSqlite(step.to.name.name)),
                    {CreateUniqueSqlite(step.to, *unique)}});
  }
  for (const TableIndex* index : difference.added_indexes) {
    plan.push_back({Safety::kMayLock,
                    StrCat(index->unique ? "create unique index " : "create index ", QuoteSqlite(index->name), " on ",
                           QuoteSqlite(step.to.name.name)),
                    {CreateIndexSqlite(step.to, *index)}});
  }
}

}  // namespace ormd
