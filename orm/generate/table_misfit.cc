#include "orm/generate/table_misfit.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/generate/column_lists.h"
#include "orm/generate/field_type.h"

namespace ormd {
namespace {

std::string NameMisfit(const Table& table) {
  if (std::string fault = IdentifierFault("table", table.name.name); !fault.empty()) return fault;
  if (table.name.schema.empty()) return "";
  return IdentifierFault("schema", table.name.schema);
}

std::string ColumnNamesMisfit(const Table& table) {
  OwnedNames names;
  for (const TableColumn& column : table.columns) {
    if (std::string fault = IdentifierFault("column", column.name); !fault.empty()) return fault;
    const std::string other = names.Take("", column.name, column.name);
    if (!other.empty()) return StrCat("its columns ", other, " and ", column.name, " differ by case only");
  }
  return "";
}

bool IsInteger(TypeKind kind) {
  return kind == TypeKind::kSmallint || kind == TypeKind::kInteger || kind == TypeKind::kBigint;
}

std::string_view KeyColumnMisfit(const TableColumn& column, const Platform& platform) {
  if (column.generated) return "is generated";
  if (column.type.kind == TypeKind::kJson || FieldTypeOf(column.type, platform).repeated) {
    return "has a type that no key can have";
  }
  return column.identity && !IsInteger(column.type.kind) ? "counts, but not in integers" : "";
}

std::string KeyMisfit(const Table& table, const Platform& platform) {
  if (table.primary_key.columns.empty()) return "it has no primary key";
  for (const std::string& name : table.primary_key.columns) {
    const std::string_view misfit = KeyColumnMisfit(*table.FindColumn(name), platform);
    if (!misfit.empty()) return StrCat("the column ", name, " of its key ", misfit);
  }
  return "";
}

}  // namespace

std::string TableMisfit(const Table& table, const Platform& platform) {
  for (std::string misfit : {NameMisfit(table), ColumnNamesMisfit(table), KeyMisfit(table, platform)}) {
    if (!misfit.empty()) return misfit;
  }
  return "";
}

std::string ViewMisfit(const Table& table) {
  if (std::string misfit = NameMisfit(table); !misfit.empty()) return misfit;
  const auto known = [&](const std::string& column) { return table.FindColumn(column) != nullptr; };
  for (const TableIndex& index : table.indexes) {
    const bool whole = std::all_of(index.columns.begin(), index.columns.end(), known) &&
                       std::all_of(index.include.begin(), index.include.end(), known);
    if (!whole) return StrCat("its index ", index.name, " has a column that cannot be a property");
  }
  return "";
}

std::string EntityNames::TakeTable(const Table& table) {
  const std::string other = names_.Take(FoldedName(table.name.schema), table.name.name, table.name.name);
  return other.empty() ? "" : StrCat("its name differs from that of ", other, " by case only");
}

std::string EntityNames::TakeConstraints(const Table& table) {
  const std::string schema = FoldedName(table.name.schema);
  const auto take = [&](const std::string& name) {
    const std::string other = name.empty() ? "" : names_.Take(schema, name, name);
    return other.empty() ? "" : StrCat("the name of its index ", name, " differs from ", other, " by case only");
  };
  for (const TableIndex& index : table.indexes) {
    if (std::string misfit = take(index.name); !misfit.empty()) return misfit;
  }
  for (const UniqueConstraint& unique : table.uniques) {
    if (std::string misfit = take(unique.name); !misfit.empty()) return misfit;
  }
  return "";
}

}  // namespace ormd
