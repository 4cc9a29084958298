#include "server/merge/merged_key_reader.h"

#include <algorithm>
#include <utility>

#include "orm/base/error.h"
#include "orm/unit/row_query.h"

namespace ormd {

MergedKeyReader::MergedKeyReader(const OrmEnvironment& environment, MergeOptions options)
    : environment_(environment), options_(options), shapes_(environment.platform, environment.schema) {}

absl::StatusOr<std::shared_ptr<const KeyedRows>> MergedKeyReader::Read(const EntityMetadata& entity,
                                                                       std::vector<Key> keys, const MoreKeys& more,
                                                                       const Context& context) {
  if (!HasPlainKey(entity)) return absl::UnimplementedError("these keys are not compared as ormd does");
  auto request = std::make_shared<Request>();
  request->keys = std::move(keys);
  request->more = &more;
  request->deadline = context.deadline;
  const auto on_cancel = [this, request] {
    std::shared_ptr<Cancellation> unwanted;
    {
      absl::MutexLock lock(&mutex_);
      unwanted = Leave(*request);
      request->wake.Signal();
    }
    if (unwanted != nullptr) unwanted->Cancel();
  };
  const bool cancellable = context.cancellation != nullptr;
  if (cancellable && !context.cancellation->SetCallback(on_cancel)) return context.Check();
  Rows rows = Await(entity, request, context);
  if (cancellable) context.cancellation->ClearCallback();
  return rows;
}

MergedKeyReader::Rows MergedKeyReader::Await(const EntityMetadata& entity, const std::shared_ptr<Request>& request,
                                             const Context& context) {
  std::shared_ptr<Cancellation> unwanted;
  {
    absl::MutexLock lock(&mutex_);
    if (!request->gone) waiting_[&entity].push_back(request);
    bool late = false;
    while (!request->rows.has_value() && !request->gone && !late) {
      if (request->batch == nullptr && busy_ < options_.lanes) {
        Lead(entity, *request);
      } else {
        late = request->wake.WaitWithDeadline(&mutex_, request->deadline);
      }
    }
    if (request->rows.has_value()) return *request->rows;
    unwanted = Leave(*request);
    // It may have been woken for a lane that it has no use for.
    if (busy_ < options_.lanes) WakeNext();
  }
  if (unwanted != nullptr) unwanted->Cancel();
  const absl::Status ended = context.Check();
  return ended.ok() ? absl::DeadlineExceededError("out of time") : ended;
}

// The lock is let go while the statement runs.
void MergedKeyReader::Lead(const EntityMetadata& entity, Request& leader) {
  const std::shared_ptr<Batch> batch = TakeBatch(entity);
  batch->context.deadline = leader.deadline;
  leader.leads = batch;
  if (++busy_ < options_.lanes) WakeNext();
  mutex_.Unlock();
  const Rows rows = ReadBatch(entity, *batch);
  mutex_.Lock();
  leader.leads = nullptr;
  --busy_;
  for (const auto& request : batch->requests) {
    request->rows = rows;
    request->batch = nullptr;  // they would hold each other for ever
    request->wake.Signal();
  }
  WakeNext();
}

std::shared_ptr<MergedKeyReader::Batch> MergedKeyReader::TakeBatch(const EntityMetadata& entity) {
  auto batch = std::make_shared<Batch>();
  batch->context.cancellation = std::make_shared<Cancellation>();
  const auto found = waiting_.find(&entity);
  Queue& queue = found->second;
  while (!queue.empty() &&
         (batch->keys.empty() || batch->keys.size() + queue.front()->keys.size() <= options_.max_batch)) {
    const std::shared_ptr<Request> request = std::move(queue.front());
    queue.pop_front();
    request->batch = batch;
    ++batch->waiting;
    batch->keys.insert(batch->keys.end(), request->keys.begin(), request->keys.end());
    batch->requests.push_back(request);
  }
  if (queue.empty()) waiting_.erase(found);
  AddMore(*batch);
  return batch;
}

// What its callers have got meanwhile, as far as there is room.
void MergedKeyReader::AddMore(Batch& batch) const {
  for (const auto& request : batch.requests) {
    if (*request->more == nullptr || batch.keys.size() >= options_.max_batch) continue;
    for (Key& key : (*request->more)(options_.max_batch - batch.keys.size())) batch.keys.push_back(std::move(key));
  }
}

MergedKeyReader::Rows MergedKeyReader::ReadBatch(const EntityMetadata& entity, const Batch& batch) const {
  const LookupShape& shape = *shapes_.Whole(entity);
  auto found = std::make_shared<KeyedRows>();
  ORMD_ASSIGN_OR_RETURN(found->rows, ReadRows(environment_, shape.select.For(batch.keys), batch.context));
  ORMD_ASSIGN_OR_RETURN(found->row_of, shape.FindKeys(*found->rows));
  return found;
}

std::shared_ptr<Cancellation> MergedKeyReader::Leave(Request& request) {
  if (std::exchange(request.gone, true) || request.rows.has_value()) return nullptr;
  if (request.leads != nullptr) return request.leads->context.cancellation;
  if (request.batch != nullptr) return --request.batch->waiting == 0 ? request.batch->context.cancellation : nullptr;
  for (auto entry = waiting_.begin(); entry != waiting_.end(); ++entry) {
    std::erase_if(entry->second, [&request](const auto& other) { return other.get() == &request; });
    if (!entry->second.empty()) continue;
    waiting_.erase(entry);
    break;
  }
  return nullptr;
}

// A lane is free: whoever waits first may lead.
void MergedKeyReader::WakeNext() {
  if (!waiting_.empty()) waiting_.begin()->second.front()->wake.Signal();
}

}  // namespace ormd
