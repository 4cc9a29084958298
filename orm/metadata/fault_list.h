// Collects the faults of a schema, each with its place in the sources.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>
#include <vector>

#include "orm/metadata/loader.h"

namespace ormd {

// Numbers of nested option fields, outermost first: {kManyToOneFieldNumber, ManyToOne::kOnDeleteFieldNumber}.
using OptionPath = std::vector<int>;

// A fault stands where the option is written that it is about, or else at its field or message. Messages get
// "Entity.property: " or "Entity: " in front. Not thread safe.
class FaultList {
 public:
  void Add(const EntityMetadata& entity, std::string_view message) { Add(entity, {}, message); }
  void Add(const EntityMetadata& entity, const OptionPath& option, std::string_view message);
  void Add(const PropertyMetadata& property, std::string_view message) { Add(property, {}, message); }
  void Add(const PropertyMetadata& property, const OptionPath& option, std::string_view message);
  // About a message that need not be an entity; `extension` is the option's number.
  void Add(const google::protobuf::Descriptor& message_type, int extension, std::string_view message);
  void Add(SchemaFault fault) { faults_.push_back(std::move(fault)); }

  bool empty() const { return faults_.empty(); }

  // All faults by place, none twice; the list is empty afterwards.
  std::vector<SchemaFault> Take();

 private:
  std::vector<SchemaFault> faults_;
};

}  // namespace ormd
