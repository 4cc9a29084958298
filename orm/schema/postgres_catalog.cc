#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/catalog_reader.h"

namespace ormd {
namespace {

constexpr std::string_view kSchemas = "SELECT nspname::text FROM pg_namespace";

// Views and foreign tables take names too.
constexpr std::string_view kTables =
    "SELECT n.nspname::text, c.relname::text, (c.relkind IN ('v', 'm', 'f'))::int::text, "
    "pg_table_is_visible(c.oid)::int::text "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')";

constexpr std::string_view kForeignKeys =
    "SELECT n.nspname::text, t.relname::text, pg_table_is_visible(t.oid)::int::text, c.conname::text, "
    "(SELECT string_agg(a.attname::text, chr(31) ORDER BY k.place) "
    "FROM unnest(c.conkey) WITH ORDINALITY AS k (number, place) "
    "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number) "
    "FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace "
    "WHERE c.contype = 'f'";

// An expression has no attribute: its name is empty.
constexpr std::string_view kIndexes =
    "SELECT n.nspname::text, t.relname::text, pg_table_is_visible(t.oid)::int::text, i.relname::text, "
    "(SELECT string_agg(coalesce(a.attname::text, ''), chr(31) ORDER BY k.place) "
    "FROM unnest(x.indkey) WITH ORDINALITY AS k (number, place) "
    "LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.number WHERE k.place <= x.indnkeyatts), "
    "x.indisunique::int::text, (x.indpred IS NULL)::int::text "
    "FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid "
    "JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname NOT IN ('pg_catalog', 'pg_toast')";

// Calls `fill` for the table under its schema's name and, where the search path finds it, under none.
template <typename Fill>
void ForTable(Catalog& catalog, std::string_view schema, std::string_view table, bool visible, Fill fill) {
  fill(catalog.tables[{std::string(schema), std::string(table)}]);
  if (visible) fill(catalog.tables[{"", std::string(table)}]);
}

absl::Status ReadSchemas(Connection& connection, const Context& context, Catalog& catalog) {
  ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, CatalogRows::Read(connection, kSchemas, context));
  for (size_t i = 0; i < rows.size(); ++i) catalog.schemas.emplace(rows.Text(i, 0));
  return absl::OkStatus();
}

absl::Status ReadTables(Connection& connection, const Context& context, Catalog& catalog) {
  ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, CatalogRows::Read(connection, kTables, context));
  for (size_t i = 0; i < rows.size(); ++i) {
    ForTable(catalog, rows.Text(i, 0), rows.Text(i, 1), rows.Flag(i, 3),
             [&](CatalogTable& table) { table.is_view = rows.Flag(i, 2); });
  }
  return absl::OkStatus();
}

absl::Status ReadForeignKeys(Connection& connection, const Context& context, Catalog& catalog) {
  ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, CatalogRows::Read(connection, kForeignKeys, context));
  for (size_t i = 0; i < rows.size(); ++i) {
    ForTable(catalog, rows.Text(i, 0), rows.Text(i, 1), rows.Flag(i, 2), [&](CatalogTable& table) {
      table.names.emplace(rows.Text(i, 3));
      table.foreign_keys.insert(rows.Names(i, 4));
    });
  }
  return absl::OkStatus();
}

absl::Status ReadIndexes(Connection& connection, const Context& context, Catalog& catalog) {
  ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, CatalogRows::Read(connection, kIndexes, context));
  for (size_t i = 0; i < rows.size(); ++i) {
    ForTable(catalog, rows.Text(i, 0), rows.Text(i, 1), rows.Flag(i, 2), [&](CatalogTable& table) {
      table.names.emplace(rows.Text(i, 3));
      if (!rows.Flag(i, 6)) return;
      table.indexes.insert(rows.Names(i, 4));
      if (rows.Flag(i, 5)) table.uniques.insert(rows.Names(i, 4));
    });
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Catalog> ReadPostgresCatalog(Connection& connection, const Context& context) {
  Catalog catalog;
  ORMD_RETURN_IF_ERROR(ReadSchemas(connection, context, catalog));
  ORMD_RETURN_IF_ERROR(ReadTables(connection, context, catalog));
  ORMD_RETURN_IF_ERROR(ReadForeignKeys(connection, context, catalog));
  ORMD_RETURN_IF_ERROR(ReadIndexes(connection, context, catalog));
  return catalog;
}

}  // namespace ormd
