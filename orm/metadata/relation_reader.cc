#include "orm/metadata/relation_reader.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/metadata/deferrable.h"
#include "orm/metadata/field_type.h"
#include "orm/metadata/scalar_reader.h"

namespace ormd {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Options = orm::PropertyOptions;

PropertyKind KindOf(const Options& options) {
  if (options.has_many_to_one()) return PropertyKind::kManyToOne;
  if (options.has_one_to_one()) return PropertyKind::kOneToOne;
  return options.has_one_to_many() ? PropertyKind::kOneToMany : PropertyKind::kManyToMany;
}

int RoleOf(const Options& options) {
  if (options.has_many_to_one()) return Options::kManyToOneFieldNumber;
  if (options.has_one_to_one()) return Options::kOneToOneFieldNumber;
  return options.has_one_to_many() ? Options::kOneToManyFieldNumber : Options::kManyToManyFieldNumber;
}

// Why the field cannot have its role; empty where it can.
std::string Misfit(const PropertyMetadata& property, const std::string& role, const BuildContext& context) {
  const FieldDescriptor& field = *property.field;
  if (field.message_type() == nullptr || field.is_map()) {
    return StrCat("`", role, "` does not fit ", FieldKindName(field), ": it needs a message that is an entity");
  }
  const std::string& target = field.message_type()->full_name();
  if (!context.by_descriptor.contains(field.message_type())) {
    const bool foreign = field.message_type()->file()->package() == "google.protobuf";
    return StrCat("'", target, "' is not an entity", foreign ? "" : ": add `option (orm.entity) = {}` to it");
  }
  if (property.is_to_many() == field.is_repeated()) return "";
  return property.is_to_many()
             ? StrCat("`", role, "` needs a repeated field")
             : StrCat("`", role, "` does not fit a repeated field: use `one_to_many` or `many_to_many`");
}

ReferentialAction ReadAction(const PropertyMetadata& property, orm::Rule::Action action, const OptionPath& path,
                             const std::string& name, BuildContext& context) {
  const ReferentialAction rule = ReferentialActionOf(action);
  const bool clears = rule == ReferentialAction::kSetNull || rule == ReferentialAction::kSetDefault;
  if (rule != ReferentialAction::kDefault && !property.constraint) {
    context.faults.Add(property, path,
                       StrCat("`", name, "` needs the foreign key that `constraint: false` leaves out"));
  } else if (clears && !property.nullable) {
    context.faults.Add(property, path,
                       StrCat("`", name, ": ", orm::Rule::Action_Name(action), "` needs a relation that may be null"));
  }
  return rule;
}

template <typename Role>
void ReadOwning(PropertyMetadata& property, const Role& role, BuildContext& context) {
  const int number = RoleOf(OptionsOf(property));
  property.nullable = ReadNullable(property, context);
  property.constraint = !role.has_constraint() || role.constraint();
  property.delete_rule =
      ReadAction(property, role.on_delete(), {number, Role::kOnDeleteFieldNumber}, "on_delete", context);
  property.update_rule =
      ReadAction(property, role.on_update(), {number, Role::kOnUpdateFieldNumber}, "on_update", context);
  property.deferrable = DeferrableOf(role.defer());
  if (property.deferrable != Deferrable::kNot && !property.constraint) {
    context.faults.Add(property, {number, Role::kDeferFieldNumber},
                       "`defer` needs the foreign key that `constraint: false` leaves out");
  }
  const Options& options = OptionsOf(property);
  if (options.has_primary() && options.primary().generated() == orm::Primary::IDENTITY) {
    context.faults.Add(property, {Options::kPrimaryFieldNumber}, "`generated: IDENTITY` does not fit a relation");
  }
}

// Refuses settings of the owning side beside mapped_by; `allowed` are the numbers of the inverse side's own.
void RefuseOwnersSettings(const PropertyMetadata& property, const Message& role, std::initializer_list<int> allowed,
                          BuildContext& context) {
  std::vector<const FieldDescriptor*> fields;
  role.GetReflection()->ListFields(role, &fields);
  for (const FieldDescriptor* field : fields) {
    if (std::find(allowed.begin(), allowed.end(), field->number()) != allowed.end()) continue;
    context.faults.Add(property, {RoleOf(OptionsOf(property)), field->number()},
                       StrCat("`", field->name(), "` belongs to the owning side, not beside `mapped_by`"));
  }
}

void ReadOneToOne(PropertyMetadata& property, const orm::OneToOne& role, BuildContext& context) {
  using Role = orm::OneToOne;
  property.orphan_removal = role.orphan_removal();
  if (role.has_mapped_by()) {
    property.nullable = true;
    return RefuseOwnersSettings(property, role, {Role::kMappedByFieldNumber, Role::kOrphanRemovalFieldNumber}, context);
  }
  ReadOwning(property, role, context);
  if (role.orphan_removal()) {
    context.faults.Add(property, {Options::kOneToOneFieldNumber, Role::kOrphanRemovalFieldNumber},
                       "`orphan_removal` belongs to the inverse side, beside `mapped_by`");
  }
}

// The rules are those of the pivot table.
void ReadManyToMany(PropertyMetadata& property, const orm::ManyToMany& role, BuildContext& context) {
  using Role = orm::ManyToMany;
  if (role.has_mapped_by()) {
    return RefuseOwnersSettings(property, role, {Role::kMappedByFieldNumber, Role::kOrderFieldNumber}, context);
  }
  const int number = RoleOf(OptionsOf(property));
  property.delete_rule =
      ReadAction(property, role.on_delete(), {number, Role::kOnDeleteFieldNumber}, "on_delete", context);
  property.update_rule =
      ReadAction(property, role.on_update(), {number, Role::kOnUpdateFieldNumber}, "on_update", context);
}

}  // namespace

