#include "orm/schema/same_part.h"

#include <algorithm>
#include <set>

#include "orm/schema/foreign_key_rules.h"

namespace ormd {
namespace {

TypeKind StoredKind(TypeKind kind) { return kind == TypeKind::kEnum ? TypeKind::kText : kind; }

uint32_t ScaleOf(const Type& type) { return type.scale.value_or(0); }

bool SameOptionalSql(const std::optional<std::string>& before, const std::optional<std::string>& after,
                     const ColumnRenames* renames) {
  if (!before.has_value() || !after.has_value()) return before.has_value() == after.has_value();
  return SameSql(*before, *after, renames);
}

std::vector<std::string> Renamed(std::vector<std::string> columns, const ColumnRenames* renames) {
  if (renames == nullptr) return columns;
  for (std::string& column : columns) {
    if (const auto renamed = renames->find(column); renamed != renames->end()) column = renamed->second;
  }
  return columns;
}

std::string_view MethodOf(const TableIndex& index) {
  return index.method == "btree" ? std::string_view() : std::string_view(index.method);
}

using Pairs = std::set<std::pair<std::string, std::string>>;

Pairs PairsOf(const std::vector<std::string>& columns, const std::vector<std::string>& targets) {
  Pairs pairs;
  for (size_t i = 0; i < columns.size() && i < targets.size(); ++i) pairs.emplace(columns[i], targets[i]);
  return pairs;
}

}  // namespace

bool SameType(const Type& a, const Type& b) {
  if (!a.database_type.empty() || !b.database_type.empty()) return a.database_type == b.database_type;
  if (StoredKind(a.kind) != StoredKind(b.kind)) return false;
  if (a.kind == TypeKind::kArray) {
    return a.element != nullptr && b.element != nullptr && SameType(*a.element, *b.element);
  }
  return a.length == b.length && a.precision == b.precision && ScaleOf(a) == ScaleOf(b);
}

bool SameColumn(const TableColumn& before, const TableColumn& after, const ColumnRenames* renames) {
  const bool stored = !before.generated.has_value() || before.generated_stored == after.generated_stored;
  return SameType(before.type, after.type) && before.nullable == after.nullable && before.identity == after.identity &&
         SameOptionalSql(before.default_sql, after.default_sql, nullptr) &&
         SameOptionalSql(before.generated, after.generated, renames) && stored && before.collation == after.collation &&
         before.comment == after.comment;
}

bool SameIndex(const TableIndex& before, const TableIndex& after, const ColumnRenames* renames) {
  return !before.invalid && before.unique == after.unique && MethodOf(before) == MethodOf(after) &&
         Renamed(before.columns, renames) == after.columns && Renamed(before.include, renames) == after.include &&
         SameSql(before.expression, after.expression, renames) && SameSql(before.where, after.where, renames);
}

bool SameForeignKey(const TableName& table, const ForeignKey& before, const ForeignKey& after, const Renames& renames) {
  const Pairs pairs =
      PairsOf(renames.After(table, before.columns), renames.After(before.target, before.target_columns));
  return renames.After(before.target) == after.target && pairs == PairsOf(after.columns, after.target_columns) &&
         EffectiveAction(before.on_delete) == EffectiveAction(after.on_delete) &&
         EffectiveAction(before.on_update) == EffectiveAction(after.on_update) && before.deferrable == after.deferrable;
}

bool SameView(const View& before, const View& after) {
  const auto same = [](const TableIndex& a, const TableIndex& b) { return SameIndex(a, b, nullptr); };
  return before.definition == after.definition && before.materialized == after.materialized &&
         before.comment == after.comment && before.indexes.size() == after.indexes.size() &&
         std::is_permutation(before.indexes.begin(), before.indexes.end(), after.indexes.begin(), same);
}

bool IsPlain(const TableIndex& index) {
  return !index.invalid && index.expression.empty() && index.where.empty() && index.include.empty() &&
         MethodOf(index).empty();
}

}  // namespace ormd
