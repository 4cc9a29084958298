// Gathers what of a row may stand only once, and what foreign keys that are no relations refer to.
#include "orm/metadata/passes.h"

namespace ormd {
namespace {

void Gather(EntityMetadata& entity) {
  for (const UniqueMetadata& unique : entity.uniques) {
    entity.unique_columns.push_back({unique.columns, unique.deferrable});
  }
  for (const IndexMetadata& index : entity.indexes) {
    const bool plain = index.unique && index.where.empty() && !index.columns.empty();
    if (plain) entity.unique_columns.push_back({index.columns, Deferrable::kNot});
  }
}

void MarkColumn(EntityMetadata& entity, const std::string& name) {
  for (const Column& column : entity.columns) {
    if (column.name == name) entity.properties[column.property]->referred_to = true;
  }
}

// A table of another schema that has the name is marked too, which does no harm.
void MarkTargets(const ForeignKeyMetadata& key, BuildContext& context) {
  for (const auto& entity : context.entities) {
    if (entity->table != key.table) continue;
    for (const std::string& name : key.target_columns) MarkColumn(*entity, name);
  }
}

}  // namespace

void GatherUniqueColumns(BuildContext& context) {
  for (const auto& entity : context.entities) {
    Gather(*entity);
    for (const ForeignKeyMetadata& key : entity->foreign_keys) MarkTargets(key, context);
  }
}

}  // namespace ormd
