// The tables of one FROM clause: a root and the to-one relations that paths lead over.
#pragma once

#include <string>
#include <vector>

#include "orm/query/condition.h"
#include "orm/sql/platform.h"

namespace ormd {

// A column, or the expression of a formula, as SQL with its alias.
struct ColumnSql {
  std::string sql;
  const Type* type = nullptr;
};

// Numbers the aliases of one statement: e0, e1, p2.
class Aliases {
 public:
  std::string Next(char prefix) { return std::string(1, prefix) + std::to_string(count_++); }

 private:
  size_t count_ = 0;
};

// First told of every path that it has to reach, then asked for their columns. A hop whose key alone is asked for needs
// no join.
class TableScope {
 public:
  // `platform` and `aliases` must outlive the scope.
  TableScope(const Platform& platform, Aliases& aliases, const EntityMetadata& root);

  const EntityMetadata& root() const { return *tables_.front().entity; }
  const std::string& alias() const { return tables_.front().alias; }

  // Another table, which the scope does not know, stands in the same FROM clause.
  void StandBeside() { beside_ = true; }
  void Require(const PropertyPath& path);
  // What a condition needs of this scope; conditions on items of to-many relations have scopes of their own.
  void Require(const Condition& condition);

  // One for each column of the path's property, of required paths only.
  std::vector<ColumnSql> Columns(const PropertyPath& path) const;
  // Of a property of the root.
  std::vector<ColumnSql> Columns(const PropertyMetadata& property) const { return Columns({{}, &property}); }

  // `"order" AS e0`.
  std::string RootSql() const;
  // ` LEFT JOIN …` for every hop.
  void AppendJoins(std::string& out) const;

 private:
  struct Table {
    const EntityMetadata* entity = nullptr;
    std::string alias;
    size_t parent = 0;
    const PropertyMetadata* relation = nullptr;
  };

  // The table of hops; tables_.size() where it is not joined.
  size_t Find(size_t parent, const PropertyMetadata& relation) const;
  const Table& TableOf(const std::vector<const PropertyMetadata*>& hops) const;
  std::string ColumnSqlOf(const Table& table, size_t column) const;
  std::string ColumnName(const Table& table, size_t column) const;
  std::string FormulaSql(const Table& table, const PropertyMetadata& property) const;
  std::string JoinCondition(const Table& table) const;

  const Platform& platform_;
  Aliases& aliases_;
  std::vector<Table> tables_;
  bool beside_ = false;
};

}  // namespace ormd
