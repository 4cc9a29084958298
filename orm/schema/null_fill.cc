#include "orm/schema/null_fill.h"

#include <algorithm>
#include <string>

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

bool Refers(const Table& table, const std::string& column) {
  return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey& key) {
    return std::find(key.columns.begin(), key.columns.end(), column) != key.columns.end();
  });
}

// Whether a row would hold null where none may stand: of a column that stands, or of one that is new and gets no value.
absl::StatusOr<bool> HoldsNull(const Table& table, const Change<TableColumn>& column, const Platform& platform,
                               Connection& connection, const Context& context) {
  const std::string null = column.is_new() ? "" : StrCat(" WHERE ", platform.Quote(column.before->name), " IS NULL");
  const std::string sql =
      StrCat("SELECT 1 FROM ", platform.QuoteTable(table.name.schema, table.name.name), null, " LIMIT 1");
  ORMD_ASSIGN_OR_RETURN(const auto rows, connection.Execute({sql, {}}, context));
  return rows->rows() > 0;
}

void AllowNulls(const Table& table, const TableColumn& column, DatabaseSchema& schema) {
  for (Table& other : schema.tables) {
    if (&other != &table) continue;
    for (TableColumn& part : other.columns) part.nullable = part.nullable || &part == &column;
  }
}

bool MayFindNulls(const Table& after, const Change<TableColumn>& column) {
  if (column.is_gone()) return false;
  if (column.is_new()) return RefusesRows(after, *column.after);
  return ForbidsNulls(*column.before, *column.after);
}

}  // namespace

bool ForbidsNulls(const TableColumn& before, const TableColumn& after) {
  return before.nullable && !after.nullable && !after.identity && !after.generated.has_value();
}

bool FillsNulls(const Table& table, const TableColumn& after, bool keeps_values) {
  return !keeps_values && (after.default_sql.has_value() || !Refers(table, after.name));
}

bool LacksValue(const TableColumn& column) {
  return !column.nullable && !column.identity && !column.generated.has_value() && !column.default_sql.has_value();
}

bool FillsNew(const Table& table, const TableColumn& column) {
  return LacksValue(column) && !Refers(table, column.name);
}

bool RefusesRows(const Table& table, const TableColumn& column) {
  return LacksValue(column) && !FillsNew(table, column);
}

std::string_view NullsTitle(const TableColumn& after, bool filled) {
  if (!filled) return "no null may stand";
  return after.default_sql.has_value() ? "nulls become its default" : "nulls become its zero value";
}

absl::Status AllowStandingNulls(const SchemaDiff& diff, const Platform& platform, Connection& connection,
                                const Context& context, DatabaseSchema& after) {
  for (const TableChange& change : diff.changed) {
    for (const Change<TableColumn>& column : change.columns) {
      if (!MayFindNulls(*change.table.after, column)) continue;
      ORMD_ASSIGN_OR_RETURN(const bool holds, HoldsNull(*change.table.before, column, platform, connection, context));
      if (holds) AllowNulls(*change.table.after, *column.after, after);
    }
  }
  return absl::OkStatus();
}

}  // namespace ormd
