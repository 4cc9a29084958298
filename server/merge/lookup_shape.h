// What look-ups must have in common to be merged: the entity type and the fields that are read.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "orm/metadata/schema.h"
#include "orm/sql/key_select.h"
#include "orm/unit/hydrator.h"
#include "orm/unit/key_reader.h"
#include "orm/v1/query.pb.h"
#include "server/wire/rows.h"

namespace ormd {

// Immutable.
class LookupShape {
 public:
  LookupShape(const Platform& platform, const EntityMetadata& entity, const std::vector<size_t>& fields);

  // Where the keys stand in rows that were read with `fields`.
  absl::StatusOr<RowByKey> FindKeys(const Result& rows) const;

  const EntityMetadata& entity;
  const KeySelect select;
  const wire::RowEncoder encoder;

 private:
  const Hydrator hydrator_;
};

// Makes each shape once. Thread safe; without a lock where a look-up names no fields, the usual case.
class LookupShapes {
 public:
  // Both outlive it.
  LookupShapes(const Platform& platform, const Schema& schema);

  // The shape of a look-up that names no fields.
  const std::shared_ptr<const LookupShape>& Whole(const EntityMetadata& entity) const { return whole_[entity.index]; }
  // The shape of a look-up of `entity`; faults stand at "fields[i]".
  absl::StatusOr<std::shared_ptr<const LookupShape>> Get(const EntityMetadata& entity,
                                                         const google::protobuf::RepeatedPtrField<std::string>& fields);

 private:
  // Beyond so many, shapes are made for their call alone.
  static constexpr size_t kMost = 1000;

  const Platform& platform_;
  std::vector<std::shared_ptr<const LookupShape>> whole_;  // by the entity's index
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<const LookupShape>> named_ ABSL_GUARDED_BY(mutex_);
};

// Whether the key's values find their row by being equal, as ormd sees it and not only as the database does.
bool HasPlainKey(const EntityMetadata& entity);

}  // namespace ormd
