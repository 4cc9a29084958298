// A way to read rows by key that callers share.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "orm/driver/connection.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/unit/entity_key_set.h"

namespace ormd {

using RowByKey = absl::flat_hash_map<Key, size_t, KeyHash>;

// Rows of the default fields (DefaultFields), and where the keys stand among them.
struct KeyedRows {
  std::unique_ptr<const Result> rows;
  RowByKey row_of;
};

// Thread safe; reads outside of any transaction. It may read for several callers at once.
class KeyReader {
 public:
  // Keys that came while the caller waited, `most` at the most.
  using MoreKeys = std::function<std::vector<Key>(size_t most)>;

  virtual ~KeyReader() = default;

  // Keys that one call should not exceed.
  virtual size_t max_keys() const = 0;
  // The rows with the keys, perhaps others too, as they were committed after the call came. Blocks within the context.
  // Where it fails, the caller reads for itself.
  //
  // `more` may be empty. It is called at the last moment, once at most, before Read returns, perhaps on another thread
  // and with locks held: it must be quick.
  virtual absl::StatusOr<std::shared_ptr<const KeyedRows>> Read(const EntityMetadata& entity, std::vector<Key> keys,
                                                                const MoreKeys& more, const Context& context) = 0;
};

}  // namespace ormd
