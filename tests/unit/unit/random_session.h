// A session of random operations beside its model.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "orm/unit/entity_manager.h"
#include "tests/support/recording_observer.h"
#include "tests/unit/unit/session_changes.h"
#include "tests/unit/unit/session_view.h"

namespace ormd {

// Used once. Its database is empty before, and nobody else changes it.
class RandomSession {
 public:
  // Both outlive it; the observer is told of every statement. `kind` chooses the types, relations and operations that
  // the session is about: those of few meet more often.
  RandomSession(const OrmEnvironment& environment, RecordingObserver& observer, uint64_t kind);

  // Each step is a seed of its own: some can be left out, and the others still mean much the same. Ends with the first
  // fault, or with everything flushed and committed.
  void Run(const std::vector<uint64_t>& steps);

  // What was done, for people to replay.
  const std::vector<std::string>& log() const { return log_; }
  // Empty where there is none.
  const std::string& fault() const { return fault_; }
  int flushes() const { return flushes_; }
  int failed_flushes() const { return failed_flushes_; }
  int open_forecasts() const { return open_forecasts_; }

 private:
  using Ids = std::vector<ObjectId>;
  using Stage = void (RandomSession::*)();

  void Choose(Dice dice);
  void Step(uint64_t seed);
  SessionChanges Changes() { return SessionChanges(model_, relations_, dice_); }
  void Finish();
  // Staging.
  void Create();
  void Assign();
  void Remove();
  void StageSome();
  void Bracket();
  void DeclareFirst();
  void NameAll(const DrawnChange& change);
  void BindMade(const Entity& entity, const std::vector<MadeObject>& made);
  // Reading.
  void Find();
  void Get();
  void Refresh();
  void FindAnew();
  bool MayRefresh(ObjectId id) const;
  FindOptions Options(const EntityMetadata& type);
  void ExpectInAnswer(const FindResult& found, ObjectId id, const PropertyMetadata& relation);
  void TakeAnswer(const FindResult& found, const FindOptions& options);
  // Writing.
  void Flush();
  void Commit();
  void CommitTo(size_t depth);
  void Rollback();
  void Begin();
  void Clear();
  void ForgetAll();
  // Answers whether it succeeds. `commits`: the depth that it commits; 0 where it only flushes.
  bool Write(const std::function<absl::Status()>& write, size_t commits);
  void Judge(const absl::Status& status, const Forecast& forecast);
  void AfterFlush(Forecast forecast, size_t commits);
  void ExpectKnown(const Ids& inserted);
  void AfterFailure();
  void ExpectSameSql(const std::vector<PlannedStatement>& planned);
  std::vector<std::string> TakeWrites();
  // Others.
  void ChangeOutside();
  void RemoveOutside();
  void LoseUpdate();
  // Assigns and flushes in an EntityManager of its own.
  void AssignOutside(ObjectId id, const PropertyMetadata& scalar, const Value& value);
  // Stored, staged, unchanged.
  Ids Quiet(bool needs_scalar) const;

  // Comparing.
  void CompareSession();
  void CompareDatabase();
  EntityTarget Named(ObjectId id) const;
  const EntityMetadata& AnyType();
  void Say(const std::string& text) { log_.push_back(text); }
  void Expect(bool holds, const std::string& fault);
  void Expect(const absl::Status& status, const std::string& what);

  const OrmEnvironment& environment_;
  RecordingObserver& observer_;
  std::unique_ptr<EntityManager> em_;
  SessionView view_;
  SessionModel model_;
  Dice dice_{0};
  SessionChanges::Relations relations_;
  std::vector<const EntityMetadata*> types_;
  std::vector<std::pair<size_t, Stage>> stages_;  // with their weights
  std::vector<std::string> log_;
  std::string fault_;
  int flushes_ = 0, failed_flushes_ = 0, open_forecasts_ = 0;
};

}  // namespace ormd
