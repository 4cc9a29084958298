#include "orm/migration/migration_log.h"

#include <algorithm>
#include <array>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/migration/errors.h"

namespace ormd {
namespace {

struct LogColumn {
  std::string_view name;
  TypeKind type;
};

constexpr std::string_view kTable = "ormd_migrations";
constexpr std::array<LogColumn, 4> kColumns = {{{"\"name\"", TypeKind::kText},
                                                {"\"checksum\"", TypeKind::kText},
                                                {"\"executed_at\"", TypeKind::kTimestamp},
                                                {"\"duration_ms\"", TypeKind::kBigint}}};

Type TypeOf(const LogColumn& column) { return Type{.kind = column.type}; }
bool IsPostgres(const Platform& platform) { return platform.name() == "postgresql"; }

std::string ColumnList() {
  std::vector<std::string_view> names;
  for (const LogColumn& column : kColumns) names.push_back(column.name);
  return StrJoin(names, ", ");
}

std::string CreateSql(const Platform& platform) {
  std::vector<std::string> columns;
  for (const LogColumn& column : kColumns) {
    columns.push_back(StrCat(column.name, " ", platform.ColumnType(TypeOf(column)), " NOT NULL"));
  }
  return StrCat("CREATE TABLE IF NOT EXISTS ", platform.Quote(kTable), " (", StrJoin(columns, ", "), ", PRIMARY KEY (",
                kColumns[0].name, "))", IsPostgres(platform) ? "" : " STRICT");
}

// The schema of the log, and whether names without one mean it. On PostgreSQL the log stands where CREATE TABLE makes
// it, in the first schema of the search path that stands: each such schema has a log of its own. One that came to be
// the first by "$user", as soon as it was made, hides the log behind it.
std::string FindSql(const Platform& platform) {
  if (!IsPostgres(platform)) {
    return StrCat("SELECT 'main', 'main' FROM main.sqlite_schema WHERE type = 'table' AND name = '", kTable, "'");
  }
  return StrCat(
      "SELECT n.nspname::text, current_schema()::text"
      " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = '",
      kTable,
      "' AND c.relkind IN ('r', 'p') AND (n.nspname = current_schema() OR (n.nspname = ANY (current_schemas(false))"
      " AND current_schema() = current_user AND strpos(current_setting('search_path'), '$user') > 0"
      " AND has_table_privilege(c.oid, 'SELECT')))"
      " ORDER BY array_position(current_schemas(false), n.nspname) LIMIT 1");
}

// The values that stand in a row of the log.
std::array<Value, kColumns.size()> ValuesOf(const ExecutedMigration& migration) {
  return {Value(migration.name), Value(migration.checksum), Value(Timestamp{absl::ToUnixMicros(migration.executed_at)}),
          Value(absl::ToInt64Milliseconds(migration.duration))};
}

absl::StatusOr<ExecutedMigration> ReadRow(const Result& result, size_t row) {
  std::array<Value, kColumns.size()> values;
  for (size_t i = 0; i < kColumns.size(); ++i) {
    ORMD_ASSIGN_OR_RETURN(values[i], DecodeCell(TypeOf(kColumns[i]), result.cell(row, i)));
  }
  return ExecutedMigration{values[0].as<std::string>(), values[1].as<std::string>(),
                           absl::FromUnixMicros(values[2].as<Timestamp>().micros),
                           absl::Milliseconds(values[3].as<int64_t>())};
}

}  // namespace

absl::Status MigrationLog::Prepare(Connection& connection, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(table_, Find(connection, context));
  if (!table_.empty()) return absl::OkStatus();
  ORMD_RETURN_IF_ERROR(connection.ExecuteScript(CreateSql(platform_), context));
  ORMD_ASSIGN_OR_RETURN(table_, Find(connection, context));
  return table_.empty() ? LogIsNoTable(kTable) : absl::OkStatus();
}

absl::StatusOr<std::string> MigrationLog::Find(Connection& connection, const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(const auto found, connection.Execute({FindSql(platform_), {}}, context));
  if (found->rows() == 0) return "";
  const std::string_view schema = found->cell(0, 0).text;
  const std::string_view first = found->cell(0, 1).text;
  if (schema != first) return LogStandsBehind(schema, first);
  return StrCat(platform_.Quote(schema), ".", platform_.Quote(kTable));
}

absl::StatusOr<std::vector<ExecutedMigration>> MigrationLog::Read(Connection& connection,
                                                                  const Context& context) const {
  std::vector<ExecutedMigration> executed;
  std::string table = table_;
  if (table.empty()) {
    ORMD_ASSIGN_OR_RETURN(table, Find(connection, context));
  }
  if (table.empty()) return executed;
  const Statement select = {StrCat("SELECT ", ColumnList(), " FROM ", table), {}};
  ORMD_ASSIGN_OR_RETURN(const auto result, connection.Execute(select, context));
  for (size_t row = 0; row < result->rows(); ++row) {
    ORMD_ASSIGN_OR_RETURN(ExecutedMigration migration, ReadRow(*result, row));
    executed.push_back(std::move(migration));
  }
  // The database's order may be that of a language.
  std::sort(executed.begin(), executed.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return executed;
}

absl::Status MigrationLog::Add(Connection& connection, const ExecutedMigration& migration,
                               const Context& context) const {
  Statement insert;
  std::vector<std::string> placeholders;
  const auto values = ValuesOf(migration);
  for (size_t i = 0; i < kColumns.size(); ++i) {
    const Type type = TypeOf(kColumns[i]);
    placeholders.push_back(platform_.TypedPlaceholder(type, i + 1));
    insert.params.push_back(platform_.Bind(type, values[i]));
  }
  insert.sql = StrCat("INSERT INTO ", table_, " (", ColumnList(), ") VALUES (", StrJoin(placeholders, ", "), ")");
  return connection.Execute(insert, context).status();
}

absl::Status MigrationLog::Remove(Connection& connection, std::string_view name, const Context& context) const {
  const Statement remove = {
      StrCat("DELETE FROM ", table_, " WHERE ", kColumns[0].name, " = ", platform_.Placeholder(1)),
      {std::string(name)}};
  return connection.Execute(remove, context).status();
}

}  // namespace ormd
