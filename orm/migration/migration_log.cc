#include "orm/migration/migration_log.h"

#include <algorithm>
#include <array>

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

struct LogColumn {
  std::string_view name;
  TypeKind type;
};

constexpr std::string_view kTable = "\"ormd_migrations\"";
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
  return StrCat("CREATE TABLE IF NOT EXISTS ", kTable, " (", StrJoin(columns, ", "), ", PRIMARY KEY (",
                kColumns[0].name, "))", IsPostgres(platform) ? "" : " STRICT");
}

// In the schema in which CREATE TABLE makes it, wherever else one of its name may stand.
std::string ExistsSql(const Platform& platform) {
  if (!IsPostgres(platform)) return "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'ormd_migrations'";
  return "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'ormd_migrations'";
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

absl::Status MigrationLog::Prepare(Connection& connection, const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(const auto found, connection.Execute({ExistsSql(platform_), {}}, context));
  return found->rows() > 0 ? absl::OkStatus() : connection.ExecuteScript(CreateSql(platform_), context);
}

absl::StatusOr<std::vector<ExecutedMigration>> MigrationLog::Read(Connection& connection,
                                                                  const Context& context) const {
  std::vector<ExecutedMigration> executed;
  ORMD_ASSIGN_OR_RETURN(const auto found, connection.Execute({ExistsSql(platform_), {}}, context));
  if (found->rows() == 0) return executed;
  const Statement select = {StrCat("SELECT ", ColumnList(), " FROM ", kTable), {}};
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
  insert.sql = StrCat("INSERT INTO ", kTable, " (", ColumnList(), ") VALUES (", StrJoin(placeholders, ", "), ")");
  return connection.Execute(insert, context).status();
}

absl::Status MigrationLog::Remove(Connection& connection, std::string_view name, const Context& context) const {
  const Statement remove = {
      StrCat("DELETE FROM ", kTable, " WHERE ", kColumns[0].name, " = ", platform_.Placeholder(1)),
      {std::string(name)}};
  return connection.Execute(remove, context).status();
}

}  // namespace ormd
