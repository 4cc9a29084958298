// Writes conditions as SQL.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "orm/query/condition.h"
#include "orm/sql/table_scope.h"

namespace ormd {

class ConditionWriter {
 public:
  // All must outlive the writer.
  ConditionWriter(const Platform& platform, Aliases& aliases, std::vector<Param>& params)
      : platform_(platform), aliases_(aliases), params_(params) {}

  // Appends the condition; `scope` must have been told of it.
  void Write(const TableScope& scope, const Condition& condition, std::string& out);
  // The same with parentheses where it could not stand beside AND.
  void WriteOperand(const TableScope& scope, const Condition& condition, std::string& out);

 private:
  void WriteGroup(const TableScope& scope, std::span<const Condition> children, std::string_view separator,
                  std::string& out);
  void WriteHalves(const TableScope& scope, std::span<const Condition> children, std::string_view separator,
                   std::string& out);
  void WriteCompare(const TableScope& scope, const Condition& condition, std::string& out);
  void WriteNull(const std::vector<ColumnSql>& columns, bool null, std::string& out);
  void WriteUnequal(const std::vector<ColumnSql>& columns, const Key& key, std::string& out);
  void WriteIn(const std::vector<ColumnSql>& columns, const std::vector<Key>& keys, std::string& out);
  void WriteItems(const TableScope& scope, const Condition& condition, std::string& out);
  // The FROM clause of the items of a relation, and in `link` what ties them to the row of the outer scope.
  std::string ItemTables(const TableScope& outer, const PropertyPath& path, const TableScope& items, std::string& link);

  const Platform& platform_;
  Aliases& aliases_;
  std::vector<Param>& params_;
};

// `key = item` for every pair, joined by AND.
std::string EqualColumns(const Platform& platform, const std::vector<ColumnSql>& columns,
                         const std::vector<std::string>& others);

// alias."name" for each.
std::vector<std::string> AliasedColumns(const Platform& platform, std::string_view alias,
                                        const std::vector<std::string>& names);

}  // namespace ormd
