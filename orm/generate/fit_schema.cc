#include "orm/generate/fit_schema.h"

#include <memory>
#include <utility>

#include "orm/generate/unique_names.h"
#include "orm/metadata/type_limits.h"

namespace ormd {
namespace {

bool IsSqlite(const Platform& platform) { return platform.name() == SqlitePlatform().name(); }

bool FitsDigits(const Type& type) {
  if (type.kind != TypeKind::kDecimal || !type.precision) return true;
  return *type.precision <= kMostDigits && type.scale.value_or(0) <= *type.precision;
}

// "time(3) with time zone": a time of day has no zone.
bool HasZone(const Type& type) {
  return type.kind == TypeKind::kTime && type.database_type.ends_with("with time zone");
}

Type TextOf(std::string database_type) { return {.kind = TypeKind::kText, .database_type = std::move(database_type)}; }

Type FitType(Type type, const Platform& platform) {
  if (type.element != nullptr) type.element = std::make_shared<const Type>(FitType(*type.element, platform));
  if (HasZone(type)) return TextOf(std::move(type.database_type));
  if (FitsDigits(type)) return type;
  if (type.database_type.empty()) type.database_type = platform.ColumnType(type);
  type.precision = type.scale = std::nullopt;
  return type;
}

void FitTypes(std::vector<TableColumn>& columns, const Platform& platform) {
  for (TableColumn& column : columns) {
    column.type = column.nested_lists ? TextOf(platform.ColumnType(column.type)) : FitType(column.type, platform);
  }
}

}  // namespace

DatabaseSchema FitSchema(DatabaseSchema database, const Platform& platform) {
  for (Table& table : database.tables) FitTypes(table.columns, platform);
  for (View& view : database.views) FitTypes(view.columns, platform);
  if (IsSqlite(platform)) NameUniques(database);
  return database;
}

}  // namespace ormd
