// A way to read rows by key that callers share.
#pragma once

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "orm/driver/connection.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/value/value.h"

namespace ormd {

// Thread safe; reads outside of any transaction. It may read for several callers at once.
class KeyReader {
 public:
  virtual ~KeyReader() = default;

  // Keys that one call should not exceed.
  virtual size_t max_keys() const = 0;
  // Rows of the default fields (DefaultFields): those with the keys, perhaps others too, as they were committed after
  // the call came. Blocks within the context. Where it fails, the caller reads for itself.
  virtual absl::StatusOr<std::shared_ptr<const Result>> Read(const EntityMetadata& entity, std::vector<Key> keys,
                                                             const Context& context) = 0;
};

}  // namespace ormd
