#include "orm/schema/sqlite/direct_change.h"

#include <algorithm>

namespace ormd {
namespace {

bool IsOver(const ForeignKey& key, const TableColumn& column) {
  return key.columns.size() == 1 && SameName(key.columns.front(), column.name);
}

// The first of the new columns that the check mentions; nullptr where it is about none of them.
const TableColumn* HostOf(const TableCheck& check, const TableDifference& difference) {
  const auto found = std::find_if(difference.added.begin(), difference.added.end(), [&](const TableColumn* column) {
    return Mentions(check.expression, {LowerName(column->name)});
  });
  return found == difference.added.end() ? nullptr : *found;
}

// A column added later must not be mentioned by a check of one that is added before.
bool HasHost(const TableCheck& check, const TableDifference& difference) {
  const auto mentioned = [&](const TableColumn* column) {
    return Mentions(check.expression, {LowerName(column->name)});
  };
  return std::count_if(difference.added.begin(), difference.added.end(), mentioned) == 1;
}

bool HasHost(const ForeignKey& key, const TableDifference& difference) {
  // A second one over the same column would have to stand behind it too.
  const auto over_the_same = [&](const ForeignKey* other) { return other->columns == key.columns; };
  return std::count_if(difference.added_keys.begin(), difference.added_keys.end(), over_the_same) == 1 &&
         std::any_of(difference.added.begin(), difference.added.end(),
                     [&](const TableColumn* column) { return IsOver(key, *column); });
}

// The same in every row, and not null.
bool IsConstant(const std::string& sql) {
  std::vector<SqliteToken> tokens = Tokenize(sql);
  if (tokens.size() == 2 && (tokens.front().IsSymbol("-") || tokens.front().IsSymbol("+"))) {
    return tokens.back().kind == SqliteToken::Kind::kNumber;
  }
  if (tokens.size() != 1) return false;
  const SqliteToken::Kind kind = tokens.front().kind;
  return kind == SqliteToken::Kind::kNumber || kind == SqliteToken::Kind::kText || kind == SqliteToken::Kind::kBlob;
}

bool CanAdd(const Table& table, const TableColumn& column) {
  const std::vector<std::string>& key = table.primary_key.columns;
  if (column.identity || std::find(key.begin(), key.end(), column.name) != key.end()) return false;
  if (column.generated.has_value()) return column.nullable && !column.generated_stored;
  return column.default_sql.has_value() ? IsConstant(*column.default_sql) : column.nullable;
}

// Column that SQLite lets go, once its indexes are gone; where a trigger needs it, SQLite refuses and names the
// trigger.
bool CanDrop(const Table& table, const TableColumn& column) {
  const NameSet name = {LowerName(column.name)};
  const auto names_it = [&](const std::vector<std::string>& columns) {
    return std::any_of(columns.begin(), columns.end(),
                       [&](const std::string& other) { return SameName(other, column.name); });
  };
  const auto generated_of = [&](const TableColumn& other) {
    return other.generated.has_value() && Mentions(*other.generated, name);
  };
  const auto unique_of = [&](const UniqueConstraint& unique) {
    return unique.name.empty() && names_it(unique.columns);
  };
  const auto key_of = [&](const ForeignKey& key) {
    return names_it(key.columns) || (SameName(key.target.name, table.name.name) && names_it(key.target_columns));
  };
  return !names_it(table.primary_key.columns) &&
         std::none_of(table.columns.begin(), table.columns.end(), generated_of) &&
         std::none_of(table.uniques.begin(), table.uniques.end(), unique_of) &&
         std::none_of(table.checks.begin(), table.checks.end(),
                      [&](const TableCheck& check) { return Mentions(check.expression, name); }) &&
         std::none_of(table.foreign_keys.begin(), table.foreign_keys.end(), key_of);
}

}  // namespace

AddedParts PartsWith(const TableColumn& column, const TableDifference& difference) {
  AddedParts parts;
  for (const TableCheck* check : difference.added_checks) {
    if (HostOf(*check, difference) == &column) parts.checks.push_back(check);
  }
  for (const ForeignKey* key : difference.added_keys) {
    if (IsOver(*key, column)) parts.key = key;
  }
  return parts;
}

bool IsDirect(const TableStep& step, const TableDifference& difference) {
  const bool simple = difference.changed.empty() && !difference.key && difference.dropped_checks.empty() &&
                      difference.dropped_keys.empty() && !HasUnnamed(difference.dropped_uniques) &&
                      !HasUnnamed(difference.added_uniques);
  if (!simple) return false;
  const auto has_host = [&](const auto* part) { return HasHost(*part, difference); };
  const auto can_add = [&](const TableColumn* column) { return CanAdd(step.to, *column); };
  const auto can_drop = [&](const TableColumn* column) { return CanDrop(step.from, *column); };
  return std::all_of(difference.added_checks.begin(), difference.added_checks.end(), has_host) &&
         std::all_of(difference.added_keys.begin(), difference.added_keys.end(), has_host) &&
         std::all_of(difference.added.begin(), difference.added.end(), can_add) &&
         std::all_of(difference.dropped.begin(), difference.dropped.end(), can_drop);
}

}  // namespace ormd
