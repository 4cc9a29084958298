#include "orm/schema/sqlite/sqlite_script.h"

#include <algorithm>
#include <optional>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/sqlite/errors.h"
#include "orm/schema/sqlite/table_remarks.h"
#include "orm/schema/sqlite/table_sql.h"

namespace ormd {
namespace {

constexpr std::string_view kPartsSql =
    "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql IS NOT NULL "
    "AND lower(tbl_name) = ?1 ORDER BY rowid";

constexpr std::string_view kPartSql =
    "SELECT type, sql FROM sqlite_schema WHERE type IN ('trigger', 'index') AND lower(name) = ?1";

constexpr std::string_view kTableSql = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND lower(name) = ?1";

using Verb = ScriptCommand::Verb;

struct StandingTable {
  std::string name;
  TableColumns columns;
  std::vector<std::string> remarks;
};

absl::StatusOr<StandingTable> ReadTable(Connection& connection, const std::string& name, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const auto rows, connection.Execute({std::string(kTableSql), {name}}, context));
  StandingTable table;
  if (rows->rows() == 0) return table;
  table.name = std::string(rows->cell(0, 0).text);
  table.remarks = TableRemarks(rows->cell(0, 1).text);
  ORMD_ASSIGN_OR_RETURN(table.columns, ReadTableColumns(connection, name, context));
  return table;
}

// Generated columns need no copy, but must be made again.
absl::Status CheckColumns(const StandingTable& from, const StandingTable& to, const CopiedColumns& copy) {
  for (const std::string& column : from.columns.plain) {
    if (!copy.Says(column)) return SqliteColumnWouldGo(from.name, column);
  }
  for (const std::string& column : from.columns.generated) {
    if (!to.columns.Has(column) && !copy.Says(column)) return SqliteColumnWouldGo(from.name, column);
  }
  return absl::OkStatus();
}

absl::Status CheckRemarks(const StandingTable& from, const StandingTable& to, const CopiedColumns& copy) {
  for (const std::string& remark : from.remarks) {
    const bool kept = std::find(to.remarks.begin(), to.remarks.end(), remark) != to.remarks.end();
    if (!kept && !copy.Drops(remark)) return SqliteRemarkWouldGo(from.name, remark);
  }
  return absl::OkStatus();
}

// In lower case.
NameSet Gone(const TableColumns& before, const TableColumns& after) {
  NameSet gone;
  for (const auto& columns : {before.plain, before.generated}) {
    for (const std::string& column : columns) {
      if (!after.Has(column)) gone.insert(LowerName(column));
    }
  }
  return gone;
}

}  // namespace

absl::Status SqliteScript::Run(const std::string& sql, const Context& context) {
  const ScriptCommand command = ReadScriptCommand(sql);
  if (command.verb == Verb::kCreatePart) {
    ORMD_ASSIGN_OR_RETURN(const bool stands, StandsOrMakesRoom(command.name, sql, context));
    if (stands) return absl::OkStatus();
  }
  ORMD_RETURN_IF_ERROR(Before(command, context));
  ORMD_RETURN_IF_ERROR(connection().ExecuteScript(sql, context));
  if (command.verb != Verb::kOther) return After(command, context);
  if (std::optional<CopiedColumns> copy = CopiedColumns::Read(sql); copy.has_value()) {
    copies_.insert_or_assign(copy->table(), *copy);
  }
  return absl::OkStatus();
}

absl::Status SqliteScript::Before(const ScriptCommand& command, const Context& context) {
  switch (command.verb) {
    case Verb::kDropTable:
      return DropTable(command.name, context);
    case Verb::kDropView:
      return Keep(command.name, context);
    case Verb::kDropColumn:
      return Watch(command.name, context);
    default:
      return absl::OkStatus();
  }
}

absl::Status SqliteScript::After(const ScriptCommand& command, const Context& context) {
  switch (command.verb) {
    case Verb::kCreateTable:
      created_.insert(command.name);
      return absl::OkStatus();
    case Verb::kCreateView:
      return Restore(command.name, context);
    case Verb::kDropColumn:
      return CheckWatched(command.name, context);
    case Verb::kRenameTable:
      return Renamed(command, context);
    default:
      return absl::OkStatus();
  }
}

