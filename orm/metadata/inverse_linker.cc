#include "orm/base/strings.h"
#include "orm/metadata/near_name.h"
#include "orm/metadata/passes.h"
#include "orm/metadata/property_names.h"
#include "orm/metadata/relation_reader.h"

namespace ormd {
namespace {

using Options = orm::PropertyOptions;

struct MappedBy {
  const std::string& name;
  OptionPath path;
  PropertyKind owning_kind;
};

MappedBy MappedByOf(const Options& options) {
  if (options.has_one_to_one()) {
    return {options.one_to_one().mapped_by(),
            {Options::kOneToOneFieldNumber, orm::OneToOne::kMappedByFieldNumber},
            PropertyKind::kOneToOne};
  }
  if (options.has_one_to_many()) {
    return {options.one_to_many().mapped_by(),
            {Options::kOneToManyFieldNumber, orm::OneToMany::kMappedByFieldNumber},
            PropertyKind::kManyToOne};
  }
  return {options.many_to_many().mapped_by(),
          {Options::kManyToManyFieldNumber, orm::ManyToMany::kMappedByFieldNumber},
          PropertyKind::kManyToMany};
}

std::string_view KindName(PropertyKind kind) {
  switch (kind) {
    case PropertyKind::kScalar:
      return "scalar";
    case PropertyKind::kManyToOne:
      return "many_to_one";
    case PropertyKind::kOneToOne:
      return "one_to_one";
    case PropertyKind::kOneToMany:
      return "one_to_many";
    case PropertyKind::kManyToMany:
      return "many_to_many";
  }
  return "";
}

// Why `owning` cannot own the relation; empty where it can.
std::string Misfit(const PropertyMetadata& inverse, const PropertyMetadata& owning, PropertyKind kind) {
  const std::string name = StrCat(owning.owner->short_name, ".", owning.name);
  if (owning.kind != kind) {
    return StrCat("`mapped_by` needs a ", KindName(kind), " property, but ", name, " is a ", KindName(owning.kind));
  }
  if (IsInverseRole(OptionsOf(owning)))
    return StrCat("`mapped_by` needs the owning side, but ", name, " is an inverse side too");
  if (owning.target != inverse.owner) {
    return StrCat("`mapped_by` must point back here, but ", name, " points to ", owning.target->short_name);
  }
  if (owning.inverse == nullptr) return "";
  return StrCat(name, " has an inverse side already: ", owning.inverse->owner->short_name, ".", owning.inverse->name);
}

void LinkInverse(PropertyMetadata& property, BuildContext& context) {
  const MappedBy mapped_by = MappedByOf(OptionsOf(property));
  const EntityMetadata& target = *property.target;
  if (mapped_by.name.empty()) {
    return context.faults.Add(property, mapped_by.path,
                              StrCat("`mapped_by` is missing: the ", KindName(mapped_by.owning_kind), " property of ",
                                     target.short_name, " that points back here"));
  }
  const PropertyMetadata* owning = target.FindProperty(mapped_by.name);
  if (owning == nullptr) {
    return context.faults.Add(property, mapped_by.path,
                              StrCat("`mapped_by` names no property of ", target.short_name, ": '", mapped_by.name, "'",
                                     Proposal(mapped_by.name, PropertyNames(target))));
  }
  if (context.is_broken(*owning)) return;
  const std::string misfit = Misfit(property, *owning, mapped_by.owning_kind);
  if (!misfit.empty()) return context.faults.Add(property, mapped_by.path, misfit);
  property.mapped_by = owning;
  context.by_descriptor.at(target.descriptor)->properties[owning->index]->inverse = &property;
}

}  // namespace

void LinkInverses(BuildContext& context) {
  for (const auto& entity : context.entities) {
    for (const auto& property : entity->properties) {
      if (property->is_scalar() || context.is_broken(*property)) continue;
      if (IsInverseRole(OptionsOf(*property))) LinkInverse(*property, context);
    }
  }
}

}  // namespace ormd
