// A graph as the daemon answers it, stitched: entities by (type, key), with their populated relations at hand.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/cpp/model.h"
#include "orm/v1/graph.pb.h"

namespace ormd::client {

class EntityGraph;

// One entity of a graph; lives as long as the graph.
class Entity {
 public:
  const EntityType& type() const { return *type_; }
  const google::protobuf::Message& message() const { return *message_; }
  orm::v1::Key key() const { return KeyOf(*type_, *message_); }
  // Whether the property was read. One that was read but is absent in the message is null.
  bool loaded(const Property& property) const { return (*loaded_)[property.index]; }
  // The target of a to-one relation; nullptr where it is null, was not read or was not populated.
  const Entity* One(const Property& property) const;
  // The items of a populated to-many relation, in order.
  std::vector<const Entity*> Many(const Property& property) const;

 private:
  friend class EntityGraph;

  const EntityGraph* graph_ = nullptr;
  const EntityType* type_ = nullptr;
  std::unique_ptr<google::protobuf::Message> message_;
  const std::vector<bool>* loaded_ = nullptr;
};

// Not thread safe while Add runs.
class EntityGraph {
 public:
  explicit EntityGraph(std::shared_ptr<const Model> model) : model_(std::move(model)) {}
  EntityGraph(std::shared_ptr<const Model> model, const orm::v1::Graph& graph) : model_(std::move(model)) {
    Add(graph);
  }
  EntityGraph(const EntityGraph&) = delete;
  EntityGraph& operator=(const EntityGraph&) = delete;

  // Joins a further part of the same answer.
  void Add(const orm::v1::Graph& part);

  // The found entities, in result order.
  const std::vector<const Entity*>& roots() const { return roots_; }
  // nullptr where the graph does not hold it.
  const Entity* Find(const EntityType& type, const orm::v1::Key& key) const;

 private:
  void AddSet(const orm::v1::EntitySet& set);
  void AddRoots(const orm::v1::Graph& part, size_t first);

  std::shared_ptr<const Model> model_;
  std::deque<std::vector<bool>> loaded_;
  std::deque<Entity> entities_;
  std::vector<const Entity*> roots_;
  std::map<std::pair<const EntityType*, std::string>, const Entity*> by_key_;
};

// Appends a part of an answer to the whole, roots counted anew.
void AppendGraph(const orm::v1::Graph& part, orm::v1::Graph* whole);

}  // namespace ormd::client
