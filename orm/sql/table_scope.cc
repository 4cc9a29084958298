#include "orm/sql/table_scope.h"

#include <iterator>

#include "orm/base/strings.h"
#include "orm/query/reach.h"
#include "orm/sql/sql_text.h"

namespace ormd {
TableScope::TableScope(const Platform& platform, Aliases& aliases, const EntityMetadata& root)
    : platform_(platform), aliases_(aliases) {
  tables_.push_back({&root, aliases.Next('e'), 0, nullptr});
}

size_t TableScope::Find(size_t parent, const PropertyMetadata& relation) const {
  size_t table = 1;
  while (table < tables_.size() && (tables_[table].parent != parent || tables_[table].relation != &relation)) ++table;
  return table;
}

void TableScope::Require(const PropertyPath& path) {
  size_t table = 0;
  for (const PropertyMetadata* hop : ReachOf(root(), path).hops) {
    const size_t parent = table;
    table = Find(parent, *hop);
    if (table == tables_.size()) tables_.push_back({hop->target, aliases_.Next('e'), parent, hop});
  }
}

void TableScope::Require(const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::kTrue:
    case Condition::Kind::kFalse:
      return;
    case Condition::Kind::kAnd:
    case Condition::Kind::kOr:
    case Condition::Kind::kNot:
      for (const Condition& child : condition.children) Require(child);
      return;
    case Condition::Kind::kCompare:
      return Require(condition.path);
    case Condition::Kind::kSome:
    case Condition::Kind::kNone:
    case Condition::Kind::kEvery:
      return Require(PropertyPath{condition.path.hops, nullptr});
  }
}

const TableScope::Table& TableScope::TableOf(const std::vector<const PropertyMetadata*>& hops) const {
  size_t table = 0;
  for (const PropertyMetadata* hop : hops) table = Find(table, *hop);
  return tables_[table];
}

std::vector<ColumnSql> TableScope::Columns(const PropertyPath& path) const {
  const Reach reach = ReachOf(root(), path);
  const Table& table = TableOf(reach.hops);
  if (reach.columns.empty()) return {{FormulaSql(table, *path.property), &path.property->type}};
  std::vector<ColumnSql> columns;
  columns.reserve(reach.columns.size());
  for (const size_t column : reach.columns) {
    columns.push_back({ColumnSqlOf(table, column), &reach.entity->columns[column].type});
  }
  return columns;
}

std::string TableScope::ColumnSqlOf(const Table& table, size_t column) const {
  return ReadSql(platform_, *table.entity, column, ColumnName(table, column));
}

std::string TableScope::ColumnName(const Table& table, size_t column) const {
  return StrCat(table.alias, ".", platform_.Quote(table.entity->columns[column].name));
}

// A formula names the columns of its own entity without an alias. Where other tables stand beside, it moves into a row
// of its own; of a joined table, that is none where there is no row.
std::string TableScope::FormulaSql(const Table& table, const PropertyMetadata& property) const {
  if (tables_.size() == 1 && !beside_) return platform_.Computed(property.type, StrCat("(", *property.formula, ")"));
  std::string columns;
  for (size_t i = 0; i < table.entity->columns.size(); ++i) {
    StrAppend(&columns, i == 0 ? "" : ", ", ColumnName(table, i), " AS ",
              platform_.Quote(table.entity->columns[i].name));
  }
  const std::string& key = table.entity->columns[table.entity->key_columns.front()].name;
  const std::string there = table.relation == nullptr ? "" : StrCat(" WHERE f.", platform_.Quote(key), " IS NOT NULL");
  return StrCat("(SELECT ", platform_.Computed(property.type, *property.formula), " FROM (SELECT ", columns, ") AS f",
                there, ")");
}

std::string TableScope::RootSql() const {
  return StrCat(platform_.QuoteTable(root().schema, root().table), " AS ", alias());
}

std::string TableScope::JoinCondition(const Table& table) const {
  const Table& parent = tables_[table.parent];
  const PropertyMetadata& relation = *table.relation;
  const bool owning = relation.has_columns();
  const std::vector<size_t> foreign = OwnColumns(owning ? relation : *relation.mapped_by);
  const std::vector<size_t>& key = owning ? table.entity->key_columns : parent.entity->key_columns;
  std::string out;
  for (size_t i = 0; i < key.size(); ++i) {
    const size_t inner = owning ? key[i] : foreign[i];
    StrAppend(&out, i == 0 ? "" : " AND ", ColumnName(table, inner),
              platform_.Collation(table.entity->columns[inner].type), " = ",
              ColumnName(parent, owning ? foreign[i] : key[i]));
  }
  return out;
}

void TableScope::AppendJoins(std::string& out) const {
  for (auto table = std::next(tables_.begin()); table != tables_.end(); ++table) {
    StrAppend(&out, " LEFT JOIN ", platform_.QuoteTable(table->entity->schema, table->entity->table), " AS ",
              table->alias, " ON ", JoinCondition(*table));
  }
}

}  // namespace ormd
