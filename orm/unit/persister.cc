#include "orm/unit/persister.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "orm/base/error.h"
#include "orm/driver/errors.h"
#include "orm/unit/batch_builder.h"
#include "orm/unit/errors.h"
#include "orm/unit/expected_rows.h"
#include "orm/unit/write_errors.h"

namespace ormd {
namespace {

// Result rows in the order of the batch.
std::vector<size_t> RowOrder(const Platform& platform, const Result& result) {
  std::vector<size_t> order(result.rows());
  std::iota(order.begin(), order.end(), 0);
  if (platform.returns_in_order()) return order;
  const size_t column = result.columns() - 1;
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return result.cell(a, column).int64 < result.cell(b, column).int64; });
  return order;
}

std::span<Entity* const> RowsOf(const FlushStep& step, const BatchStatement& batch) {
  return std::span(step.rows).subspan(batch.first, batch.count);
}

// Enough to save the round trips; what is in flight cannot be ended between two statements.
constexpr size_t kMostInFlight = 64;

// To count more rows costs more than the round trip that it saves.
constexpr size_t kMostGuarded = 256;

bool HasKey(const Entity* entity) { return entity->has_key(); }

// Whether all that the step writes is there before the steps in front of it have run: no key is missing.
bool KnowsItsValues(const FlushStep& step, const FlushPlan& plan) {
  const bool inserts = step.action == FlushAction::kInsert;
  if (!inserts && !std::all_of(step.rows.begin(), step.rows.end(), HasKey)) return false;
  if (!std::all_of(step.items.begin(), step.items.end(), HasKey)) return false;
  if (step.clears) return true;
  for (const size_t column : step.columns) {
    const PropertyMetadata& property = step.entity->property(step.entity->columns[column].property);
    if (!property.is_to_one()) continue;
    for (const Entity* row : step.rows) {
      const Entity* target = row->reference(property);
      const bool is_null = target == nullptr || (inserts && plan.deferred.contains({row, &property}));
      if (!is_null && !target->has_key()) return false;
    }
  }
  return true;
}

// Whether ormd reads whatever the database may have made of it; not so a timestamp of infinity.
bool AlwaysReads(const Column& column) {
  switch (column.type.kind) {
    case TypeKind::kBool:
    case TypeKind::kSmallint:
    case TypeKind::kInteger:
    case TypeKind::kBigint:
    case TypeKind::kText:
    case TypeKind::kVarchar:
    case TypeKind::kUuid:
      return true;
    default:
      return false;
  }
}

bool AlwaysReads(const EntityMetadata& entity, const std::vector<size_t>& columns) {
  return std::all_of(columns.begin(), columns.end(),
                     [&entity](size_t column) { return AlwaysReads(entity.columns[column]); });
}

// What an update answers begins with the key.
bool AlwaysReads(const FlushStep& step, const BatchStatement& batch) {
  const EntityMetadata& entity = *step.entity;
  const bool reads_key = batch.tells == BatchStatement::Tells::kValues && step.action != FlushAction::kInsert;
  return AlwaysReads(entity, step.returning) && (!reads_key || AlwaysReads(entity, entity.key_columns));
}

// Another has changed or removed the row.
absl::Status OutOfDate(const Entity& row) {
  const bool names_version = row.expected_version() != nullptr;
  return unit_error::OptimisticLock(row, names_version ? JoinField(row.origin, "version") : row.origin);
}

}  // namespace

absl::Status Persister::RunAndCommit(const FlushPlan& plan, uint32_t transaction) {
  commits_ = true;
  transaction_ = transaction;
  return Run(plan);
}

absl::Status Persister::Run(const FlushPlan& plan) {
  for (Steps steps = plan.steps; !steps.empty();) ORMD_RETURN_IF_ERROR(RunRound(steps, plan));
  return absl::OkStatus();
}

absl::Status Persister::RunAtomically(const FlushPlan& plan) {
  atomically_ = true;
  return Run(plan);
}

Executed Persister::Execute(std::span<const Statement* const> statements, bool commit) {
  if (atomically_) return ExecuteAtomically(*statements.front());
  return commit ? connection_.ExecuteAllAndCommit(statements, context_) : connection_.ExecuteAll(statements, context_);
}

Executed Persister::ExecuteAtomically(const Statement& statement) {
  Executed executed;
  absl::StatusOr<std::unique_ptr<Result>> result = connection_.ExecuteAtomically(statement, context_);
  executed.status = result.status();
  if (result.ok()) executed.results.push_back(*std::move(result));
  return executed;
}