ReferentialAction ReferentialActionOf(orm::Rule::Action action) {
  switch (action) {
    case orm::Rule::CASCADE:
      return ReferentialAction::kCascade;
    case orm::Rule::SET_NULL:
      return ReferentialAction::kSetNull;
    case orm::Rule::SET_DEFAULT:
      return ReferentialAction::kSetDefault;
    case orm::Rule::RESTRICT:
      return ReferentialAction::kRestrict;
    case orm::Rule::NO_ACTION:
      return ReferentialAction::kNoAction;
    default:
      return ReferentialAction::kDefault;
  }
}

bool HasRelationRole(const Options& options) {
  return options.has_many_to_one() || options.has_one_to_one() || options.has_one_to_many() ||
         options.has_many_to_many();
}

bool IsInverseRole(const Options& options) {
  if (options.has_one_to_one()) return options.one_to_one().has_mapped_by();
  if (options.has_many_to_many()) return options.many_to_many().has_mapped_by();
  return options.has_one_to_many();
}

void ReadRelation(PropertyMetadata& property, BuildContext& context) {
  const Options& options = OptionsOf(property);
  property.kind = KindOf(options);
  const int role = RoleOf(options);
  const std::string misfit = Misfit(property, Options::descriptor()->FindFieldByNumber(role)->name(), context);
  if (!misfit.empty()) return context.Break(property, {role}, misfit);
  property.target = context.by_descriptor.at(property.field->message_type());
  if (options.has_many_to_one()) ReadOwning(property, options.many_to_one(), context);
  if (options.has_one_to_one()) ReadOneToOne(property, options.one_to_one(), context);
  if (options.has_one_to_many()) property.orphan_removal = options.one_to_many().orphan_removal();
  if (options.has_many_to_many()) ReadManyToMany(property, options.many_to_many(), context);
  if (property.is_to_many() && options.has_index() && (options.index() || IsInverseRole(options))) {
    context.faults.Add(property, {Options::kIndexFieldNumber},
                       "a to-many relation may only have `index: false`, on the owning side of a many_to_many");
  }
}

}  // namespace ormd
