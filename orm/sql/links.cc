#include <algorithm>

#include "orm/base/strings.h"
#include "orm/sql/batch.h"
#include "orm/sql/sql_text.h"
#include "orm/sql/write.h"

namespace ormd {
namespace {

// A pivot table as a list of columns: the owner's key, then the target's.
struct PivotColumns {
  PivotColumns(const Platform& platform, const PropertyMetadata& relation)
      : types(ColumnTypes(*relation.owner, relation.owner->key_columns)),
        table(platform.QuoteTable(relation.pivot->schema, relation.pivot->name)) {
    const EntityMetadata& target = *relation.target;
    for (const size_t column : target.key_columns) types.push_back(target.columns[column].type);
    for (const std::string& name : relation.pivot->owner_columns) names.push_back(platform.Quote(name));
    for (const std::string& name : relation.pivot->target_columns) names.push_back(platform.Quote(name));
  }

  std::vector<Type> types;
  std::vector<std::string> names;
  std::string table;
};

std::vector<Key> Rows(const LinkBatch& batch, size_t first, size_t count) {
  std::vector<Key> rows;
  rows.reserve(count);
  for (size_t i = first; i < first + count; ++i) {
    Key& row = rows.emplace_back(batch.links[i].first);
    row.insert(row.end(), batch.links[i].second.begin(), batch.links[i].second.end());
  }
  return rows;
}

std::string InsertSource(const Platform& platform, const RowSet& rows, std::vector<Param>& params) {
  if (rows.count == 1 || !platform.array_batches()) return StrCat("VALUES ", ValuesOf(platform, rows, params));
  std::string selected;
  for (size_t i = 0; i < rows.types.size(); ++i) {
    StrAppend(&selected, i == 0 ? "" : ", ", platform.RowsColumn(*rows.types[i], i));
  }
  return StrCat("SELECT ", selected, " FROM ", platform.RowsTable(rows, false, params));
}

template <typename Write>
std::vector<BatchStatement> ForChunks(const Platform& platform, const LinkBatch& batch, size_t width,
                                      const Write& write) {
  std::vector<BatchStatement> statements;
  const size_t chunk = RowsPerStatement(platform, width);
  for (size_t first = 0; first < batch.links.size(); first += statements.back().count) {
    const size_t count = std::min(chunk, batch.links.size() - first);
    Statement statement;
    statement.sql = write(Rows(batch, first, count), statement.params);
    statements.push_back({std::move(statement), first, count});
  }
  return statements;
}

}  // namespace

std::vector<BatchStatement> CompileInsertLinks(const Platform& platform, const LinkBatch& batch) {
  const PivotColumns pivot(platform, *batch.relation);
  return ForChunks(platform, batch, pivot.names.size(), [&](const std::vector<Key>& rows, std::vector<Param>& params) {
    return StrCat("INSERT INTO ", pivot.table, " (", StrJoin(pivot.names, ", "), ") ",
                  InsertSource(platform, RowsOf(pivot.types, rows), params), " ON CONFLICT DO NOTHING");
  });
}

std::vector<BatchStatement> CompileDeleteLinks(const Platform& platform, const LinkBatch& batch) {
  const PivotColumns pivot(platform, *batch.relation);
  return ForChunks(platform, batch, pivot.names.size(), [&](const std::vector<Key>& rows, std::vector<Param>& params) {
    return StrCat("DELETE FROM ", pivot.table, " WHERE ", platform.InKeys(pivot.names, pivot.types, rows, params));
  });
}

}  // namespace ormd
