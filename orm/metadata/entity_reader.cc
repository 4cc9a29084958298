#include <string>

#include "orm/base/strings.h"
#include "orm/metadata/naming.h"
#include "orm/metadata/passes.h"

namespace ormd {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptor;
using Options = orm::EntityOptions;

void RefuseUnsupported(const EntityMetadata& entity, BuildContext& context) {
  const Options& options = OptionsOf(entity);
  const auto refuse = [&](int setting, std::string_view name) {
    context.faults.Add(entity, {setting}, StrCat("`", name, "` is not supported by this version"));
  };
  if (options.filters_size() > 0) refuse(Options::kFiltersFieldNumber, "filters");
  if (options.has_inheritance()) refuse(Options::kInheritanceFieldNumber, "inheritance");
}

void DeclareEntity(const Descriptor& type, BuildContext& context) {
  const Options& options = type.options().GetExtension(orm::entity);
  auto entity = std::make_unique<EntityMetadata>();
  entity->name = type.full_name();
  entity->short_name = type.name();
  entity->table = options.has_table() ? options.table() : Underscore(type.name());
  entity->schema = options.schema();
  entity->comment = options.comment();
  entity->renamed_from = options.renamed_from();
  if (options.has_view()) entity->view = ViewMetadata{options.view().expression(), options.view().materialized()};
  entity->readonly = options.readonly() || options.has_view();
  entity->index = context.entities.size();
  entity->descriptor = &type;
  RefuseUnsupported(*entity, context);
  if (type.file()->syntax() != FileDescriptor::SYNTAX_PROTO3) {
    context.faults.Add(*entity, "entities are declared in files with `syntax = \"proto3\"`");
  }
  context.by_descriptor.emplace(&type, entity.get());
  context.entities.push_back(std::move(entity));
}

// Settings of properties of no entity would be passed over in silence.
void RefuseStrayProperties(const Descriptor& type, BuildContext& context) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (!type.field(i)->options().HasExtension(orm::property)) continue;
    context.faults.Add(
        type, orm::kEntityFieldNumber,
        StrCat("'", type.field(i)->name(), "' has (orm.property), but the message is not an entity: add ",
               "`option (orm.entity) = {}`"));
    return;
  }
}

void DeclareMessage(const Descriptor& type, BuildContext& context) {
  if (type.options().map_entry()) return;
  const bool embeddable = type.options().HasExtension(orm::embeddable);
  if (embeddable) {
    context.faults.Add(type, orm::embeddable.number(), "embeddables are not supported by this version");
  }
  if (type.options().HasExtension(orm::entity)) {
    DeclareEntity(type, context);
  } else if (!embeddable) {
    RefuseStrayProperties(type, context);
  }
  for (int i = 0; i < type.nested_type_count(); ++i) DeclareMessage(*type.nested_type(i), context);
}

}  // namespace

void DeclareEntities(const std::vector<const FileDescriptor*>& files, BuildContext& context) {
  for (const FileDescriptor* file : files) {
    for (int i = 0; i < file->message_type_count(); ++i) DeclareMessage(*file->message_type(i), context);
  }
}

}  // namespace ormd
