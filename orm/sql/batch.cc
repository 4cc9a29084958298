#include "orm/sql/batch.h"

#include <algorithm>
#include <limits>

#include "orm/base/strings.h"
#include "orm/sql/sql_text.h"

namespace ormd {
namespace {

// More rows gain nothing, and long texts with thousands of parameters crowd the cache of prepared statements.
constexpr size_t kMostRows = 1000;

}  // namespace

size_t RowsPerStatement(const Platform& platform, size_t params_of_row) {
  if (platform.array_batches()) return std::numeric_limits<size_t>::max();
  return std::clamp<size_t>(platform.max_params() / std::max<size_t>(1, params_of_row), 1, kMostRows);
}

std::string TableSql(const Platform& platform, const EntityMetadata& entity) {
  return platform.QuoteTable(entity.schema, entity.table);
}

std::vector<std::string> ColumnNames(const Platform& platform, const EntityMetadata& entity,
                                     const std::vector<size_t>& columns, std::string_view prefix) {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const size_t column : columns) names.push_back(StrCat(prefix, platform.Quote(entity.columns[column].name)));
  return names;
}

std::string ReturningSql(const Platform& platform, const EntityMetadata& entity, const std::vector<size_t>& columns,
                         std::string_view prefix) {
  std::vector<std::string> expressions = ColumnNames(platform, entity, columns, prefix);
  for (size_t i = 0; i < columns.size(); ++i) {
    std::string value = ReadSql(platform, entity, columns[i], std::move(expressions[i]));
    expressions[i] = platform.SelectExpression(entity.columns[columns[i]].type, std::move(value));
  }
  return StrCat(" RETURNING ", StrJoin(expressions, ", "));
}

std::vector<Type> ColumnTypes(const EntityMetadata& entity, const std::vector<size_t>& columns) {
  std::vector<Type> types;
  types.reserve(columns.size());
  for (const size_t column : columns) types.push_back(entity.columns[column].type);
  return types;
}

size_t VersionColumn(const EntityMetadata& entity) { return entity.version->first_column; }

}  // namespace ormd
