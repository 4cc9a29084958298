#include "orm/unit/entity_manager.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <utility>

#include "orm/base/error.h"
#include "orm/sql/select.h"
#include "orm/unit/entity_loader.h"
#include "orm/unit/errors.h"
#include "orm/unit/flush_planner.h"
#include "orm/unit/flush_writer.h"
#include "orm/unit/graph.h"
#include "orm/unit/hydrator.h"
#include "orm/unit/key_table.h"
#include "orm/unit/plan_printer.h"
#include "orm/unit/row_query.h"
#include "orm/unit/stager.h"
#include "orm/unit/transaction.h"
#include "orm/unit/unit_of_work.h"

namespace ormd {
namespace {

bool AreDistinct(const EntityMetadata& entity, const std::vector<size_t>& fields, const Result& rows) {
  const Hydrator hydrator(entity, fields);
  KeyTable keys(entity);
  keys.Reserve(rows.rows());
  for (size_t row = 0; row < rows.rows(); ++row) {
    const absl::StatusOr<uint32_t> number = keys.Add(rows, row, hydrator.key_columns());
    if (!number.ok() || *number != row) return false;
  }
  return true;
}

struct ByIndex {
  bool operator()(const EntityMetadata* a, const EntityMetadata* b) const { return a->index < b->index; }
};

}  // namespace

OrmEnvironment::OrmEnvironment(const Schema& schema, const Platform& platform, Pool& pool)
    : schema(schema), platform(platform), pool(pool), commit_order(schema) {}

class EntityManager::Impl {
 public:
  explicit Impl(const OrmEnvironment& environment)
      : environment_(environment), unit_(environment.schema), transaction_(environment.pool) {}

  const OrmEnvironment& environment() const { return environment_; }
  UnitOfWork& unit() { return unit_; }
  Transaction& transaction() { return transaction_; }
  Lease ReadLease() { return Lease(environment_.pool, transaction_.connection(), Access::kRead); }

  absl::StatusOr<FindResult> Find(const EntityMetadata& entity, const FindOptions& options, const Context& context) {
    if (options.lock != LockMode::kNone && !transaction_.open()) return unit_error::LockNeedsTransaction();
    Lease lease = ReadLease();
    EntityLoader loader(environment_, unit_, lease, context);
    ORMD_ASSIGN_OR_RETURN(std::vector<Entity*> roots, FindRoots(entity, options, loader));
    if (options.lock == LockMode::kPessimisticWrite) {
      for (Entity* root : roots) root->locked_in = transaction_.number();
    }
    ORMD_RETURN_IF_ERROR(loader.Populate(roots, options.populate, options.refresh));
    return CollectGraph(entity, std::move(roots), options);
  }

  absl::StatusOr<std::optional<FoundRows>> FindRows(const EntityMetadata& entity, const FindOptions& options,
                                                    const Context& context) {
    const bool rows_decide = options.populate.empty() && options.lock == LockMode::kNone;
    if (!rows_decide || unit_.identity_map().Holds(entity)) return std::nullopt;
    Lease lease = ReadLease();
    EntityLoader loader(environment_, unit_, lease, context);
    ORMD_ASSIGN_OR_RETURN(std::unique_ptr<Result> rows, loader.FindRows(entity, options));
    const bool distinct = AreDistinct(entity, options.fields, *rows);
    return FoundRows{&entity, options.fields, std::move(rows), distinct};
  }

  // The graph of an entity that is in the identity map, with only the relations read that are missing.
  absl::StatusOr<FindResult> FindKnown(Entity* entity, const FindOptions& options, const Context& context) {
    Lease lease = ReadLease();
    EntityLoader loader(environment_, unit_, lease, context);
    ORMD_RETURN_IF_ERROR(loader.Populate({entity}, options.populate, false));
    return CollectGraph(entity->metadata(), {entity}, options);
  }

  // Runs a staging function, all or nothing.
  template <typename Function>
  auto Stage(const Context& context, Function&& function) {
    Lease lease = ReadLease();
    EntityLoader loader(environment_, unit_, lease, context);
    const UnitOfWork::Mark mark = unit_.Begin();
    const auto may_go_on = [this, &context, &mark]() -> absl::Status {
      ORMD_RETURN_IF_ERROR(context.Check());
      return CheckEntities(mark.entities);
    };
    Stager stager(unit_, environment_.platform,
                  {[&loader](Entity* entity, const PropertyMetadata& relation) {
                     return loader.LoadRelation(entity, relation);
                   },
                   [&loader](const EntityMetadata& entity, const std::vector<Entity*>& references) {
                     return loader.LoadReferences(entity, references);
                   },
                   std::ref(may_go_on)});
    auto result = function(stager, loader);
    if (absl::Status status = CheckEntities(mark.entities); result.ok() && !status.ok()) result = status;
    if (result.ok()) {
      unit_.Commit();
    } else {
      unit_.Rollback(mark);
    }
    return result;
  }

