#include "server/service/schema_messages.h"

#include <google/protobuf/descriptor.h>

#include "orm/value/type.h"

namespace ormd {
namespace {

orm::v1::Property::Kind KindOf(PropertyKind kind) {
  switch (kind) {
    case PropertyKind::kScalar:
      return orm::v1::Property::SCALAR;
    case PropertyKind::kManyToOne:
      return orm::v1::Property::MANY_TO_ONE;
    case PropertyKind::kOneToOne:
      return orm::v1::Property::ONE_TO_ONE;
    case PropertyKind::kOneToMany:
      return orm::v1::Property::ONE_TO_MANY;
    case PropertyKind::kManyToMany:
      return orm::v1::Property::MANY_TO_MANY;
  }
  return orm::v1::Property::KIND_UNSPECIFIED;
}

void DescribeProperty(const EntityMetadata& entity, const PropertyMetadata& property, orm::v1::Property* out) {
  out->set_name(property.name);
  out->set_kind(KindOf(property.kind));
  if (property.is_scalar()) out->set_type(TypeName(property.type));
  out->set_nullable(property.nullable);
  for (size_t i = 0; i < property.column_count; ++i) out->add_columns(entity.columns[property.first_column + i].name);
  if (property.target != nullptr) out->set_target(property.target->name);
  if (property.mapped_by != nullptr) out->set_mapped_by(property.mapped_by->name);
  out->set_generated(property.read_only() ||
                     (property.is_scalar() && property.optional_at_create() && !property.nullable));
  out->set_lazy(property.lazy);
  out->set_hidden(property.hidden);
}

}  // namespace

void DescribeEntity(const EntityMetadata& entity, orm::v1::Entity* out) {
  out->set_name(entity.name);
  out->set_table(entity.table);
  for (const auto& property : entity.properties) {
    DescribeProperty(entity, *property, out->add_properties());
  }
  for (const PropertyMetadata* key : entity.primary_key) out->add_primary_key(key->name);
  if (entity.version != nullptr) out->set_version_property(entity.version->name);
  out->set_readonly(entity.readonly);
  out->set_comment(entity.comment);
  for (const CheckMetadata& check : entity.checks) out->add_checks(check.expression);
}

void DescribeFiles(const Schema& schema, google::protobuf::FileDescriptorSet* out) {
  for (const google::protobuf::FileDescriptor* file : schema.files()) file->CopyTo(out->add_file());
}

}  // namespace ormd
