#include "client/cli/seed_columns.h"

#include <algorithm>
#include <string>

#include "orm/options.pb.h"

namespace ormd::cli {
namespace {

using client::EntityType;
using client::Property;
using Names = google::protobuf::RepeatedPtrField<std::string>;

const EntityType* EntityOfTable(const client::Model& model, const std::string& schema, const std::string& table) {
  for (const auto& type : model.entities()) {
    const orm::EntityOptions& options = type->descriptor()->options().GetExtension(orm::entity);
    if (options.schema() == schema && type->info().table() == table) return type.get();
  }
  return nullptr;
}

// Scalars of one column each; empty where one is none.
std::vector<const Property*> ScalarsOf(const EntityType& type, const Names& columns) {
  std::vector<const Property*> properties;
  for (const std::string& column : columns) {
    const Property* property = PropertyOfColumn(type, column);
    if (property == nullptr || property->target != nullptr) return {};
    properties.push_back(property);
  }
  return properties;
}

}  // namespace

const client::Property* PropertyOfColumn(const client::EntityType& type, std::string_view column) {
  for (const Property& property : type.properties()) {
    if (property.info.columns_size() == 1 && property.info.columns(0) == column) return &property;
  }
  return nullptr;
}

bool IsGiven(const EntityType& type, const Property& property) {
  if (property.is_to_many() || property.info.columns_size() == 0) return false;
  return !property.info.generated() && type.info().version_property() != property.name();
}

std::vector<SeedForeignKey> ForeignKeysOf(const client::Model& model, const EntityType& type) {
  std::vector<SeedForeignKey> keys;
  const orm::EntityOptions& options = type.descriptor()->options().GetExtension(orm::entity);
  for (const orm::ForeignKey& given : options.foreign_keys()) {
    SeedForeignKey key{ScalarsOf(type, given.columns()), EntityOfTable(model, given.schema(), given.table()), {}};
    if (key.target == nullptr) continue;
    key.targets = ScalarsOf(*key.target, given.target_columns());
    const bool made = std::all_of(key.properties.begin(), key.properties.end(),
                                  [&](const Property* property) { return IsGiven(type, *property); });
    if (made && !key.targets.empty() && key.targets.size() == key.properties.size()) keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace ormd::cli
