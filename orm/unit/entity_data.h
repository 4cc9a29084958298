// The values that a change gives: decoded from a request, canonical, checked against the metadata.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/metadata/entity_metadata.h"
#include "orm/value/value.h"

namespace ormd {

struct EntityData;

// Whom a relation shall point to.
struct Target {
  enum class Kind { kNull, kKey, kLocal, kNew };
  Kind kind = Kind::kNull;
  Key key;                           // kKey: canonical, one value for each key column of the target type
  std::string local;                 // kLocal
  std::unique_ptr<EntityData> data;  // kNew
};

enum class CollectionOperation { kAdd, kRemove, kSet };

struct EntityData {
  struct Scalar {
    const PropertyMetadata* property;
    Value value;
  };
  struct Reference {
    const PropertyMetadata* property;
    Target target;
  };
  struct Items {
    const PropertyMetadata* property;
    CollectionOperation operation;
    std::vector<Target> targets;
  };

  const EntityMetadata* entity = nullptr;
  std::vector<Scalar> scalars;        // a property at most once; never read-only ones
  std::vector<Reference> references;  // to-one, both sides
  std::vector<Items> collections;     // to-many
  // Place in the request, for errors: "changes[3]", "changes[3].items[0]".
  std::string origin;
};

}  // namespace ormd