absl::Status SqliteScript::Renamed(const ScriptCommand& command, const Context& context) {
  if (created_.erase(command.name) > 0) {
    ORMD_RETURN_IF_ERROR(Restore(command.to, context));
    return CheckWatched(command.to, context);
  }
  const auto found = former_names_.find(command.name);
  const std::string former = found == former_names_.end() ? command.name : found->second;
  if (found != former_names_.end()) former_names_.erase(found);
  former_names_[command.to] = former;
  return absl::OkStatus();
}

absl::Status SqliteScript::DropTable(const std::string& table, const Context& context) {
  if (created_.contains(AnewName(table))) {
    ORMD_RETURN_IF_ERROR(CheckCopy(table, copies_[table], context));
    ORMD_RETURN_IF_ERROR(Watch(table, context));
    copies_.erase(table);
  }
  return Keep(table, context);
}

absl::Status SqliteScript::CheckCopy(const std::string& table, const CopiedColumns& copy, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const StandingTable from, ReadTable(connection(), table, context));
  ORMD_ASSIGN_OR_RETURN(const StandingTable to, ReadTable(connection(), AnewName(table), context));
  ORMD_RETURN_IF_ERROR(CheckColumns(from, to, copy));
  return CheckRemarks(from, to, copy);
}

absl::Status SqliteScript::Watch(const std::string& table, const Context& context) {
  Watched watched;
  ORMD_ASSIGN_OR_RETURN(watched.columns, ReadTableColumns(connection(), table, context));
  ORMD_ASSIGN_OR_RETURN(watched.dependents, WorkingDependents(connection(), context));
  watched_.insert_or_assign(table, std::move(watched));
  return absl::OkStatus();
}

absl::Status SqliteScript::CheckWatched(const std::string& table, const Context& context) {
  const auto found = watched_.find(table);
  if (found == watched_.end()) return absl::OkStatus();
  const Watched watched = std::move(found->second);
  watched_.erase(found);
  ORMD_ASSIGN_OR_RETURN(const TableColumns columns, ReadTableColumns(connection(), table, context));
  return CheckDependents(connection(), watched.dependents, Gone(watched.columns, columns), context);
}

absl::Status SqliteScript::Keep(const std::string& table, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const auto rows, connection().Execute({std::string(kPartsSql), {table}}, context));
  Parts parts;
  for (size_t row = 0; row < rows->rows(); ++row) {
    parts.push_back({std::string(rows->cell(row, 0).text), std::string(rows->cell(row, 1).text),
                     std::string(rows->cell(row, 2).text)});
  }
  created_.erase(table);
  kept_[table] = std::move(parts);
  return absl::OkStatus();
}

absl::Status SqliteScript::Restore(const std::string& table, const Context& context) {
  const auto kept = kept_.find(table);
  if (kept == kept_.end()) return absl::OkStatus();
  const Parts parts = std::move(kept->second);
  kept_.erase(kept);
  for (const Part& part : parts) {
    const absl::Status made = connection().ExecuteScript(part.sql, context);
    if (ReasonOf(made) == Reason::kSchemaOutOfDate) {
      return SqliteWouldBreak(part.type, part.name, connection().last_words());
    }
    ORMD_RETURN_IF_ERROR(made);
    restored_.insert(LowerName(part.name));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> SqliteScript::StandsOrMakesRoom(const std::string& name, const std::string& sql,
                                                     const Context& context) {
  if (!restored_.contains(name)) return false;
  ORMD_ASSIGN_OR_RETURN(const auto rows, connection().Execute({std::string(kPartSql), {name}}, context));
  if (rows->rows() > 0 && SqlKey(rows->cell(0, 1).text) == SqlKey(sql)) return true;
  restored_.erase(name);
  if (rows->rows() == 0) return false;
  const std::string drop = StrCat("DROP ", rows->cell(0, 0).text, " ", QuoteSqlite(name));
  ORMD_RETURN_IF_ERROR(connection().ExecuteScript(drop, context));
  return false;
}

}  // namespace ormd
