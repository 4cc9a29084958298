// Writes EntityData the short way: Data(author).Set("name", "Ann").Point("mentor", Local("bob")).Take().
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "orm/unit/entity_data.h"

namespace ormd {

inline Target Null() { return {}; }

inline Target ByKey(Key key) {
  Target target;
  target.kind = Target::Kind::kKey;
  target.key = std::move(key);
  return target;
}

inline Target Local(std::string local) {
  Target target;
  target.kind = Target::Kind::kLocal;
  target.local = std::move(local);
  return target;
}

inline Target New(EntityData data) {
  Target target;
  target.kind = Target::Kind::kNew;
  target.data = std::make_unique<EntityData>(std::move(data));
  return target;
}

class Data {
 public:
  explicit Data(const EntityMetadata& entity, std::string origin = "") {
    data_.entity = &entity;
    data_.origin = std::move(origin);
  }

  Data& Set(std::string_view property, Value value) {
    data_.scalars.push_back({data_.entity->FindProperty(property), std::move(value)});
    return *this;
  }

  Data& Point(std::string_view property, Target target) {
    data_.references.push_back({data_.entity->FindProperty(property), std::move(target)});
    return *this;
  }

  template <typename... Targets>
  Data& Items(std::string_view property, CollectionOperation operation, Targets... targets) {
    EntityData::Items items{data_.entity->FindProperty(property), operation, {}};
    (items.targets.push_back(std::move(targets)), ...);
    data_.collections.push_back(std::move(items));
    return *this;
  }

  EntityData Take() { return std::move(data_); }

 private:
  EntityData data_;
};

}  // namespace ormd
