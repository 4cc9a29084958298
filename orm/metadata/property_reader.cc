#include "orm/base/strings.h"
#include "orm/metadata/database_reader.h"
#include "orm/metadata/passes.h"
#include "orm/metadata/property_shape.h"
#include "orm/metadata/relation_reader.h"
#include "orm/metadata/scalar_reader.h"

namespace ormd {
namespace {

using google::protobuf::FieldDescriptor;
using Options = orm::PropertyOptions;

std::unique_ptr<PropertyMetadata> DeclareProperty(const EntityMetadata& entity, const FieldDescriptor& field) {
  auto property = std::make_unique<PropertyMetadata>();
  property->name = field.name();
  property->index = static_cast<size_t>(field.index());
  property->field = &field;
  property->owner = &entity;
  const Options& options = OptionsOf(*property);
  property->primary = options.has_primary();
  property->lazy = options.lazy();
  property->hidden = options.hidden();
  property->persist = !options.has_persist() || options.persist();
  property->comment = options.comment();
  property->indexed = !options.has_index() || options.index();
  return property;
}

bool CheckRoles(const PropertyMetadata& property, BuildContext& context) {
  const std::vector<const FieldDescriptor*> roles = RolesOf(OptionsOf(property));
  if (roles.size() > 1) {
    std::vector<std::string> names;
    for (const FieldDescriptor* role : roles) names.push_back(StrCat("`", role->name(), "`"));
    context.Break(property, {roles[1]->number()}, StrCat("has the roles ", StrJoin(names, ", "), ": one is the most"));
    return false;
  }
  if (OptionsOf(property).has_embedded()) {
    context.Break(property, {Options::kEmbeddedFieldNumber}, "`embedded` is not supported by this version");
    return false;
  }
  return true;
}

void ReadProperty(PropertyMetadata& property, BuildContext& context) {
  if (property.field->real_containing_oneof() != nullptr) {
    return context.Break(property, {}, "stands in a oneof: each property has a column of its own");
  }
  if (!CheckRoles(property, context)) return;
  if (HasRelationRole(OptionsOf(property))) {
    ReadRelation(property, context);
  } else {
    ReadScalar(property, context);
  }
  if (context.is_broken(property)) return;
  CheckSettings(property, context);
  ReadDatabaseSettings(property, context);
}

// Why the property cannot be part of a key; empty where it can.
std::string_view KeyMisfit(const PropertyMetadata& property) {
  if (property.nullable) return "a key cannot be nullable";
  if (property.lazy) return "a key cannot be lazy";
  if (property.hidden) return "a key cannot be hidden";
  if (property.on_update != Generate::kNone) return "a key cannot change: `on_update` does not fit it";
  if (property.is_scalar() && property.type.kind == TypeKind::kArray) return "a list cannot be a key";
  if (property.is_scalar() && property.type.kind == TypeKind::kJson) return "json cannot be a key";
  return "";
}

void ReadKey(EntityMetadata& entity, BuildContext& context) {
  for (const auto& property : entity.properties) {
    if (!property->primary) continue;
    entity.primary_key.push_back(property.get());
    if (context.is_broken(*property) || !Fits(Options::kPrimaryFieldNumber, ShapeOf(OptionsOf(*property)))) continue;
    const std::string_view misfit = KeyMisfit(*property);
    if (!misfit.empty()) context.faults.Add(*property, {Options::kPrimaryFieldNumber}, misfit);
  }
  if (entity.primary_key.empty()) context.faults.Add(entity, "has no key: mark a property with `primary: {}`");
  if (entity.primary_key.size() < 2) return;
  for (const PropertyMetadata* property : entity.primary_key) {
    if (!property->identity) continue;
    context.faults.Add(*property, {Options::kPrimaryFieldNumber, orm::Primary::kGeneratedFieldNumber},
                       "`generated: IDENTITY` cannot be part of a composite key");
  }
}

void ReadVersion(EntityMetadata& entity, BuildContext& context) {
  for (const auto& property : entity.properties) {
    if (!property->version) continue;
    if (entity.version == nullptr) {
      entity.version = property.get();
    } else {
      context.faults.Add(*property, {Options::kVersionFieldNumber},
                         StrCat("'", entity.version->name, "' is the version already: one is the most"));
    }
  }
}

// By both forms of the name; the proto names come first, so that they win.
void NameProperties(EntityMetadata& entity) {
  for (const auto& property : entity.properties) entity.by_name.emplace(property->name, property.get());
  for (const auto& property : entity.properties) {
    entity.by_name.emplace(property->field->camelcase_name(), property.get());
  }
}

}  // namespace

void ReadProperties(BuildContext& context) {
  for (const auto& entity : context.entities) {
    for (int i = 0; i < entity->descriptor->field_count(); ++i) {
      entity->properties.push_back(DeclareProperty(*entity, *entity->descriptor->field(i)));
      ReadProperty(*entity->properties.back(), context);
    }
    NameProperties(*entity);
    ReadKey(*entity, context);
    ReadVersion(*entity, context);
  }
}

}  // namespace ormd
