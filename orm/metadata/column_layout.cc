#include "orm/metadata/key_resolver.h"
#include "orm/metadata/passes.h"

namespace ormd {
namespace {

void LayOut(PropertyMetadata& property, const std::vector<ColumnPlan>& plans, std::vector<Column>& columns) {
  property.first_column = columns.size();
  property.column_count = plans.size();
  for (size_t part = 0; part < plans.size(); ++part) {
    const ColumnPlan& plan = plans[part];
    columns.push_back(
        {plan.name, plan.type, property.nullable, property.index, part, plan.collation, plan.renamed_from});
  }
}

void ListKey(EntityMetadata& entity) {
  entity.key_fields = SlotMask(entity.size());
  for (const PropertyMetadata* property : entity.primary_key) {
    entity.key_fields.Set(property->index);
    for (size_t part = 0; part < property->column_count; ++part) {
      entity.key_columns.push_back(property->first_column + part);
    }
  }
}

void ListDefaultFields(EntityMetadata& entity) {
  entity.default_fields = SlotMask(entity.size());
  for (const auto& property : entity.properties) {
    if (property->read_by_default()) entity.default_fields.Set(property->index);
  }
}

}  // namespace

void LayOutColumns(BuildContext& context) {
  KeyResolver resolver(context);
  for (const auto& entity : context.entities) resolver.Resolve(*entity);
  for (const auto& entity : context.entities) {
    for (const auto& property : entity->properties) LayOut(*property, resolver.ColumnsOf(*property), entity->columns);
    ListKey(*entity);
    ListDefaultFields(*entity);
  }
}

}  // namespace ormd
