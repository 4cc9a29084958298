#include "orm/schema/sqlite/table_sql.h"

#include "orm/base/strings.h"
#include "orm/schema/foreign_key_rules.h"
#include "orm/schema/sqlite/declared_type.h"
#include "orm/schema/sqlite/sql_tokens.h"
#include "orm/sql/platform.h"

namespace ormd {
namespace {

std::string NameOfTable(const Table& table) { return QuoteSqlite(table.name.name); }

bool IsWholeKey(const Table& table, const TableColumn& column) {
  return table.primary_key.columns.size() == 1 && table.primary_key.columns.front() == column.name;
}

// The comment is what tells a key that SQLite would count from one that ormd counts.
std::string Declaration(const Table& table, const TableColumn& column) {
  std::string sql = DeclarationOf(column.type);
  if (!column.identity && sql == "INTEGER" && IsWholeKey(table, column))
    StrAppend(&sql, " /* ", TypeName(column.type), " */");
  return sql;
}

std::string RuleSql(std::string_view event, ReferentialAction action) {
  const std::string_view sql = ActionSql(action);
  return sql.empty() ? "" : StrCat(" ON ", event, " ", sql);
}

std::string_view DeferSql(Deferrable deferrable) {
  switch (deferrable) {
    case Deferrable::kNot:
      break;
    case Deferrable::kInitiallyImmediate:
      return " DEFERRABLE INITIALLY IMMEDIATE";
    case Deferrable::kInitiallyDeferred:
      return " DEFERRABLE INITIALLY DEFERRED";
  }
  return "";
}

std::string NameSql(std::string_view name) { return name.empty() ? "" : StrCat("CONSTRAINT ", QuoteSqlite(name), " "); }

std::string ReferenceSql(const ForeignKey& key) {
  return StrCat("REFERENCES ", QuoteSqlite(key.target.name),
                key.target_columns.empty() ? "" : StrCat(" ", ColumnListSqlite(key.target_columns)),
                RuleSql("UPDATE", key.on_update), RuleSql("DELETE", key.on_delete), DeferSql(key.deferrable));
}

std::string CheckSql(const TableCheck& check) {
  return StrCat(NameSql(check.name), "CHECK (", OneLine(check.expression), ")");
}

// As values of the column's type are compared.
std::string KeySql(const Table& table, const std::string& name) {
  const TableColumn* column = table.FindColumn(name);
  return column == nullptr ? QuoteSqlite(name) : SqlitePlatform().Comparable(column->type, QuoteSqlite(name));
}

// With the collation by which values of the column's type are ordered, so that the index serves orders and ranges.
std::string KeysSql(const Table& table, const TableIndex& index) {
  if (!index.expression.empty()) return StrCat("(", OneLine(index.expression), ")");
  std::vector<std::string> keys;
  for (const std::string& name : index.columns) {
    const TableColumn* column = table.FindColumn(name);
    keys.push_back(StrCat(KeySql(table, name), column == nullptr ? "" : SqlitePlatform().Collation(column->type)));
  }
  return StrCat("(", StrJoin(keys, ", "), ")");
}

}  // namespace

std::string QuoteSqlite(std::string_view name) { return SqlitePlatform().Quote(name); }

std::string ColumnListSqlite(const std::vector<std::string>& columns) {
  std::vector<std::string> quoted;
  for (const std::string& column : columns) quoted.push_back(QuoteSqlite(column));
  return StrCat("(", StrJoin(quoted, ", "), ")");
}

std::string ColumnSqlite(const Table& table, const TableColumn& column) {
  std::string sql = StrCat(QuoteSqlite(column.name), " ", Declaration(table, column));
  if (column.identity) return sql + " PRIMARY KEY AUTOINCREMENT";
  if (!column.nullable) sql += " NOT NULL";
  if (column.default_sql.has_value()) StrAppend(&sql, " DEFAULT (", OneLine(*column.default_sql), ")");
  if (!column.collation.empty()) StrAppend(&sql, " COLLATE ", QuoteSqlite(column.collation));
  if (column.generated.has_value()) {
    // Not GENERATED ALWAYS AS: behind a comment, SQLite takes GENERATED ALWAYS for a part of the type.
    StrAppend(&sql, " AS (", OneLine(*column.generated), ")", column.generated_stored ? " STORED" : " VIRTUAL");
  }
  return sql;
}

std::string ColumnCheckSqlite(const TableCheck& check) { return " " + CheckSql(check); }

std::string ColumnReferenceSqlite(const ForeignKey& key) { return StrCat(" ", NameSql(key.name), ReferenceSql(key)); }

std::string CreateTableSqlite(const Table& table, const std::string& name) {
  std::vector<std::string> parts;
  bool counts = false;
  for (const TableColumn& column : table.columns) {
    parts.push_back(ColumnSqlite(table, column));
    counts |= column.identity;
  }
  if (!counts && !table.primary_key.columns.empty()) {
    parts.push_back(StrCat("PRIMARY KEY ", ColumnListSqlite(table.primary_key.columns)));
  }
  for (const UniqueConstraint& unique : table.uniques) {
    if (unique.name.empty()) parts.push_back(StrCat("UNIQUE ", ColumnListSqlite(unique.columns)));
  }
  for (const TableCheck& check : table.checks) parts.push_back(CheckSql(check));
  for (const ForeignKey& key : table.foreign_keys) {
    parts.push_back(StrCat(NameSql(key.name), "FOREIGN KEY ", ColumnListSqlite(key.columns), " ", ReferenceSql(key)));
  }
  const bool keyed_by_rowid = !table.without_rowid || counts || table.primary_key.columns.empty();
  return StrCat("CREATE TABLE ", name.empty() ? NameOfTable(table) : QuoteSqlite(name), " (", StrJoin(parts, ", "),
                ") STRICT", keyed_by_rowid ? "" : ", WITHOUT ROWID");
}

std::string CreateUniqueSqlite(const Table& table, const UniqueConstraint& unique) {
  std::vector<std::string> keys;
  for (const std::string& name : unique.columns) keys.push_back(KeySql(table, name));
  return StrCat("CREATE UNIQUE INDEX ", QuoteSqlite(unique.name), " ON ", NameOfTable(table), " (",
                StrJoin(keys, ", "), ")");
}

std::string CreateIndexSqlite(const Table& table, const TableIndex& index) {
  return StrCat(index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ", QuoteSqlite(index.name), " ON ",
                NameOfTable(table), " ", KeysSql(table, index), index.where.empty() ? "" : " WHERE ",
                OneLine(index.where));
}

std::vector<std::string> CreateIndexesSqlite(const Table& table) {
  std::vector<std::string> statements;
  for (const UniqueConstraint& unique : table.uniques) {
    if (!unique.name.empty()) statements.push_back(CreateUniqueSqlite(table, unique));
  }
  for (const TableIndex& index : table.indexes) statements.push_back(CreateIndexSqlite(table, index));
  return statements;
}

std::string CreateViewSqlite(const View& view) {
  return StrCat("CREATE VIEW ", QuoteSqlite(view.name.name), " AS ", OneLine(view.definition));
}

}  // namespace ormd