absl::Status Persister::RunRound(Steps& steps, const FlushPlan& plan) {
  std::vector<Sent> round;
  size_t taken = 0;
  while (taken < steps.size() && round.size() < kMostInFlight && (taken == 0 || KnowsItsValues(steps[taken], plan))) {
    const FlushStep& step = steps[taken++];
    for (Entity* row : step.rows) CompleteKey(row);
    for (BatchStatement& batch : CompileStep(platform_, step, plan)) round.push_back({&step, std::move(batch)});
  }
  for (std::span<Sent> rest = round; !rest.empty();) {
    const size_t count = std::min(rest.size(), kMostInFlight);
    const bool is_last = taken == steps.size() && count == rest.size();
    ORMD_RETURN_IF_ERROR(RunTogether(rest.first(count), is_last));
    rest = rest.subspan(count);
  }
  for (const FlushStep& step : steps.first(taken)) KeepFlushValues(step, plan);
  steps = steps.subspan(taken);
  return absl::OkStatus();
}

bool Persister::MayCommitWith(std::span<const Sent> round) const {
  return commits_ &&
         std::all_of(round.begin(), round.end(), [this](const Sent& sent) { return CannotBeContradicted(sent); });
}

// Whether what the statement answers cannot speak against it once it has succeeded: what comes back can be read, and
// the rows are there.
bool Persister::CannotBeContradicted(const Sent& sent) const {
  const FlushStep& step = *sent.step;
  if (step.relation != nullptr) return true;
  const bool may_be_guarded = platform_.guards_writes() && sent.batch.count <= kMostGuarded;
  return (may_be_guarded || !NeedsGuard(step)) && AlwaysReads(step, sent.batch);
}

// Whether nobody knows that the rows are there.
bool Persister::NeedsGuard(const FlushStep& step) const {
  if (step.relation != nullptr) return false;
  if (transaction_ == 0 || step.action == FlushAction::kDelete || step.versioned) return true;
  return !std::all_of(step.rows.begin(), step.rows.end(), [this](const Entity* row) {
    return row->state() == Entity::State::kNew || row->locked_in == transaction_;
  });
}

void Persister::GuardAll(std::span<Sent> round) const {
  for (Sent& sent : round) {
    sent.guarded = NeedsGuard(*sent.step);
    if (sent.guarded) Guard(platform_, sent.batch);
  }
}

absl::Status Persister::RunTogether(std::span<Sent> round, bool is_last) {
  const bool commit = is_last && MayCommitWith(round);
  if (commit) GuardAll(round);
  std::vector<const Statement*> statements;
  statements.reserve(round.size());
  for (const Sent& sent : round) statements.push_back(&sent.batch.statement);
  const Executed executed = Execute(statements, commit);
  committed_ = executed.committed;
  for (size_t i = 0; i < executed.results.size(); ++i) {
    ORMD_RETURN_IF_ERROR(CheckResult(round[i], *executed.results[i]));
  }
  if (executed.status.ok()) return absl::OkStatus();
  const Sent& failed = round[executed.failed];
  guard_failed_ = failed.guarded && MayBeOfGuard(CodeOfDatabase(executed.status));
  return DescribeWriteError(executed.status, *failed.step);
}

absl::Status Persister::CheckResult(const Sent& sent, const Result& result) {
  const auto& [step, batch, guarded] = sent;
  if (guarded && batch.tells != BatchStatement::Tells::kValues) return absl::OkStatus();
  switch (step->action) {
    case FlushAction::kInsert:
      return ReadInserted(*step, batch, result);
    case FlushAction::kUpdate:
    case FlushAction::kExtraUpdate:
    case FlushAction::kDelete:
      return result.columns() > 0 ? CheckKeys(*step, batch, result) : CheckCount(*step, batch, result);
    default:
      return absl::OkStatus();
  }
}