  absl::StatusOr<Entity*> FindTarget(const EntityTarget& target, const std::string& origin) {
    if (target.local.empty()) return unit_.identity_map().Reference(*target.entity, target.key);
    Entity* entity = unit_.FindLocal(target.local);
    if (entity == nullptr) return unit_error::UnknownLocal(target.local, JoinField(origin, "local"));
    if (&entity->metadata() == target.entity) return entity;
    return unit_error::WrongTarget(*target.entity, entity->metadata(), JoinField(origin, "local"));
  }

  void BeginStaging() { staging_ = unit_.Begin(); }
  void EndStaging() {
    if (std::exchange(staging_, std::nullopt).has_value()) unit_.Commit();
  }
  void RollbackStaging() {
    if (const auto mark = std::exchange(staging_, std::nullopt)) unit_.Rollback(*mark);
  }

  absl::StatusOr<std::vector<PlannedStatement>> DryRun(const Context& context) {
    const UnitOfWork::Mark mark = unit_.Begin();
    absl::StatusOr<std::vector<PlannedStatement>> planned = DescribeFlush(context);
    unit_.Rollback(mark);
    return planned;
  }

  // `commits`: the transaction itself is committed next.
  absl::Status Flush(const Context& context, bool commits) {
    const UnitOfWork::Mark mark = unit_.Begin();
    absl::Status status = Write(context, commits);
    status.ok() ? unit_.Commit() : unit_.Rollback(mark);
    return status;
  }

 private:
  // Of what has staged, having found `before`.
  absl::Status CheckEntities(size_t before) const {
    const size_t held = unit_.identity_map().size();
    const bool fits = held <= before || held <= environment_.max_entities;
    return fits ? absl::OkStatus() : unit_error::TooManyEntities(environment_.max_entities);
  }

  // The rows of what is to be removed stand until the flush.
  absl::StatusOr<std::vector<Entity*>> FindRoots(const EntityMetadata& entity, const FindOptions& options,
                                                 EntityLoader& loader) const {
    std::vector<Key> removed;
    for (const Entity* gone : unit_.removed()) {
      const bool stands = &gone->metadata() == &entity && gone->state() == Entity::State::kRemoved;
      if (stands) removed.push_back(gone->key());
    }
    if (removed.empty()) return loader.Find(entity, options);
    FindOptions others = options;
    others.where = {Condition::Kind::kAnd, {options.where, KeysCondition(entity, std::move(removed))}, {}, {}, {}};
    others.where.children.back().op = Operator::kNin;
    return loader.Find(entity, others);
  }

  // What becomes of the orphans is staged.
  absl::StatusOr<FlushPlan> Plan(const Context& context) {
    if (!unit_.orphans().empty()) {
      ORMD_RETURN_IF_ERROR(Stage(context, [](Stager& stager, EntityLoader&) { return stager.RemoveOrphans(); }));
    }
    return PlanFlush(unit_, environment_.commit_order, environment_.platform);
  }

  absl::StatusOr<std::vector<PlannedStatement>> DescribeFlush(const Context& context) {
    ORMD_ASSIGN_OR_RETURN(const FlushPlan plan, Plan(context));
    return DescribePlan(plan, environment_.platform);
  }

  absl::Status Write(const Context& context, bool commits) {
    ORMD_ASSIGN_OR_RETURN(const FlushPlan plan, Plan(context));
    FlushWriter writer(environment_.platform, environment_.pool, transaction_, context);
    ORMD_RETURN_IF_ERROR(writer.Write(plan, commits));
    unit_.Finish();
    return absl::OkStatus();
  }

