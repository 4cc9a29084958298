#include "orm/schema/sqlite/dependents.h"

#include <algorithm>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/sqlite/errors.h"
#include "orm/schema/sqlite/table_columns.h"
#include "orm/schema/sqlite/table_sql.h"
#include "orm/schema/sqlite/token_reader.h"

namespace ormd {
namespace {

constexpr std::string_view kAllSql =
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY rowid";
constexpr std::string_view kStandsSql = "SELECT 1 FROM sqlite_schema WHERE type = ?1 AND name = ?2";

// What makes a trigger run.
struct Event {
  std::string_view verb;             // "INSERT", "UPDATE", "DELETE"
  std::vector<std::string> columns;  // of UPDATE OF
};

Event EventOf(const Dependent& trigger) {
  Event event;
  TokenReader in(trigger.sql);
  const auto is_verb = [&] {
    for (const std::string_view verb : {"INSERT", "UPDATE", "DELETE"}) {
      if (in.AcceptWords({verb})) event.verb = verb;
    }
    return !event.verb.empty();
  };
  while (!in.at_end() && !is_verb()) in.Skip();
  if (!in.AcceptWords({"OF"})) return event;
  do {
    event.columns.push_back(LowerName(in.Name()));
  } while (in.AcceptSymbol(","));
  return event;
}

std::string UpdateSql(const std::string& table, const TableColumns& columns) {
  std::vector<std::string> sets;
  for (const std::string& column : columns.plain) sets.push_back(StrCat(QuoteSqlite(column), " = NULL"));
  return StrCat("UPDATE ", QuoteSqlite(table), " SET ", StrJoin(sets, ", "));
}

// A statement that SQLite can prepare only if it can run the trigger.
std::string StatementFor(const Dependent& trigger, const Event& event, const TableColumns& columns) {
  if (event.verb == "INSERT") return StrCat("INSERT INTO ", QuoteSqlite(trigger.table), " DEFAULT VALUES");
  if (event.verb == "DELETE") return StrCat("DELETE FROM ", QuoteSqlite(trigger.table));
  return UpdateSql(trigger.table, columns);
}

// What the database has against it; empty where it works.
absl::StatusOr<std::string> FaultOf(Connection& connection, const Dependent& dependent, const Context& context) {
  std::string sql = StrCat("SELECT * FROM ", QuoteSqlite(dependent.name));
  if (dependent.type == "trigger") {
    const Event event = EventOf(dependent);
    ORMD_ASSIGN_OR_RETURN(const TableColumns columns, ReadTableColumns(connection, dependent.table, context));
    for (const std::string& column : event.columns) {
      if (!columns.Has(column)) return StrCat("no such column: ", column);
    }
    sql = StatementFor(dependent, event, columns);
  }
  // Not a prepared statement: SQLite does not look whether what one explains still stands.
  const absl::Status explained = connection.ExecuteScript(StrCat("EXPLAIN ", sql), context);
  ORMD_RETURN_IF_ERROR(context.Check());
  if (explained.ok()) return "";
  if (connection.broken()) return explained;
  return connection.last_words().empty() ? std::string(explained.message()) : connection.last_words();
}

absl::StatusOr<bool> Stands(Connection& connection, const Dependent& dependent, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const auto rows,
                        connection.Execute({std::string(kStandsSql), {dependent.type, dependent.name}}, context));
  return rows->rows() > 0;
}

}  // namespace

absl::StatusOr<std::vector<Dependent>> WorkingDependents(Connection& connection, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const auto rows, connection.Execute({std::string(kAllSql), {}}, context));
  std::vector<Dependent> working;
  for (size_t row = 0; row < rows->rows(); ++row) {
    const auto text = [&](size_t column) { return std::string(rows->cell(row, column).text); };
    Dependent dependent = {text(0), text(1), text(2), text(3)};
    ORMD_ASSIGN_OR_RETURN(const std::string fault, FaultOf(connection, dependent, context));
    if (fault.empty()) working.push_back(std::move(dependent));
  }
  return working;
}

absl::Status CheckDependents(Connection& connection, const std::vector<Dependent>& dependents, const NameSet& gone,
                             const Context& context) {
  absl::Status broken;
  for (const Dependent& dependent : dependents) {
    ORMD_ASSIGN_OR_RETURN(const bool stands, Stands(connection, dependent, context));
    if (!stands) continue;
    ORMD_ASSIGN_OR_RETURN(const std::string fault, FaultOf(connection, dependent, context));
    if (fault.empty()) continue;
    const bool named = Mentions(dependent.sql, gone);
    if (broken.ok() || named) broken = SqliteWouldBreak(dependent.type, dependent.name, fault);
    if (named) break;
  }
  return broken;
}

}  // namespace ormd
