#include "orm/schema/ddl.h"

#include "orm/base/strings.h"
#include "orm/schema/ddl_parts.h"
#include "orm/schema/foreign_key_rules.h"

namespace ormd {
namespace {

bool IsSqlite(const Platform& platform) { return platform.name() == "sqlite"; }

std::string RuleSql(std::string_view event, ReferentialAction action) {
  const std::string_view sql = ActionSql(action);
  return sql.empty() ? "" : StrCat(" ON ", event, " ", sql);
}

}  // namespace

std::string ColumnListSql(const Platform& platform, const std::vector<std::string>& columns) {
  std::vector<std::string> quoted;
  for (const std::string& column : columns) quoted.push_back(platform.Quote(column));
  return StrCat("(", StrJoin(quoted, ", "), ")");
}

std::string TableSql(const Platform& platform, const TableName& table) {
  return platform.QuoteTable(table.schema, table.name);
}

std::string ConstraintSql(const Platform& platform, std::string_view name) {
  return StrCat("CONSTRAINT ", platform.Quote(name));
}

std::string ForeignKeySql(const Platform& platform, const ForeignKey& key) {
  return StrCat(ConstraintSql(platform, key.name), " FOREIGN KEY ", ColumnListSql(platform, key.columns),
                " REFERENCES ", TableSql(platform, key.target), " ", ColumnListSql(platform, key.target_columns),
                RuleSql("UPDATE", key.on_update), RuleSql("DELETE", key.on_delete));
}

void AppendChecks(const Platform& platform, const Table& table, std::vector<std::string>& parts) {
  for (const TableCheck& check : table.checks) {
    parts.push_back(StrCat(ConstraintSql(platform, check.name), " CHECK (", check.expression, ")"));
  }
}

absl::StatusOr<std::vector<std::string>> CreateSql(const Platform& platform, const CreatePlan& plan) {
  return IsSqlite(platform) ? SqliteCreateSql(platform, plan) : PostgresCreateSql(platform, plan);
}

std::vector<std::string> DropSql(const Platform& platform, const std::vector<const Table*>& tables) {
  std::vector<std::string> statements;
  // SQLite empties a table before it drops it, and checks the keys that refer to it: cycles can only be checked at the
  // end.
  if (IsSqlite(platform) && !tables.empty()) statements.push_back("PRAGMA defer_foreign_keys = ON");
  const std::string_view end = IsSqlite(platform) ? "" : " CASCADE";
  for (const Table* table : tables) statements.push_back(StrCat("DROP TABLE ", TableSql(platform, table->name), end));
  return statements;
}

}  // namespace ormd
