#include "server/runtime/database_watch.h"

#include <utility>

#include "orm/base/error.h"

namespace ormd {
namespace {

absl::Status NotAskedYet() {
  return MakeError({Reason::kDatabaseUnavailable, "the database was not reached yet", {}, {}});
}

// A full pool says nothing about a database that answered before.
bool SaysNothing(const absl::Status& status) { return ReasonOf(status) == Reason::kPoolExhausted; }

}  // namespace

DatabaseWatch::DatabaseWatch(Probe probe, Listener listener, Options options)
    : probe_(std::move(probe)),
      listener_(std::move(listener)),
      options_(options),
      status_(NotAskedYet()),
      ticker_([this] { return Ask(); }) {}

bool DatabaseWatch::AwaitAnswer(absl::Duration timeout) const {
  absl::MutexLock lock(&mutex_);
  return mutex_.AwaitWithTimeout(absl::Condition(&asked_), timeout);
}

absl::Status DatabaseWatch::status() const {
  absl::MutexLock lock(&mutex_);
  return status_;
}

std::string DatabaseWatch::version() const {
  absl::MutexLock lock(&mutex_);
  return version_;
}

absl::Duration DatabaseWatch::Ask() {
  const bool known = status().ok();
  const absl::StatusOr<std::string> answer = probe_(known);
  if (!(known && SaysNothing(answer.status())) && Store(answer)) listener_(answer.status());
  return status().ok() ? options_.when_ready : options_.when_away;
}

bool DatabaseWatch::Store(const absl::StatusOr<std::string>& answer) {
  absl::MutexLock lock(&mutex_);
  const bool changed = !std::exchange(asked_, true) || status_ != answer.status();
  status_ = answer.status();
  if (answer.ok()) version_ = *answer;
  return changed;
}

}  // namespace ormd
