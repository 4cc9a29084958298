#include "orm/schema/catalog.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/catalog_reader.h"

namespace ormd {

const CatalogTable* Catalog::Find(const TableName& table) const {
  const auto found = tables.find(has_schemas ? table : TableName{"", NameIn(table, table.name)});
  return found == tables.end() ? nullptr : &found->second;
}

std::string Catalog::NameIn(const TableName& table, std::string_view name) const {
  if (has_schemas) return std::string(name);
  const std::string joined = table.schema.empty() ? std::string(name) : StrCat(table.schema, ".", name);
  return absl::AsciiStrToLower(joined);
}

absl::StatusOr<CatalogRows> CatalogRows::Read(Connection& connection, std::string_view sql, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(std::unique_ptr<Result> result, connection.Execute({std::string(sql), {}}, context));
  return CatalogRows(std::move(result));
}

ColumnNames CatalogRows::Names(size_t row, size_t column) const {
  return absl::StrSplit(ToAbsl(Text(row, column)), '\x1F');
}

absl::StatusOr<Catalog> ReadCatalog(const Platform& platform, Connection& connection, const Context& context) {
  return platform.name() == "sqlite" ? ReadSqliteCatalog(connection, context)
                                     : ReadPostgresCatalog(connection, context);
}

}  // namespace ormd
