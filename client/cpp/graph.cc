#include "client/cpp/graph.h"

#include <algorithm>

#include "client/cpp/error.h"

namespace ormd::client {
namespace {

int CountEntities(const orm::v1::Graph& graph) {
  int count = 0;
  for (const orm::v1::EntitySet& set : graph.sets()) count += set.entities_size();
  return count;
}

void WriteRoots(orm::v1::Graph* graph) {
  if (graph->roots_size() > 0 || graph->sets_size() == 0) return;
  for (int i = 0; i < graph->sets(0).entities_size(); ++i) graph->add_roots(i);
}

}  // namespace

const Entity* Entity::One(const Property& property) const {
  const google::protobuf::Reflection& reflection = *message_->GetReflection();
  if (!reflection.HasField(*message_, property.field)) return nullptr;
  return graph_->Find(*property.target, KeyOf(*property.target, reflection.GetMessage(*message_, property.field)));
}

std::vector<const Entity*> Entity::Many(const Property& property) const {
  const google::protobuf::Reflection& reflection = *message_->GetReflection();
  std::vector<const Entity*> items;
  for (int i = 0; i < reflection.FieldSize(*message_, property.field); ++i) {
    const auto& reference = reflection.GetRepeatedMessage(*message_, property.field, i);
    const Entity* item = graph_->Find(*property.target, KeyOf(*property.target, reference));
    if (item != nullptr) items.push_back(item);
  }
  return items;
}

void EntityGraph::Add(const orm::v1::Graph& part) {
  const size_t first = entities_.size();
  for (const orm::v1::EntitySet& set : part.sets()) AddSet(set);
  AddRoots(part, first);
}

void EntityGraph::AddSet(const orm::v1::EntitySet& set) {
  if (set.entities().empty()) return;
  const EntityType* type = model_->Find(set.entity());
  if (type == nullptr)
    throw Error(grpc::StatusCode::INTERNAL, "INTERNAL", "the graph holds an unknown " + set.entity());
  std::vector<bool>& loaded = loaded_.emplace_back(type->properties().size());
  for (const std::string& name : set.loaded()) {
    if (const Property* property = type->FindProperty(name)) loaded[property->index] = true;
  }
  // What is staged and has no key yet is nobody's by its key.
  const bool keyed = std::all_of(type->key().begin(), type->key().end(),
                                 [&loaded](const Property* part) { return loaded[part->index]; });
  for (const std::string& bytes : set.entities()) {
    Entity& entity = entities_.emplace_back();
    entity.graph_ = this;
    entity.type_ = type;
    entity.message_ = model_->Parse(*type, bytes);
    entity.loaded_ = &loaded;
    if (keyed) by_key_.emplace(std::pair(type, entity.key().SerializeAsString()), &entity);
  }
}

void EntityGraph::AddRoots(const orm::v1::Graph& part, size_t first) {
  for (const uint32_t root : part.roots()) {
    if (first + root >= entities_.size()) throw Error(grpc::StatusCode::INTERNAL, "INTERNAL", "the graph lacks a root");
    roots_.push_back(&entities_[first + root]);
  }
  if (part.roots_size() > 0 || part.sets_size() == 0) return;
  for (int i = 0; i < part.sets(0).entities_size(); ++i) roots_.push_back(&entities_[first + i]);
}

const Entity* EntityGraph::Find(const EntityType& type, const orm::v1::Key& key) const {
  const auto found = by_key_.find({&type, key.SerializeAsString()});
  return found == by_key_.end() ? nullptr : found->second;
}

void AppendGraph(const orm::v1::Graph& part, orm::v1::Graph* whole) {
  WriteRoots(whole);
  orm::v1::Graph tail = part;
  WriteRoots(&tail);
  const int first = CountEntities(*whole);
  for (const uint32_t root : tail.roots()) whole->add_roots(first + root);
  whole->mutable_sets()->MergeFrom(tail.sets());
}

}  // namespace ormd::client
