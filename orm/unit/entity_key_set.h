// Entities of one type, found by their keys.
#pragma once

#include "absl/container/flat_hash_set.h"
#include "orm/unit/entity.h"

namespace ormd {

// A key's hash; nearly all keys are one integer.
struct KeyHash {
  using is_transparent = void;
  size_t operator()(const Key& key) const {
    const int64_t* number = key.size() == 1 ? key.front().get_if<int64_t>() : nullptr;
    return number != nullptr ? absl::Hash<int64_t>()(*number) : absl::Hash<Key>()(key);
  }
  size_t operator()(const Entity* entity) const { return (*this)(entity->key()); }
};

struct SameKey {
  using is_transparent = void;
  template <typename A, typename B>
  bool operator()(const A& a, const B& b) const {
    return KeyOf(a) == KeyOf(b);
  }

 private:
  static const Key& KeyOf(const Key& key) { return key; }
  static const Key& KeyOf(const Entity* entity) { return entity->key(); }
};

// Holds no copies of the keys: an entity keeps its key for as long as it is in the set.
using EntityKeySet = absl::flat_hash_set<Entity*, KeyHash, SameKey>;

}  // namespace ormd