  const OrmEnvironment& environment_;
  UnitOfWork unit_;
  Transaction transaction_;
  std::optional<UnitOfWork::Mark> staging_;
};

EntityManager::EntityManager(const OrmEnvironment& environment) : impl_(std::make_unique<Impl>(environment)) {}
EntityManager::~EntityManager() = default;

absl::StatusOr<FindResult> EntityManager::Find(const EntityMetadata& entity, const FindOptions& options,
                                               const Context& context) {
  return impl_->Find(entity, options, context);
}

absl::StatusOr<std::optional<FoundRows>> EntityManager::FindRows(const EntityMetadata& entity,
                                                                 const FindOptions& options, const Context& context) {
  return impl_->FindRows(entity, options, context);
}

absl::StatusOr<std::vector<Entity*>> EntityManager::TakeIn(const FoundRows& found) {
  return Hydrator(*found.entity, found.fields).HydrateAll(*found.rows, false, impl_->unit().identity_map());
}

absl::StatusOr<FindResult> EntityManager::FindByKey(const EntityMetadata& entity, Key key, FindOptions options,
                                                    const Context& context) {
  Entity* known = impl_->unit().identity_map().Find(entity, key);
  if (known != nullptr && known->state() == Entity::State::kRemoved) return CollectGraph(entity, {}, options);
  const bool must_read = options.lock != LockMode::kNone || options.refresh;
  const auto is_loaded = [&](size_t slot) { return known->loaded(slot); };
  // That a reference is loaded says nothing about its row.
  if (known != nullptr && known->state() != Entity::State::kReference && !must_read &&
      (known->state() == Entity::State::kNew || std::all_of(options.fields.begin(), options.fields.end(), is_loaded))) {
    return impl_->FindKnown(known, options, context);
  }
  options.where = KeyCondition(entity, std::move(key));
  return impl_->Find(entity, options, context);
}

absl::StatusOr<int64_t> EntityManager::Count(const EntityMetadata& entity, const Condition& where,
                                             const Context& context) {
  Lease lease = impl_->ReadLease();
  ORMD_ASSIGN_OR_RETURN(const std::unique_ptr<Result> result,
                        lease.Execute(CompileCount(environment().platform, entity, where), context));
  return ReadCount(*result);
}

absl::StatusOr<Entity*> EntityManager::Create(EntityData data, std::string local, const Context& context) {
  return impl_->Stage(context, [&](Stager& stager, EntityLoader&) { return stager.Create(data, std::move(local)); });
}

absl::Status EntityManager::Declare(const EntityData& data, const std::string& local, const Context& context) {
  return impl_->Stage(context, [&](Stager& stager, EntityLoader&) { return stager.Declare(data, local); });
}

absl::StatusOr<Entity*> EntityManager::Assign(const EntityTarget& target, EntityData data, std::optional<Value> version,
                                              const Context& context) {
  const EntityMetadata& metadata = *target.entity;
  if (version.has_value() && metadata.version == nullptr) return unit_error::NotVersioned(metadata, data.origin);
  return impl_->Stage(context, [&](Stager& stager, EntityLoader& loader) -> absl::StatusOr<Entity*> {
    ORMD_ASSIGN_OR_RETURN(Entity * entity, impl_->FindTarget(target, data.origin));
    ORMD_RETURN_IF_ERROR(loader.LoadReference(entity));
    if (entity->state() == Entity::State::kReference) return unit_error::EntityNotFound(metadata, data.origin);
    if (version.has_value() && entity->value(*metadata.version) != *version) {
      return unit_error::OptimisticLock(*entity, JoinField(data.origin, "version"));
    }
    ORMD_RETURN_IF_ERROR(stager.Assign(entity, data));
    return entity;
  });
}

absl::StatusOr<Entity*> EntityManager::Remove(const EntityTarget& target, std::optional<Value> version,
                                              std::string origin, const Context& context) {
  const EntityMetadata& metadata = *target.entity;
  if (version.has_value() && metadata.version == nullptr) return unit_error::NotVersioned(metadata, origin);
  return impl_->Stage(context, [&](Stager& stager, EntityLoader&) -> absl::StatusOr<Entity*> {
    ORMD_ASSIGN_OR_RETURN(Entity * entity, impl_->FindTarget(target, origin));
    // A later create only has the key of the row, which goes before it.
    const bool replaced = target.local.empty() && impl_->unit().IsDeclared(entity);
    if (replaced) entity = impl_->unit().identity_map().AddBeside(metadata, target.key);
    impl_->unit().SetOrigin(entity, origin);
    if (version.has_value()) impl_->unit().SetExpectedVersion(entity, std::move(version));
    ORMD_RETURN_IF_ERROR(stager.Remove(entity));
    return entity;
  });
}

absl::StatusOr<Entity*> EntityManager::GetReference(const EntityMetadata& entity, const Key& key) {
  return impl_->unit().identity_map().Reference(entity, key);
}

absl::Status EntityManager::Preload(const std::vector<const EntityTarget*>& targets, const Context& context) {
  Lease lease = impl_->ReadLease();
  EntityLoader loader(environment(), impl_->unit(), lease, context);
  std::map<const EntityMetadata*, std::vector<Key>, ByIndex> keys;
  for (const EntityTarget* target : targets) {
    const bool wanted = target->local.empty() && !loader.IsKnown(*target->entity, target->key);
    if (wanted) keys[target->entity].push_back(target->key);
  }
  for (auto& [entity, wanted] : keys) ORMD_RETURN_IF_ERROR(loader.LoadByKey(*entity, std::move(wanted)));
  return absl::OkStatus();
}

absl::Status EntityManager::PreloadWith(const EntityTarget& target, const MoreTargets& more, const Context& context) {
  std::vector<EntityTarget> others;
  bool complete = false;
  const auto more_keys = [&](size_t most) {
    complete = true;
    std::vector<Key> keys;
    for (EntityTarget& added : more(most)) {
      if (added.entity == target.entity) {
        keys.push_back(std::move(added.key));
      } else {
        others.push_back(std::move(added));
      }
    }
    return keys;
  };
  Lease lease = impl_->ReadLease();
  EntityLoader loader(environment(), impl_->unit(), lease, context);
  ORMD_RETURN_IF_ERROR(loader.LoadByKey(*target.entity, {target.key}, more_keys));
  if (!complete) others = more(std::numeric_limits<size_t>::max());
  std::vector<const EntityTarget*> rest;
  for (const EntityTarget& other : others) rest.push_back(&other);
  return Preload(rest, context);
}

absl::StatusOr<std::vector<PlannedStatement>> EntityManager::DryRun(const Context& context) {
  ORMD_RETURN_IF_ERROR(context.Check());
  return impl_->DryRun(context);
}

absl::Status EntityManager::Flush(const Context& context) {
  const absl::Status status = impl_->Flush(context, false);
  if (ReasonOf(status) == Reason::kCommitUnknown) Clear();  // what may stand is not to be written again
  return status;
}

absl::Status EntityManager::FlushBeforeCommit(const Context& context) {
  const bool was_open = impl_->transaction().open();
  const absl::Status status = impl_->Flush(context, true);
  if (was_open && !impl_->transaction().open()) Clear();
  return status;
}

bool EntityManager::committed() const { return impl_->transaction().committed(); }

absl::StatusOr<int> EntityManager::Begin(const TransactionOptions& options, const Context& context) {
  return impl_->transaction().Begin(options, context);
}

absl::Status EntityManager::Commit(int depth, const Context& context) {
  Transaction& transaction = impl_->transaction();
  if (!transaction.open()) return unit_error::NoTransaction();
  if (depth > transaction.depth()) return unit_error::UnknownDepth(depth);
  if (depth == 0) depth = transaction.depth();
  absl::Status status = depth == 1 ? FlushBeforeCommit(context) : Flush(context);
  if (status.ok()) status = transaction.Commit(depth, context);
  if (!status.ok() && !transaction.open()) Clear();
  return status;
}

absl::Status EntityManager::Rollback(int depth, const Context& context) {
  Transaction& transaction = impl_->transaction();
  if (!transaction.open()) return unit_error::NoTransaction();
  if (depth > transaction.depth()) return unit_error::UnknownDepth(depth);
  const absl::Status status = transaction.Rollback(depth == 0 ? transaction.depth() : depth, context);
  Clear();
  return status;
}

int EntityManager::depth() const { return impl_->transaction().depth(); }

absl::StatusOr<FindResult> EntityManager::Refresh(const EntityMetadata& entity, Key key, FindOptions options,
                                                  const Context& context) {
  options.refresh = true;
  ORMD_ASSIGN_OR_RETURN(FindResult result, FindByKey(entity, std::move(key), std::move(options), context));
  if (result.roots.empty()) return unit_error::EntityNotFound(entity);
  return result;
}

void EntityManager::Clear() { impl_->unit().Clear(); }

void EntityManager::BeginStaging() { impl_->BeginStaging(); }
void EntityManager::EndStaging() { impl_->EndStaging(); }
void EntityManager::RollbackStaging() { impl_->RollbackStaging(); }

Entity* EntityManager::FindLocal(const std::string& local) const { return impl_->unit().FindLocal(local); }

size_t EntityManager::entity_count() const { return impl_->unit().identity_map().size(); }

const OrmEnvironment& EntityManager::environment() const { return impl_->environment(); }

}  // namespace ormd
