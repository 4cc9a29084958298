// The select of rows by key, most of it compiled once.
#pragma once

#include <string>
#include <vector>

#include "orm/sql/platform.h"
#include "orm/sql/select.h"

namespace ormd {

// Immutable; the platform and the metadata must outlive it.
class KeySelect {
 public:
  // `fields` as in SelectQuery.
  KeySelect(const Platform& platform, const EntityMetadata& entity, const std::vector<size_t>& fields);

  // The statement that CompileSelect makes of these fields and KeysCondition(entity, keys). At least one key.
  Statement For(const std::vector<Key>& keys) const;

 private:
  const Platform& platform_;
  Statement head_;  // without a condition
  std::vector<std::string> key_columns_;
  std::vector<Type> key_types_;
};

}  // namespace ormd
