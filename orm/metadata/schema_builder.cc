#include "orm/metadata/schema_builder.h"

#include <algorithm>

#include "orm/metadata/passes.h"
#include "orm/metadata/schema_sources.h"

namespace ormd {
namespace {

using google::protobuf::FileDescriptor;
using Files = std::vector<const FileDescriptor*>;

// The file after all that it imports; each once.
void ListFile(const FileDescriptor& file, Files& files) {
  if (std::find(files.begin(), files.end(), &file) != files.end()) return;
  for (int i = 0; i < file.dependency_count(); ++i) ListFile(*file.dependency(i), files);
  files.push_back(&file);
}

Files FilesOf(const std::vector<std::unique_ptr<EntityMetadata>>& entities) {
  Files files;
  for (const auto& entity : entities) ListFile(*entity->descriptor->file(), files);
  return files;
}

}  // namespace

std::unique_ptr<Schema> SchemaBuilder::Build(ProtoFiles files, FaultList& faults) {
  BuildContext context(faults);
  DeclareEntities(files.files, context);
  ReadProperties(context);
  LayOutColumns(context);
  LinkInverses(context);
  CheckViews(context);
  BuildPivots(context);
  BuildConstraints(context);
  GatherUniqueColumns(context);
  BuildOrders(context);
  CheckNames(context);

  auto schema = std::make_unique<Schema>();
  schema->sources_ = std::make_unique<Schema::Sources>();
  schema->sources_->pool = std::move(files.pool);
  schema->sources_->files = FilesOf(context.entities);
  schema->entities_ = std::move(context.entities);
  schema->by_descriptor_.insert(context.by_descriptor.begin(), context.by_descriptor.end());
  absl::flat_hash_map<std::string, int> short_names;
  for (const auto& entity : schema->entities_) ++short_names[entity->short_name];
  for (const auto& entity : schema->entities_) schema->by_name_.emplace(entity->name, entity.get());
  for (const auto& entity : schema->entities_) {
    if (short_names[entity->short_name] == 1) schema->by_name_.emplace(entity->short_name, entity.get());
  }
  return schema;
}

}  // namespace ormd
