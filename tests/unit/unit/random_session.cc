#include "tests/unit/unit/random_session.h"

#include <utility>

#include "orm/base/strings.h"

namespace ormd {
namespace {

const Context kContext{};

}  // namespace

RandomSession::RandomSession(const OrmEnvironment& environment, RecordingObserver& observer, uint64_t kind)
    : environment_(environment),
      observer_(observer),
      em_(std::make_unique<EntityManager>(environment)),
      model_([this](ObjectId id, const PropertyMetadata& property) { return view_.Knows(id, property); },
             [this](ObjectId id, const PropertyMetadata& property) { return view_.KnowsStored(id, property); }) {
  Choose(Dice(kind));
}

void RandomSession::Run(const std::vector<uint64_t>& steps) {
  for (const uint64_t step : steps) {
    Step(step);
    if (!fault_.empty()) return;
  }
  Finish();
}

void RandomSession::Choose(Dice dice) {
  static constexpr std::pair<size_t, Stage> kStages[] = {
      {16, &RandomSession::Create},       {40, &RandomSession::Assign},       {8, &RandomSession::Remove},
      {8, &RandomSession::Bracket},       {9, &RandomSession::Find},          {7, &RandomSession::Get},
      {4, &RandomSession::Refresh},       {12, &RandomSession::Flush},        {3, &RandomSession::Begin},
      {3, &RandomSession::Commit},        {2, &RandomSession::Rollback},      {2, &RandomSession::Clear},
      {2, &RandomSession::DeclareFirst},  {3, &RandomSession::FindAnew},      {2, &RandomSession::ChangeOutside},
      {2, &RandomSession::RemoveOutside}, {2, &RandomSession::LoseUpdate},
  };
  static constexpr size_t kFactors[] = {0, 1, 1, 3};
  for (const auto& [weight, stage] : kStages) stages_.push_back({weight * kFactors[dice.Pick(4)], stage});
  stages_[0].first += 8;
  stages_[1].first += 10;
  stages_[7].first += 2;
  const size_t percent = 15 + 20 * dice.Pick(5);
  for (const auto& type : environment_.schema.entities()) {
    for (const auto& property : type->properties) {
      if (!property->is_scalar() && dice.Chance(percent)) relations_.insert(property.get());
    }
    if (dice.Chance(50)) types_.push_back(type.get());
  }
  if (types_.empty()) types_.push_back(environment_.schema.entities().front().get());
}

void RandomSession::Step(uint64_t seed) {
  dice_ = Dice(seed);
  size_t weights = 0;
  for (const auto& [weight, stage] : stages_) weights += weight;
  size_t drawn = dice_.Pick(weights);
  auto at = stages_.begin();
  for (; drawn >= at->first; ++at) drawn -= at->first;
  (this->*at->second)();
  if (fault_.empty()) CompareSession();
  if (fault_.empty() && model_.HasReplacement()) Flush();
}

void RandomSession::Finish() {
  Flush();
  if (fault_.empty() && model_.depth() > 0) CommitTo(1);
  if (fault_.empty()) CompareDatabase();
}

void RandomSession::CompareSession() {
  view_.Discover(model_.staged(), model_.stored());
  ViewComparison comparison(view_, model_.staged(), [this](ObjectId id) { return model_.IsGhost(id); });
  const std::vector<std::string> faults = comparison.Run();
  Expect(faults.empty(), StrCat("the session: ", StrJoin(faults, "\n")));
}

void RandomSession::CompareDatabase() {
  const World& world = model_.committed();
  EntityManager fresh(environment_);
  SessionView view;
  size_t count = 0;
  for (const auto& type : environment_.schema.entities()) {
    FindOptions options;
    options.fields = DefaultFields(*type);
    options.populate = *ParsePopulate(*type, {"*"}, {});
    const auto found = fresh.Find(*type, options, kContext);
    Expect(found.status(), "find");
    if (!found.ok()) return;
    count += found->roots.size();
    for (const GraphNode& node : found->nodes) view.Take(node.entity, world, world);
  }
  ViewComparison comparison(view, world, [](ObjectId) { return false; });
  comparison.Run();
  for (const auto& [id, object] : world.objects) {
    for (const auto& property : object.type->properties) comparison.Require(id, *property);
  }
  Expect(comparison.faults().empty(), StrCat("the database: ", StrJoin(comparison.faults(), "\n")));
  Expect(count == world.objects.size(), StrCat("the database: ", count, " rows instead of ", world.objects.size()));
  for (const auto& [id, entity] : view.entities()) {
    const PropertyMetadata* version = entity->metadata().version;
    const bool learns = version != nullptr && model_.depth() == 0;
    if (learns) model_.Learn(id, entity->key(), static_cast<int>(entity->value(*version).as<int64_t>()));
  }
}

EntityTarget RandomSession::Named(ObjectId id) const {
  const Object& object = model_.staged().at(id);
  return {object.type, object.key, object.key.empty() ? LocalName(id) : ""};
}

const EntityMetadata& RandomSession::AnyType() { return *dice_.Any(types_); }

void RandomSession::Expect(bool holds, const std::string& fault) {
  if (!holds && fault_.empty()) fault_ = fault;
}

void RandomSession::Expect(const absl::Status& status, const std::string& what) {
  Expect(status.ok(), StrCat(what, ": ", status.ToString()));
}

}  // namespace ormd
