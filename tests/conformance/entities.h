// Entity messages made at run time from the descriptors that the daemon serves; tests see them as JSON.
#pragma once

#include <google/protobuf/dynamic_message.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "orm/v1/change.pb.h"
#include "orm/v1/graph.pb.h"
#include "orm/v1/schema.pb.h"
#include "tests/conformance/json.h"

namespace ormd::conformance {

// What a find answered, stitched: each root an object with its populated relations nested.
struct Rows {
  Json items = Json::array();
  size_t size() const { return items.size(); }
  const Json& operator[](size_t i) const { return items[i]; }
};

// Not thread safe.
class Entities {
 public:
  Entities(const orm::v1::GetDescriptorsResponse& descriptors, const orm::v1::ListEntitiesResponse& entities);

  // Full name of an entity by its full or short one.
  std::string FullName(const std::string& name) const;
  // All of them, by full name.
  const std::map<std::string, orm::v1::Entity>& all() const { return entities_; }
  // An empty message of the entity.
  std::unique_ptr<google::protobuf::Message> NewMessage(const std::string& entity) const;

  // Data of a change. Names are those of the .proto. Beside what JSON of a message holds:
  //   null                              the field is named, its value absent
  //   {"$local": "name"}                a to-one relation or an item by its local name
  //   {"$add": […], "$remove": […]}     a to-many by delta; a list sets it
  orm::v1::Data MakeData(const std::string& entity, const Json& json) const;

  // The message as JSON, int64 and other exact values as text; only what `loaded` names, null where it is absent.
  Json ToJson(const std::string& entity, const std::string& bytes, const std::vector<std::string>& loaded) const;

  // Relations that the graph holds are nested, cut where an entity would contain itself; others stay references.
  Rows Stitch(const std::vector<orm::v1::Graph>& parts) const;

 private:
  struct Index;

  const google::protobuf::Descriptor* DescriptorOf(const std::string& entity) const;
  const google::protobuf::Descriptor* TargetOf(const std::string& entity, const std::string& property) const;
  Json KeyOf(const std::string& entity, const Json& json) const;
  Json Nest(const Index& index, const std::string& entity, const Json& json, std::vector<std::string>* path) const;
  orm::v1::CollectionItem MakeItem(const std::string& entity, const Json& json) const;

  google::protobuf::DescriptorPool pool_;
  mutable google::protobuf::DynamicMessageFactory factory_;
  std::map<std::string, orm::v1::Entity> entities_;
};

}  // namespace ormd::conformance
