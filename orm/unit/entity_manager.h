// The EntityManager: one unit of work over an identity map.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "orm/driver/pool.h"
#include "orm/metadata/schema.h"
#include "orm/query/find_options.h"
#include "orm/sql/platform.h"
#include "orm/unit/commit_order.h"
#include "orm/unit/entity.h"
#include "orm/unit/entity_data.h"
#include "orm/unit/flush_plan.h"
#include "orm/unit/key_reader.h"

namespace ormd {

// What every EntityManager of a daemon shares; outlives them, as do the three it is made of.
struct OrmEnvironment {
  OrmEnvironment(const Schema& schema, const Platform& platform, Pool& pool);

  const Schema& schema;
  const Platform& platform;
  Pool& pool;
  const CommitOrder commit_order;
  QueryLimits query_limits;
  // Reads rows by key outside transactions; may be nullptr.
  KeyReader* key_reader = nullptr;
  // Bytes of rows that one statement may read for an answer in one message.
  size_t max_rows_bytes = std::numeric_limits<size_t>::max();
  // Entities that one EntityManager may hold.
  size_t max_entities = 100'000;
};

// Which entity a change means: by key (canonical), or by the local name of an entity created earlier.
struct EntityTarget {
  const EntityMetadata* entity = nullptr;
  Key key;
  std::string local;
};

// An entity reached by a find, with the properties that belong to the answer.
struct GraphNode {
  Entity* entity = nullptr;
  // By slot: scalars and to-one relations that were asked for, to-many relations that were populated.
  SlotMask mask;
};

// The entities of a find: every entity once, the roots first in the order of their first appearance.
struct FindResult {
  const EntityMetadata* entity = nullptr;
  std::vector<Entity*> roots;
  std::vector<GraphNode> nodes;
};

// The rows of a find that are not entities yet: of `fields`, as the select reads them (orm/sql/select.h).
struct FoundRows {
  const EntityMetadata* entity = nullptr;
  std::vector<size_t> fields;
  std::unique_ptr<Result> rows;
  // No two rows are the same entity (those of a view may be, and of joins by columns that are not unique).
  bool distinct = false;
};

// Not thread safe: one command at a time. Holds a connection only while a call runs, and between Begin and
// Commit/Rollback. Entities live until Clear, Rollback or the end of the EntityManager; a pointer to one stays valid so
// long.
//
// A failed call leaves the unit of work as it was before, staged changes included, but for COMMIT_UNKNOWN.
class EntityManager {
 public:
  explicit EntityManager(const OrmEnvironment& environment);
  ~EntityManager();
  EntityManager(const EntityManager&) = delete;
  EntityManager& operator=(const EntityManager&) = delete;

  // Reads. No answer holds what is to be removed, though its row stands until the flush; Count does count it.
  absl::StatusOr<FindResult> Find(const EntityMetadata& entity, const FindOptions& options, const Context& context);
  // The same find in two steps, for who answers the rows before they are taken in: that must come before any other
  // call. Nullopt, and nothing is read, where the entities decide about the answer: the identity map holds some of the
  // type, or populate or a lock is asked for.
  absl::StatusOr<std::optional<FoundRows>> FindRows(const EntityMetadata& entity, const FindOptions& options,
                                                    const Context& context);
  // The roots, in result order.
  absl::StatusOr<std::vector<Entity*>> TakeIn(const FoundRows& found);
  // At most one root. By key alone an entity of the identity map is answered without SQL, unless it must be read for
  // the options' sake (fields or populate that are not loaded, lock, refresh). No root where nothing matches.
  absl::StatusOr<FindResult> FindByKey(const EntityMetadata& entity, Key key, FindOptions options,
                                       const Context& context);
  absl::StatusOr<int64_t> Count(const EntityMetadata& entity, const Condition& where, const Context& context);

  // Staging. Errors name fields relative to data.origin. Nothing is written before Flush. LIMIT_EXCEEDED where there
  // would be more entities than may be held.
  absl::StatusOr<Entity*> Create(EntityData data, std::string local, const Context& context);
  // Names an entity that a later Create of the same bracket (BeginStaging) makes, so that changes before it can refer
  // to it.
  absl::Status Declare(const EntityData& data, const std::string& local, const Context& context);
  // Reads the entity first where it is not loaded. ENTITY_NOT_FOUND, OPTIMISTIC_LOCK where `version` is not its
  // version.
  absl::StatusOr<Entity*> Assign(const EntityTarget& target, EntityData data, std::optional<Value> version,
                                 const Context& context);
  // Reads nothing; a row that is not there fails the flush.
  absl::StatusOr<Entity*> Remove(const EntityTarget& target, std::optional<Value> version, std::string origin,
                                 const Context& context);
  // The entity with this key: loaded or as a reference. No SQL.
  absl::StatusOr<Entity*> GetReference(const EntityMetadata& entity, const Key& key);
  // Reads these entities in one statement for each type, where they are not loaded: what a list of Assign calls needs.
  absl::Status Preload(const std::vector<const EntityTarget*>& targets, const Context& context);
  // Reads one entity, and with it those that `more` adds: it is called once at most, as KeyReader::MoreKeys is.
  using MoreTargets = std::function<std::vector<EntityTarget>(size_t most)>;
  absl::Status PreloadWith(const EntityTarget& target, const MoreTargets& more, const Context& context);

  // The plan of a flush and its SQL. Changes nothing.
  absl::StatusOr<std::vector<PlannedStatement>> DryRun(const Context& context);
  // Writes everything staged in one transaction (inside an open one: as a savepoint). Nothing staged: no SQL at all.
  // COMMIT_UNKNOWN clears the unit of work.
  absl::Status Flush(const Context& context);
  // The same where Commit of the transaction itself is the next call if this one succeeds, whatever becomes of the
  // context: the commit may go along with the last statements, and Commit tells what came of it. A flush that fails has
  // not committed, but for COMMIT_UNKNOWN: then the transaction is over and the unit of work cleared, as after a
  // failed Commit. That is also the answer where a trigger has left out a row of what was committed.
  absl::Status FlushBeforeCommit(const Context& context);
  // Whether such a commit has gone along: nothing but Commit may follow.
  bool committed() const;

  // Answers the depth: 1 for a transaction, more for a savepoint in it.
  absl::StatusOr<int> Begin(const TransactionOptions& options, const Context& context);
  // Flushes first. A failed commit of the transaction itself clears the unit of work. `depth` 0 means the innermost; a
  // smaller one than the innermost ends all deeper ones too. NO_TRANSACTION.
  absl::Status Commit(int depth, const Context& context);
  // Clears the unit of work as well.
  absl::Status Rollback(int depth, const Context& context);
  int depth() const;

  // Reads the entity anew; staged changes of it are lost. ENTITY_NOT_FOUND.
  absl::StatusOr<FindResult> Refresh(const EntityMetadata& entity, Key key, FindOptions options,
                                     const Context& context);
  // Forgets all entities and staged changes.
  void Clear();

  // Brackets several staging calls and a flush that shall stand or fall together: RollbackStaging takes back what was
  // staged since BeginStaging, unless a Flush has succeeded meanwhile. Not nested.
  void BeginStaging();
  void EndStaging();
  void RollbackStaging();

  // An entity by the local name that Create gave it; nullptr where there is none.
  Entity* FindLocal(const std::string& local) const;
  size_t entity_count() const;

  const OrmEnvironment& environment() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ormd
