// What a random session writes, alone.
#include "tests/unit/unit/random_session.h"

#include <algorithm>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "tests/support/unguarded.h"

namespace ormd {
namespace {

const Context kContext{};
constexpr size_t kMaxDepth = 3;

bool IsWrite(const std::string& sql) {
  static constexpr const char* kWords[] = {"INSERT", "UPDATE", "DELETE", "WITH"};
  return std::any_of(std::begin(kWords), std::end(kWords), [&](const char* word) { return sql.starts_with(word); });
}

}  // namespace

void RandomSession::Flush() {
  Say("flush");
  if (!Write([this] { return em_->Flush(kContext); }, 0)) AfterFailure();
}

bool RandomSession::Write(const std::function<absl::Status()>& write, size_t commits) {
  const Forecast forecast = model_.Foresee();
  std::optional<absl::StatusOr<std::vector<PlannedStatement>>> dry_run;
  if (dice_.Chance(40)) {
    log_.back().insert(0, "dry run, ");
    dry_run = em_->DryRun(kContext);
    if (forecast.outcome == Outcome::kPasses) Expect(dry_run->status(), "dry run");
    CompareSession();
  }
  observer_.Take();
  const absl::Status status = write();
  ++flushes_;
  Judge(status, forecast);
  if (!status.ok()) return false;
  if (dry_run.has_value() && dry_run->ok()) ExpectSameSql(**dry_run);
  AfterFlush(forecast, commits);
  return true;
}

// Everything is as it was; what is staged may be flushed again.
void RandomSession::AfterFailure() {
  CompareSession();
  CompareDatabase();
  if (fault_.empty() && (model_.HasReplacement() || dice_.Chance(50))) Clear();
}

void RandomSession::Judge(const absl::Status& status, const Forecast& forecast) {
  if (forecast.outcome == Outcome::kMay) ++open_forecasts_;
  if (!status.ok()) {
    ++failed_flushes_;
    Say(StrCat("  fails: ", std::string(ReasonName(ReasonOf(status))), ", ", forecast.why));
  }
  static constexpr Reason kReasons[] = {Reason::kUniqueViolation, Reason::kForeignKeyViolation, Reason::kRequired,
                                        Reason::kEntityNotFound};
  if (status.ok()) return Expect(forecast.outcome != Outcome::kFails, StrCat("the flush passes though ", forecast.why));
  const bool may_fail = forecast.outcome != Outcome::kPasses;
  const bool known = std::find(std::begin(kReasons), std::end(kReasons), ReasonOf(status)) != std::end(kReasons);
  Expect(may_fail && known, StrCat("the flush fails: ", status.ToString(), " ", forecast.why));
}

std::vector<std::string> RandomSession::TakeWrites() {
  std::vector<std::string> writes = observer_.TakeSql();
  for (std::string& sql : writes) sql = Unguarded(std::move(sql));
  std::erase_if(writes, [](const std::string& sql) { return !IsWrite(sql); });
  return writes;
}

void RandomSession::ExpectSameSql(const std::vector<PlannedStatement>& planned) {
  std::vector<std::string> expected;
  for (const PlannedStatement& statement : planned) expected.push_back(statement.sql);
  const std::vector<std::string> writes = TakeWrites();
  Expect(writes == expected, StrCat("the flush runs\n", StrJoin(writes, "\n"), "\nthe dry run says\n",
                                    StrJoin(expected, "\n")));
}

// Nothing of a row that this session inserted is left to be read.
void RandomSession::ExpectKnown(const Ids& inserted) {
  ViewComparison comparison(view_, model_.stored(), {});
  for (const ObjectId id : inserted) {
    if (!model_.stored().Has(id) || view_.Find(id) == nullptr) continue;
    for (const auto& property : model_.stored().at(id).type->properties) {
      if (property->has_columns()) comparison.Require(id, *property);
    }
  }
  Expect(comparison.faults().empty(), StrJoin(comparison.faults(), "\n"));
}

void RandomSession::AfterFlush(Forecast forecast, size_t commits) {
  Ids inserted;
  for (const auto& [id, object] : forecast.next.objects) {
    if (model_.IsNew(id)) inserted.push_back(id);
  }
  model_.Flushed(std::move(forecast));
  ExpectKnown(inserted);
  if (commits > 0) model_.Commit(commits);
  for (const auto& [id, entity] : view_.entities()) {
    if (!model_.stored().Has(id)) continue;
    const PropertyMetadata* version = entity->metadata().version;
    const bool counted = version != nullptr && entity->loaded(version->index);
    model_.Learn(id, entity->key(), counted ? static_cast<int>(entity->value(*version).as<int64_t>()) : 0);
  }
  CompareSession();
  if (fault_.empty()) CompareDatabase();
  observer_.Take();
  Expect(em_->Flush(kContext), "second flush");
  Expect(observer_.TakeSql().empty(), "a second flush sends something");
}

void RandomSession::Begin() {
  if (model_.depth() == kMaxDepth) return;
  Say("begin");
  const auto depth = em_->Begin({}, kContext);
  Expect(depth.status(), "begin");
  model_.Begin();
}

void RandomSession::CommitTo(size_t depth) {
  Say(StrCat("commit ", depth));
  const bool ahead = depth == 1 && model_.depth() == 1 && dice_.Chance(50);
  const auto commit = [this, depth, ahead] {
    if (ahead) ORMD_RETURN_IF_ERROR(em_->FlushBeforeCommit(kContext));
    return em_->Commit(static_cast<int>(depth), kContext);
  };
  if (!Write(commit, depth)) AfterFailure();
}

void RandomSession::Commit() {
  if (model_.depth() == 0) return;
  const size_t depth = dice_.Chance(70) ? model_.depth() : 1 + dice_.Pick(model_.depth());
  CommitTo(depth);
}

void RandomSession::Rollback() {
  if (model_.depth() == 0) return;
  const size_t depth = dice_.Chance(70) ? model_.depth() : 1 + dice_.Pick(model_.depth());
  Say(StrCat("rollback ", depth));
  Expect(em_->Rollback(static_cast<int>(depth), kContext), "rollback");
  model_.Rollback(depth);
  view_.Clear();
  CompareDatabase();
}

void RandomSession::Clear() {
  Say("clear");
  em_->Clear();
  ForgetAll();
}

void RandomSession::ForgetAll() {
  model_.Clear();
  view_.Clear();
}

}  // namespace ormd
