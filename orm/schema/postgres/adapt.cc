#include "orm/schema/postgres/adapt.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "absl/strings/ascii.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/foreign_key_rules.h"
#include "orm/schema/postgres/errors.h"

namespace ormd::postgres {
namespace {

constexpr size_t kMostColumns = 1600;

Type Adapted(Type type) {
  if (type.element != nullptr) type.element = std::make_shared<const Type>(Adapted(*type.element));
  if (!type.database_type.empty()) return type;
  if (type.kind == TypeKind::kChar && !type.length.has_value()) type.length = 1;
  if (type.kind != TypeKind::kChar && type.kind != TypeKind::kVarchar) type.length.reset();
  if (type.kind != TypeKind::kDecimal) type.precision.reset();
  if (!type.precision.has_value()) {
    type.scale.reset();
  } else if (!type.scale.has_value()) {
    type.scale = 0;
  }
  return type;
}

void AdaptColumn(TableColumn& column) {
  column.type = Adapted(std::move(column.type));
  if (column.collation == "default") column.collation.clear();
  column.generated_stored = true;
}

// Types of PostgreSQL's own whose values have no order, and so no key.
constexpr std::array<std::string_view, 9> kUnordered = {"json", "xml",  "point",   "line",  "lseg",
                                                        "box",  "path", "polygon", "circle"};

bool IsUnordered(const Table& table, const std::string& name) {
  const TableColumn* column = table.FindColumn(name);
  const std::string type = column == nullptr ? "" : absl::AsciiStrToLower(column->type.database_type);
  return std::find(kUnordered.begin(), kUnordered.end(), type) != kUnordered.end();
}

absl::Status CheckKey(const Table& table, const std::vector<std::string>& columns) {
  for (const std::string& name : columns) {
    if (IsUnordered(table, name)) return NoKeyType(table.name, name);
  }
  return absl::OkStatus();
}

absl::Status CheckKeys(const Table& table) {
  ORMD_RETURN_IF_ERROR(CheckKey(table, table.primary_key.columns));
  for (const UniqueConstraint& unique : table.uniques) ORMD_RETURN_IF_ERROR(CheckKey(table, unique.columns));
  for (const TableIndex& index : table.indexes) {
    if (index.method.empty()) ORMD_RETURN_IF_ERROR(CheckKey(table, index.columns));
  }
  return absl::OkStatus();
}

void AdaptIndex(TableIndex& index) {
  index.method = absl::AsciiStrToLower(index.method);
  if (index.method == "btree") index.method.clear();
}

void AdaptTable(Table& table) {
  for (TableColumn& column : table.columns) AdaptColumn(column);
  for (TableIndex& index : table.indexes) AdaptIndex(index);
  for (ForeignKey& key : table.foreign_keys) {
    key.on_delete = EffectiveAction(key.on_delete);
    key.on_update = EffectiveAction(key.on_update);
  }
}

}  // namespace

absl::StatusOr<DatabaseSchema> AdaptSchema(DatabaseSchema built) {
  for (Table& table : built.tables) {
    if (table.columns.size() > kMostColumns) return TooManyColumns(table.name);
    AdaptTable(table);
    ORMD_RETURN_IF_ERROR(CheckKeys(table));
  }
  for (View& view : built.views) {
    for (TableColumn& column : view.columns) AdaptColumn(column);
    for (TableIndex& index : view.indexes) AdaptIndex(index);
  }
  return built;
}

}  // namespace ormd::postgres
