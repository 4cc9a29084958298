#include "client/cli/diagram.h"

#include "orm/options.pb.h"

namespace ormd::cli {
namespace {

using client::EntityType;
using client::Property;
using Kind = DiagramRelation::Kind;

const orm::PropertyOptions& OptionsOf(const Property& property) {
  return property.field->options().GetExtension(orm::property);
}

std::string NameOf(const client::Model& model, const EntityType& type) {
  const std::string& short_name = type.descriptor()->name();
  return model.Find(short_name) == &type ? short_name : type.name();
}

// Types of the key's columns, in their order.
void AppendKeyTypes(const EntityType& type, std::vector<std::string>& types) {
  for (const Property* part : type.key()) {
    if (part->target != nullptr) {
      AppendKeyTypes(*part->target, types);
    } else {
      types.push_back(part->info.type());
    }
  }
}

bool IsKey(const EntityType& type, const Property& property) {
  for (const Property* part : type.key()) {
    if (part == &property) return true;
  }
  return false;
}

bool IsOwning(const Property& property) { return property.target != nullptr && property.info.mapped_by().empty(); }

void AppendColumns(const EntityType& type, const Property& property, std::vector<DiagramColumn>& columns) {
  if (property.is_to_many()) return;
  std::vector<std::string> types = {property.info.type()};
  if (property.target != nullptr) {
    types.clear();
    AppendKeyTypes(*property.target, types);
  }
  const bool unique = OptionsOf(property).unique() || property.info.kind() == orm::v1::Property::ONE_TO_ONE;
  for (int i = 0; i < property.info.columns_size(); ++i) {
    DiagramColumn column;
    column.name = property.info.columns(i);
    if (static_cast<size_t>(i) < types.size()) column.type = types[static_cast<size_t>(i)];
    column.primary = IsKey(type, property);
    column.foreign = property.target != nullptr;
    column.unique = unique && !column.primary && property.info.columns_size() == 1;
    column.nullable = property.info.nullable();
    columns.push_back(std::move(column));
  }
}

Kind KindOf(const Property& property) {
  if (property.info.kind() == orm::v1::Property::MANY_TO_MANY) return Kind::kManyToMany;
  return property.info.kind() == orm::v1::Property::ONE_TO_ONE ? Kind::kOneToOne : Kind::kManyToOne;
}

}  // namespace

Diagram ReadDiagram(const client::Model& model) {
  Diagram diagram;
  for (const auto& type : model.entities()) {
    DiagramEntity entity{NameOf(model, *type), {}};
    for (const Property& property : type->properties()) {
      AppendColumns(*type, property, entity.columns);
      if (!IsOwning(property)) continue;
      diagram.relations.push_back({KindOf(property), entity.name, NameOf(model, *property.target), property.name(),
                                   property.info.nullable(), IsKey(*type, property)});
    }
    diagram.entities.push_back(std::move(entity));
  }
  return diagram;
}

}  // namespace ormd::cli
