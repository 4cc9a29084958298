// Reads rows by key for all sessions that wait, in one statement.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "orm/unit/entity_manager.h"
#include "orm/unit/key_reader.h"
#include "server/merge/lookup_shape.h"
#include "server/merge/merge_queue.h"

namespace ormd {

// Callers wait on threads of their own, so one of them runs the statement for all: no thread is woken to do it. At most
// `lanes` statements run at a time; who comes meanwhile waits for the next one. A statement ends with the caller whose
// thread runs it, or when nobody waits for it any more: where it had no answer, the others read for themselves.
//
// Thread safe. The environment outlives it.
class MergedKeyReader : public KeyReader {
 public:
  MergedKeyReader(const OrmEnvironment& environment, MergeOptions options);

  size_t max_keys() const override { return options_.lanes == 0 ? 0 : options_.max_batch; }
  absl::StatusOr<std::shared_ptr<const KeyedRows>> Read(const EntityMetadata& entity, std::vector<Key> keys,
                                                        const MoreKeys& more, const Context& context) override;

 private:
  using Rows = absl::StatusOr<std::shared_ptr<const KeyedRows>>;
  struct Batch;
  // One caller. Guarded by mutex_.
  struct Request {
    std::vector<Key> keys;
    const MoreKeys* more;
    absl::Time deadline;
    std::shared_ptr<Batch> batch;  // while it is being read
    std::shared_ptr<Batch> leads;  // while its thread reads it
    std::optional<Rows> rows;      // once it was
    bool gone = false;
    absl::CondVar wake;
  };
  // One statement.
  struct Batch {
    std::vector<std::shared_ptr<Request>> requests;
    std::vector<Key> keys;
    Context context;
    size_t waiting = 0;  // requests that are not gone
  };
  using Queue = std::deque<std::shared_ptr<Request>>;

  Rows Await(const EntityMetadata& entity, const std::shared_ptr<Request>& request, const Context& context);
  void Lead(const EntityMetadata& entity, Request& leader) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::shared_ptr<Batch> TakeBatch(const EntityMetadata& entity) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddMore(Batch& batch) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Rows ReadBatch(const EntityMetadata& entity, const Batch& batch) const;
  // The cancellation that has to be raised now, if any: without the lock.
  std::shared_ptr<Cancellation> Leave(Request& request) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WakeNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const OrmEnvironment& environment_;
  const MergeOptions options_;
  const LookupShapes shapes_;

  absl::Mutex mutex_;
  size_t busy_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<const EntityMetadata*, Queue> waiting_ ABSL_GUARDED_BY(mutex_);  // no queue is empty
};

}  // namespace ormd
