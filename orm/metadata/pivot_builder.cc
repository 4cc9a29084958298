#include <algorithm>

#include "orm/base/strings.h"
#include "orm/metadata/passes.h"
#include "orm/metadata/relation_reader.h"

namespace ormd {
namespace {

using Names = std::vector<std::string>;
using GivenNames = google::protobuf::RepeatedPtrField<std::string>;
using Options = orm::PropertyOptions;
using Role = orm::ManyToMany;

Names KeyNames(const EntityMetadata& entity, std::string_view prefix) {
  Names names;
  for (size_t column : entity.key_columns) names.push_back(StrCat(prefix, "_", entity.columns[column].name));
  return names;
}

const std::string& FormerTable(const EntityMetadata& entity) {
  return entity.renamed_from.empty() ? entity.table : entity.renamed_from;
}

// What default names under `prefix` were while the key had its former names.
Names FormerNames(const EntityMetadata& entity, std::string_view prefix) {
  Names names;
  for (size_t column : entity.key_columns) {
    const Column& key = entity.columns[column];
    names.push_back(StrCat(prefix, "_", key.renamed_from.empty() ? key.name : key.renamed_from));
  }
  return names;
}

// The names that are given, where they are as many as the key has columns; else those by `prefix`.
Names ReadNames(const PropertyMetadata& property, const GivenNames& given, int setting, const EntityMetadata& keyed,
                std::string_view prefix, BuildContext& context) {
  if (given.empty()) return KeyNames(keyed, prefix);
  const size_t count = keyed.key_columns.size();
  if (static_cast<size_t>(given.size()) == count) return Names(given.begin(), given.end());
  context.faults.Add(property, {Options::kManyToManyFieldNumber, setting},
                     StrCat("`", Role::descriptor()->FindFieldByNumber(setting)->name(), "` has ", given.size(),
                            given.size() == 1 ? " name" : " names", ", but the key of ", keyed.short_name, " has ",
                            count, count == 1 ? " column" : " columns"));
  return {};
}

bool Overlap(const Names& a, const Names& b) {
  return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

void BuildPivot(PropertyMetadata& property, BuildContext& context) {
  const EntityMetadata& owner = *property.owner;
  const EntityMetadata& target = *property.target;
  if (owner.key_columns.empty() || target.key_columns.empty()) return;
  const Role& role = OptionsOf(property).many_to_many();
  PivotTable pivot;
  pivot.schema = owner.schema;
  pivot.name = role.has_pivot_table() ? role.pivot_table() : StrCat(owner.table, "_", property.name);
  if (!role.has_pivot_table() && !owner.renamed_from.empty()) {
    pivot.renamed_from = StrCat(owner.renamed_from, "_", property.name);
  }
  if (role.join_columns().empty()) pivot.former_owner_columns = FormerNames(owner, FormerTable(owner));
  if (role.inverse_join_columns().empty()) pivot.former_target_columns = FormerNames(target, FormerTable(target));
  pivot.owner_columns =
      ReadNames(property, role.join_columns(), Role::kJoinColumnsFieldNumber, owner, owner.table, context);
  pivot.target_columns = ReadNames(property, role.inverse_join_columns(), Role::kInverseJoinColumnsFieldNumber, target,
                                   target.table, context);
  // Both sides are the same table: the field tells the far one.
  if (role.inverse_join_columns().empty() && Overlap(pivot.owner_columns, pivot.target_columns)) {
    pivot.target_columns = KeyNames(target, property.name);
    pivot.former_target_columns = FormerNames(target, property.name);
  }
  property.pivot = std::move(pivot);
}

}  // namespace

void BuildPivots(BuildContext& context) {
  for (const auto& entity : context.entities) {
    for (const auto& property : entity->properties) {
      if (property->kind != PropertyKind::kManyToMany || context.is_broken(*property)) continue;
      if (!IsInverseRole(OptionsOf(*property))) BuildPivot(*property, context);
    }
  }
}

}  // namespace ormd
