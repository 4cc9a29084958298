#include <algorithm>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/ddl_parts.h"
#include "orm/schema/errors.h"

namespace ormd {
namespace {

// Only the whole key can be counted, as the row's number.
bool CountsRows(const Table& table) {
  if (table.primary_key.columns.size() != 1) return false;
  const TableColumn* key = table.FindColumn(table.primary_key.columns.front());
  return key != nullptr && key->identity;
}

std::string ColumnRules(const TableColumn& column) {
  if (column.identity) return " PRIMARY KEY AUTOINCREMENT";
  std::string sql = column.nullable ? "" : " NOT NULL";
  if (column.default_sql.has_value()) StrAppend(&sql, " DEFAULT (", *column.default_sql, ")");
  if (column.generated.has_value()) {
    StrAppend(&sql, " GENERATED ALWAYS AS (", *column.generated, ")", column.generated_stored ? " STORED" : " VIRTUAL");
  }
  return sql;
}

std::string CreateTable(const Platform& platform, const Table& table) {
  std::vector<std::string> parts;
  for (const TableColumn& column : table.columns) {
    parts.push_back(
        StrCat(platform.Quote(column.name), " ", platform.ColumnType(column.type), ColumnRules(column)));
  }
  if (!CountsRows(table)) {
    parts.push_back(StrCat(ConstraintSql(platform, table.primary_key.name), " PRIMARY KEY ",
                           ColumnListSql(platform, table.primary_key.columns)));
  }
  AppendChecks(platform, table, parts);
  for (const ForeignKey& key : table.foreign_keys) parts.push_back(ForeignKeySql(platform, key));
  return StrCat("CREATE TABLE ", TableSql(platform, table.name), " (", StrJoin(parts, ", "), ") STRICT");
}

// Indexes of all tables share one space of names.
std::string IndexName(const Platform& platform, const Table& table, const std::string& name) {
  return platform.QuoteTable(table.name.schema, name);
}

// With the collation by which values of the column's type are ordered, so that the index serves orders and ranges.
std::string IndexColumns(const Platform& platform, const Table& table, const TableIndex& index) {
  std::vector<std::string> columns;
  for (const std::string& name : index.columns) {
    const TableColumn* column = table.FindColumn(name);
    columns.push_back(StrCat(platform.Quote(name), column == nullptr ? "" : platform.Collation(column->type)));
  }
  return StrCat("(", StrJoin(columns, ", "), ")");
}

// Access methods and included columns only make an index faster: SQLite has none.
std::string CreateIndex(const Platform& platform, const Table& table, const TableIndex& index) {
  return StrCat("CREATE INDEX ", IndexName(platform, table, index.name), " ON ", TableSql(platform, table.name), " ",
                index.expression.empty() ? IndexColumns(platform, table, index) : StrCat("(", index.expression, ")"),
                index.where.empty() ? "" : " WHERE ", index.where);
}

// An index, not a constraint, so that a table that stands can get one.
std::string CreateUnique(const Platform& platform, const Table& table, const UniqueConstraint& unique) {
  return StrCat("CREATE UNIQUE INDEX ", IndexName(platform, table, unique.name), " ON ", TableSql(platform, table.name),
                " ", ColumnListSql(platform, unique.columns));
}

absl::Status CheckIdentity(const Platform& platform, const Table& table) {
  const bool counts =
      std::any_of(table.columns.begin(), table.columns.end(), [](const TableColumn& c) { return c.identity; });
  return counts && !CountsRows(table) ? CompositeIdentity(table, platform.name()) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<Statements> SqliteCreateSql(const Platform& platform, const CreatePlan& plan) {
  Statements statements;
  for (const Table* table : plan.tables) {
    ORMD_RETURN_IF_ERROR(CheckIdentity(platform, *table));
    statements.push_back(CreateTable(platform, *table));
    for (const UniqueConstraint& unique : table->uniques) statements.push_back(CreateUnique(platform, *table, unique));
  }
  for (const auto& [table, unique] : plan.uniques) statements.push_back(CreateUnique(platform, *table, *unique));
  for (const auto& [table, index] : plan.indexes) statements.push_back(CreateIndex(platform, *table, *index));
  return statements;
}

}  // namespace ormd
