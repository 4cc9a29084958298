// What the passes of SchemaBuilder work on.
#pragma once

#include <google/protobuf/descriptor.h>

#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/metadata/fault_list.h"
#include "orm/options.pb.h"

namespace ormd {

struct BuildContext {
  explicit BuildContext(FaultList& faults) : faults(faults) {}

  FaultList& faults;
  std::vector<std::unique_ptr<EntityMetadata>> entities;
  absl::flat_hash_map<const google::protobuf::Descriptor*, EntityMetadata*> by_descriptor;
  // Properties with a fault that leaves open what they are; later passes say nothing about them.
  absl::flat_hash_set<const PropertyMetadata*> broken;

  void Break(const PropertyMetadata& property, const OptionPath& option, std::string_view message) {
    faults.Add(property, option, message);
    broken.insert(&property);
  }
  bool is_broken(const PropertyMetadata& property) const { return broken.contains(&property); }
};

inline const orm::EntityOptions& OptionsOf(const EntityMetadata& entity) {
  return entity.descriptor->options().GetExtension(orm::entity);
}

inline const orm::PropertyOptions& OptionsOf(const PropertyMetadata& property) {
  return property.field->options().GetExtension(orm::property);
}

}  // namespace ormd
