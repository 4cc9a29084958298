#include "orm/sql/key_select.h"

#include "orm/base/strings.h"
#include "orm/sql/table_scope.h"

namespace ormd {
namespace {

SelectQuery AllRows(const EntityMetadata& entity, const std::vector<size_t>& fields) {
  SelectQuery query;
  query.entity = &entity;
  query.fields = fields;
  return query;
}

}  // namespace

KeySelect::KeySelect(const Platform& platform, const EntityMetadata& entity, const std::vector<size_t>& fields)
    : platform_(platform), head_(CompileSelect(platform, AllRows(entity, fields))) {
  head_.sql += " WHERE ";
  Aliases aliases;
  const TableScope scope(platform, aliases, entity);
  for (ColumnSql& column : scope.Columns({{}, nullptr})) {
    key_columns_.push_back(std::move(column.sql));
    key_types_.push_back(*column.type);
  }
}

Statement KeySelect::For(const std::vector<Key>& keys) const {
  Statement statement = head_;
  statement.sql += platform_.InKeys(key_columns_, key_types_, keys, statement.params);
  return statement;
}

}  // namespace ormd
