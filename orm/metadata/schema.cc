#include "orm/metadata/schema.h"

#include "orm/base/strings.h"
#include "orm/metadata/errors.h"
#include "orm/metadata/near_name.h"
#include "orm/metadata/schema_sources.h"

namespace ormd {

Schema::Schema() = default;
Schema::~Schema() = default;

absl::StatusOr<const EntityMetadata*> Schema::Find(std::string_view name) const {
  if (const auto found = by_name_.find(ToAbsl(name)); found != by_name_.end()) return found->second;
  std::vector<std::string> full_names;
  std::vector<std::string_view> candidates;
  for (const auto& entity : entities_) {
    if (entity->short_name == name) full_names.push_back(entity->name);
    candidates.push_back(entity->short_name);
    candidates.push_back(entity->name);
  }
  if (!full_names.empty()) return AmbiguousEntity(name, full_names);
  return UnknownEntity(name, Proposal(name, candidates));
}

const EntityMetadata* Schema::Find(const google::protobuf::Descriptor* descriptor) const {
  const auto found = by_descriptor_.find(descriptor);
  return found == by_descriptor_.end() ? nullptr : found->second;
}

std::vector<const google::protobuf::FileDescriptor*> Schema::files() const { return sources_->files; }

const google::protobuf::DescriptorPool& Schema::pool() const { return *sources_->pool; }

}  // namespace ormd
