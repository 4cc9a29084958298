#include "server/merge/lookup_merger.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/driver/errors.h"
#include "orm/unit/row_query.h"
#include "server/merge/group.h"
#include "server/session/errors.h"
#include "server/session/prefetch.h"
#include "server/wire/find.h"
#include "server/wire/value.h"

namespace ormd {
namespace {

// Encoding more than this takes long as well.
constexpr size_t kLargeRow = 64 << 10;

bool IsLarge(const Result& rows) {
  size_t bytes = 0;
  for (size_t row = 0; row < rows.rows(); ++row) {
    for (size_t column = 0; column < rows.columns(); ++column) bytes += rows.cell(row, column).text.size();
  }
  return bytes > kLargeRow;
}

}  // namespace

LookupMerger::LookupMerger(const OrmEnvironment& environment, Executor& executor, MergeOptions options,
                           size_t max_message)
    : environment_(environment),
      executor_(executor),
      enabled_(options.lanes > 0),
      in_process_(environment.pool.driver().in_process()),
      max_message_(max_message),
      shapes_(environment.platform, environment.schema),
      queue_(executor, options, [this](std::vector<Lookup> lookups) { Run(std::move(lookups)); }) {}

bool LookupMerger::Take(const orm::v1::FindOne& find, const Context& context, size_t siblings, Answer& answer) {
  if (!enabled_ || !IsPlainLookup(find)) return false;
  absl::StatusOr<Lookup> lookup = Decode(find);
  if (!lookup.ok()) {
    answer(lookup.status());
    return true;
  }
  if (!HasPlainKey(lookup->shape->entity)) return false;
  lookup->context = context;
  lookup->answer = std::move(answer);
  if (in_process_ && crowd_.IsFew(siblings) && AnswerAtOnce(*lookup)) return true;
  if (siblings <= kFew && SendAhead(*lookup)) return true;
  const LookupShape* kind = lookup->shape.get();
  queue_.Push(kind, *std::move(lookup));
  return true;
}

absl::StatusOr<LookupMerger::Lookup> LookupMerger::Decode(const orm::v1::FindOne& find) {
  Lookup lookup;
  ORMD_ASSIGN_OR_RETURN(const EntityMetadata* entity, wire::DecodeEntity(environment_.schema, find.entity()));
  ORMD_ASSIGN_OR_RETURN(lookup.shape, shapes_.Get(*entity, find.fields()));
  absl::StatusOr<Key> key = wire::KeyFromWire(*entity, find.key());
  if (!key.ok()) return UnderField(key.status(), "key");
  lookup.key = *std::move(key);
  lookup.allow_missing = find.allow_missing();
  return lookup;
}

bool LookupMerger::AnswerAtOnce(Lookup& lookup) {
  if (!lookup.context.Check().ok()) return false;
  const absl::Time start = absl::Now();
  if (absl::ToUnixNanos(start) < pause_until_.load(std::memory_order_relaxed)) return false;
  std::optional<PooledConnection> connection = environment_.pool.TryAcquire(Access::kRead);
  if (!connection.has_value()) return false;
  const Context brief{std::min(lookup.context.deadline, start + kAtOnce), nullptr};
  const auto rows = (*connection)->Execute(lookup.shape->select.For({lookup.key}), brief);
  connection->Release();
  const absl::Time end = absl::Now();
  const bool large = rows.ok() && IsLarge(**rows);
  if (large || end - start >= kAtOnce) {
    pause_until_.store(absl::ToUnixNanos(end + kPause), std::memory_order_relaxed);
  }
  if (!rows.ok() || large) return false;
  return AnswerFrom(**rows, {&lookup, 1}).ok();
}

bool LookupMerger::SendAhead(Lookup& lookup) {
  if (in_process_) return false;
  std::optional<PooledConnection> connection = environment_.pool.TryAcquire(Access::kRead);
  if (!connection.has_value()) return false;
  Statement statement = lookup.shape->select.For({lookup.key});
  // A function must be copyable: it shares what is sent instead.
  const auto sent = std::make_shared<Sent>(std::move(lookup), std::move(statement), *std::move(connection));
  // First, so that the other thread wakes up meanwhile.
  executor_.Submit(Executor::Lane::kUrgent, [this, sent] { AnswerSent(*sent); });
  sent->connection->SendAhead(sent->statement);
  sent->begun.Notify();
  return true;
}

void LookupMerger::AnswerSent(Sent& sent) {
  sent.begun.WaitForNotification();
  const auto rows = sent.connection->Execute(sent.statement, sent.lookup.context);
  sent.connection.Release();
  const absl::Status status = rows.ok() ? AnswerFrom(**rows, {&sent.lookup, 1}) : rows.status();
  if (!status.ok()) sent.lookup.answer(status);
}

void LookupMerger::Run(std::vector<Lookup> lookups) {
  AnswerEnded(lookups);
  if (lookups.empty()) return;
  RunTogether(lookups);
}

absl::StatusOr<std::unique_ptr<Result>> LookupMerger::ReadAll(std::span<const Lookup> lookups) const {
  std::vector<Key> keys;
  std::vector<const Context*> contexts;
  for (const Lookup& lookup : lookups) {
    keys.push_back(lookup.key);
    contexts.push_back(&lookup.context);
  }
  const GroupContext group(std::move(contexts), GroupEnd::kWithLast);
  return ReadRows(environment_, lookups.front().shape->select.For(keys), group.context());
}

void LookupMerger::RunTogether(std::vector<Lookup>& lookups) {
  const absl::StatusOr<std::unique_ptr<Result>> rows = ReadAll(lookups);
  const absl::Status status = rows.ok() ? AnswerFrom(**rows, lookups) : rows.status();
  if (status.ok()) return;
  if (lookups.size() == 1 || ConcernsAll(status)) return AnswerAll(lookups, status);
  for (Lookup& lookup : lookups) {
    std::vector<Lookup> alone;
    alone.push_back(std::move(lookup));
    Run(std::move(alone));
  }
}

// Answers all, or none where it fails.
absl::Status LookupMerger::AnswerFrom(const Result& rows, std::span<Lookup> lookups) const {
  ORMD_ASSIGN_OR_RETURN(const RowByKey row_of, lookups.front().shape->FindKeys(rows));
  for (Lookup& lookup : lookups) {
    if (absl::Status ended = lookup.context.Check(); !ended.ok()) {
      lookup.answer(std::move(ended));
      continue;
    }
    const auto found = row_of.find(lookup.key);
    lookup.answer(Encode(lookup, rows, found == row_of.end() ? std::nullopt : std::optional(found->second)));
  }
  return absl::OkStatus();
}

absl::StatusOr<grpc::Slice> LookupMerger::Encode(const Lookup& lookup, const Result& rows,
                                                 std::optional<size_t> row) const {
  if (!row.has_value() && !lookup.allow_missing) return EntityNotFound(lookup.shape->entity);
  grpc::Slice reply;
  ORMD_RETURN_IF_ERROR(lookup.shape->encoder.EncodeReplyRow(rows, row.value_or(rows.rows()), &reply));
  if (reply.size() > max_message_) return AnswerTooLarge();
  return reply;
}

}  // namespace ormd
