// All entity types of a daemon, loaded once and shared by everybody.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "orm/metadata/entity_metadata.h"

namespace google::protobuf {
class DescriptorPool;
class Descriptor;
class FileDescriptor;
}  // namespace google::protobuf

namespace ormd {

// Immutable and thread safe once loaded. Owns the descriptor pool that the entities' descriptors live in.
class Schema {
 public:
  Schema();
  ~Schema();
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;

  // In the order of their files' names, then of their declaration.
  const std::vector<std::unique_ptr<EntityMetadata>>& entities() const { return entities_; }

  // By full name, or by the short name where only one entity has it. UNKNOWN_ENTITY otherwise; the message proposes near names.
  absl::StatusOr<const EntityMetadata*> Find(std::string_view name) const;
  // The entity of a message type of this schema's pool; nullptr where it is none.
  const EntityMetadata* Find(const google::protobuf::Descriptor* descriptor) const;

  // Files with entities and everything that they import, importers last.
  std::vector<const google::protobuf::FileDescriptor*> files() const;
  const google::protobuf::DescriptorPool& pool() const;

 private:
  friend class SchemaBuilder;
  struct Sources;  // pool, databases

  std::unique_ptr<Sources> sources_;
  std::vector<std::unique_ptr<EntityMetadata>> entities_;
  absl::flat_hash_map<std::string, const EntityMetadata*> by_name_;
  absl::flat_hash_map<const google::protobuf::Descriptor*, const EntityMetadata*> by_descriptor_;
};

}  // namespace ormd