absl::Status Persister::ReadInserted(const FlushStep& step, const BatchStatement& batch, const Result& result) {
  if (step.returning.empty()) return absl::OkStatus();
  if (result.rows() != batch.count) return unit_error::UnexpectedRows(*step.entity);
  const std::vector<size_t> order = RowOrder(platform_, result);
  made_.reserve(made_.size() + batch.count * step.returning.size());
  for (size_t i = 0; i < batch.count; ++i) {
    Entity* entity = step.rows[batch.first + i];
    const size_t made_before = made_.size();
    ORMD_RETURN_IF_ERROR(ReadRow(step, entity, result, order[i], 0));
    if (entity->has_key()) continue;
    Key key;
    key.reserve(step.entity->key_columns.size());
    for (const PropertyMetadata* property : entity->metadata().primary_key) {
      const auto made =
          std::find_if(made_.begin() + made_before, made_.end(), [&](const Made& m) { return m.property == property; });
      if (made != made_.end()) {
        key.push_back(made->value);
      } else {
        entity->AppendColumns(*property, key);
      }
    }
    entity->set_key(std::move(key));
    keyed_.push_back(entity);
  }
  return absl::OkStatus();
}

absl::Status Persister::ReadRow(const FlushStep& step, Entity* entity, const Result& result, size_t row,
                                size_t first_column) {
  for (size_t i = 0; i < step.returning.size(); ++i) {
    const Column& column = step.entity->columns[step.returning[i]];
    absl::StatusOr<Value> value = DecodeCell(column.type, result.cell(row, first_column + i));
    if (!value.ok()) return atomically_ ? unit_error::CommittedAllTheSame(value.status()) : value.status();
    made_.push_back({entity, &step.entity->property(column.property), *std::move(value)});
  }
  return absl::OkStatus();
}

absl::Status Persister::CheckKeys(const FlushStep& step, const BatchStatement& batch, const Result& result) {
  ExpectedRows expected(RowsOf(step, batch));
  const size_t first_column = step.entity->key_columns.size();
  ORMD_RETURN_IF_ERROR(expected.TakeAll(*step.entity, result, [&](Entity* entity, size_t row) {
    return ReadRow(step, entity, result, row, first_column);
  }));
  const Entity* missing = expected.missing();
  if (missing == nullptr) return absl::OkStatus();
  if (step.versioned) return OutOfDate(*missing);
  return unit_error::EntityNotFound(*step.entity, missing->origin);
}

absl::Status Persister::CheckCount(const FlushStep& step, const BatchStatement& batch, const Result& result) {
  const size_t met = static_cast<size_t>(result.affected());
  if (met == batch.count) return absl::OkStatus();
  if (met > batch.count) return unit_error::UnexpectedRows(*step.entity);
  if (batch.count > 1) return Missing(step, batch, batch.count - met);
  return unit_error::EntityNotFound(*step.entity, step.rows[batch.first]->origin);
}

// The statement runs again, for its keys: all that it does is undone, since the flush has failed. What ran behind it,
// or others, may have changed the rows since, or the transaction be aborted: then none is named.
absl::Status Persister::Missing(const FlushStep& step, const BatchStatement& batch, size_t count) {
  const Statement again = WithKeys(platform_, *step.entity, batch.statement);
  const Executed executed = Execute(std::array{&again}, false);
  if (!executed.status.ok()) return unit_error::EntityNotFound(*step.entity);
  ExpectedRows expected(RowsOf(step, batch));
  ORMD_RETURN_IF_ERROR(expected.TakeAll(*step.entity, *executed.results.front(), nullptr));
  if (expected.left() == 0) return unit_error::RowsCameBack(*step.entity);
  if (expected.left() != count) return unit_error::EntityNotFound(*step.entity);
  return unit_error::EntityNotFound(*step.entity, expected.missing()->origin);
}

// A key that follows from relations to rows that are inserted by now.
void Persister::CompleteKey(Entity* entity) {
  if (entity->has_key()) return;
  std::optional<Key> key = entity->KeyOfSlots();
  if (!key.has_value()) return;
  entity->set_key(*std::move(key));
  keyed_.push_back(entity);
}

void Persister::KeepFlushValues(const FlushStep& step, const FlushPlan& plan) {
  for (const size_t column : step.columns) {
    const PropertyMetadata& property = step.entity->property(step.entity->columns[column].property);
    for (Entity* row : step.rows) {
      if (std::optional<Value> value = FlushValue(*row, property, step, plan)) {
        made_.push_back({row, &property, *std::move(value)});
      }
    }
  }
}

void Persister::Apply() {
  for (Made& made : made_) {
    made.entity->Hydrate(*made.property, std::move(made.value));
    made.entity->made.Set(made.property->index);
  }
}

void Persister::Undo() {
  for (Entity* entity : keyed_) entity->set_key({});
}

}  // namespace ormd
