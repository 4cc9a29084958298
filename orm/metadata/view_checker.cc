#include <algorithm>
#include <array>

#include "orm/base/strings.h"
#include "orm/metadata/passes.h"

namespace ormd {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Entity = orm::EntityOptions;
using Property = orm::PropertyOptions;

constexpr std::array kEntitySettings = {int{Entity::kUniquesFieldNumber}, int{Entity::kChecksFieldNumber},
                                        int{Entity::kForeignKeysFieldNumber}, int{Entity::kForeignKeysFieldNumber},
                                        int{Entity::kRenamedFromFieldNumber}};
constexpr std::array kPropertySettings = {int{Property::kDefaultFieldNumber},   int{Property::kDefaultRawFieldNumber},
                                          int{Property::kUniqueFieldNumber},    int{Property::kIndexFieldNumber},
                                          int{Property::kCheckFieldNumber},     int{Property::kCommentFieldNumber},
                                          int{Property::kOnCreateFieldNumber},  int{Property::kOnUpdateFieldNumber},
                                          int{Property::kCollationFieldNumber}, int{Property::kRenamedFromFieldNumber},
                                          int{Property::kVersionFieldNumber},   int{Property::kGeneratedFieldNumber}};

template <typename Settings, typename Tell>
void RefuseSettings(const Message& options, const Settings& settings, Tell tell) {
  std::vector<const FieldDescriptor*> fields;
  options.GetReflection()->ListFields(options, &fields);
  for (const FieldDescriptor* field : fields) {
    if (std::find(settings.begin(), settings.end(), field->number()) == settings.end()) continue;
    tell(field->number(), StrCat("`", field->name(), "` does not fit a view"));
  }
}

bool IsOwningManyToMany(const PropertyMetadata& property) {
  const Property& options = OptionsOf(property);
  return options.has_many_to_many() && !options.many_to_many().has_mapped_by();
}

bool HasRules(const PropertyMetadata& property) {
  return property.delete_rule != ReferentialAction::kDefault || property.update_rule != ReferentialAction::kDefault ||
         property.deferrable != Deferrable::kNot;
}

void CheckView(const EntityMetadata& entity, BuildContext& context) {
  const Entity& options = OptionsOf(entity);
  if (entity.view->expression.empty()) {
    context.faults.Add(entity, {Entity::kViewFieldNumber}, "a view needs an `expression`");
  }
  const auto tell = [&](int setting, const std::string& fault) { context.faults.Add(entity, {setting}, fault); };
  RefuseSettings(options, kEntitySettings, tell);
  if (options.indexes_size() > 0 && !entity.view->materialized) {
    tell(Entity::kIndexesFieldNumber, "`indexes` fit a view only where it is materialized");
  }
}

void CheckViewProperty(const PropertyMetadata& property, BuildContext& context) {
  const auto tell = [&](int setting, const std::string& fault) { context.faults.Add(property, {setting}, fault); };
  RefuseSettings(OptionsOf(property), kPropertySettings, tell);
  if (property.identity) tell(Property::kPrimaryFieldNumber, "`generated: IDENTITY` does not fit a view");
}

// No foreign key begins or ends at a view.
void FreeRelation(PropertyMetadata& property, BuildContext& context) {
  const bool of_view = property.owner->view || (property.target != nullptr && property.target->view);
  if (property.is_scalar() || !of_view) return;
  if (IsOwningManyToMany(property)) {
    context.faults.Add(property, {Property::kManyToManyFieldNumber}, "`many_to_many` needs tables on both sides");
  } else if (HasRules(property)) {
    context.faults.Add(property, "a relation with a view has no foreign key: no rules, no `defer`");
  }
  property.constraint = false;
}

}  // namespace

void CheckViews(BuildContext& context) {
  for (const auto& entity : context.entities) {
    if (entity->view) CheckView(*entity, context);
    for (const auto& property : entity->properties) {
      if (context.is_broken(*property)) continue;
      if (entity->view) CheckViewProperty(*property, context);
      FreeRelation(*property, context);
    }
  }
}

}  // namespace ormd
