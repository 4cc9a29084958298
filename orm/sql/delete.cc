#include <algorithm>

#include "orm/base/strings.h"
#include "orm/sql/batch.h"
#include "orm/sql/write.h"

namespace ormd {
namespace {

std::vector<Key> ConditionKeys(const DeleteBatch& batch, size_t first, size_t count) {
  std::vector<Key> keys(batch.keys.begin() + first, batch.keys.begin() + first + count);
  if (batch.versions.empty()) return keys;
  for (size_t i = 0; i < count; ++i) keys[i].push_back(batch.versions[first + i]);
  return keys;
}

}  // namespace

std::vector<BatchStatement> CompileDelete(const Platform& platform, const DeleteBatch& batch) {
  const EntityMetadata& entity = *batch.entity;
  std::vector<size_t> columns = entity.key_columns;
  if (!batch.versions.empty()) columns.push_back(VersionColumn(entity));
  const std::vector<std::string> names = ColumnNames(platform, entity, columns, "e0.");
  const std::vector<Type> types = ColumnTypes(entity, columns);
  const std::string head = StrCat("DELETE FROM ", TableSql(platform, entity), " AS e0 WHERE ");
  const std::string tail = ReturningSql(platform, entity, entity.key_columns, "");

  std::vector<BatchStatement> statements;
  const size_t chunk = RowsPerStatement(platform, columns.size());
  for (size_t first = 0; first < batch.keys.size(); first += statements.back().count) {
    const size_t count = std::min(chunk, batch.keys.size() - first);
    Statement statement;
    const std::string where = platform.InKeys(names, types, ConditionKeys(batch, first, count), statement.params);
    statement.sql = StrCat(head, where, tail);
    statements.push_back({std::move(statement), first, count, BatchStatement::Tells::kRows});
  }
  return statements;
}

}  // namespace ormd
