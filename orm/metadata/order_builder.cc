#include "orm/base/strings.h"
#include "orm/metadata/near_name.h"
#include "orm/metadata/passes.h"
#include "orm/metadata/property_names.h"

namespace ormd {
namespace {

using Orders = google::protobuf::RepeatedPtrField<orm::Order>;

// Why rows cannot be ordered by the property; empty where they can.
std::string Misfit(const EntityMetadata& entity, const std::string& name) {
  const PropertyMetadata* property = entity.FindProperty(name);
  if (property == nullptr) {
    return StrCat("`order` names no property of ", entity.short_name, ": '", name, "'",
                  Proposal(name, PropertyNames(entity)));
  }
  if (property->is_to_many()) return StrCat("`order` cannot go by the to-many relation '", name, "'");
  if (!property->is_scalar() && property->is_inverse())
    return StrCat("`order` cannot go by the inverse side '", name, "'");
  if (!property->persist) return StrCat("`order` cannot go by '", name, "', which is not stored");
  return "";
}

template <typename Tell>
std::vector<OrderItem> ReadOrder(const EntityMetadata& entity, const Orders& orders, const BuildContext& context,
                                 Tell tell) {
  std::vector<OrderItem> items;
  for (const orm::Order& order : orders) {
    const std::string misfit = Misfit(entity, order.property());
    const PropertyMetadata* property = entity.FindProperty(order.property());
    if (property != nullptr && context.is_broken(*property)) continue;
    if (!misfit.empty()) {
      tell(misfit);
    } else {
      items.push_back({property, order.descending()});
    }
  }
  return items;
}

void ReadCollectionOrder(PropertyMetadata& property, BuildContext& context) {
  using Options = orm::PropertyOptions;
  const Options& options = OptionsOf(property);
  const bool many = options.has_many_to_many();
  const Orders& orders = many ? options.many_to_many().order() : options.one_to_many().order();
  const OptionPath path = many ? OptionPath{Options::kManyToManyFieldNumber, orm::ManyToMany::kOrderFieldNumber}
                               : OptionPath{Options::kOneToManyFieldNumber, orm::OneToMany::kOrderFieldNumber};
  property.order = ReadOrder(*property.target, orders, context,
                             [&](const std::string& misfit) { context.faults.Add(property, path, misfit); });
}

}  // namespace

void BuildOrders(BuildContext& context) {
  for (const auto& entity : context.entities) {
    const OptionPath path = {orm::EntityOptions::kOrderFieldNumber};
    entity->order = ReadOrder(*entity, OptionsOf(*entity).order(), context,
                              [&](const std::string& misfit) { context.faults.Add(*entity, path, misfit); });
    for (const auto& property : entity->properties) {
      if (property->is_to_many() && !context.is_broken(*property)) ReadCollectionOrder(*property, context);
    }
  }
}

}  // namespace ormd
