#include "client/cli/seed_rows.h"

#include <algorithm>
#include <cstdlib>

#include "client/cli/errors.h"
#include "client/cli/seed_value.h"

namespace ormd::cli {
namespace {

using client::EntityType;
using client::Property;

constexpr int kAttempts = 100;
// So many times, texts that are unique only together with others stay plain.
constexpr int kPlainAttempts = 10;
constexpr int kRooms = 5;
constexpr size_t kTargets = 10;

// FNV-1a.
uint64_t HashOf(std::string_view text) {
  uint64_t hash = 14'695'981'039'346'656'037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211u;
  return hash;
}

bool IsWhole(const SeedRule& rule) {
  return !rule.list && (rule.kind == "smallint" || rule.kind == "integer" || rule.kind == "bigint");
}

bool Holds(const std::vector<const Property*>& properties, const Property& property) {
  return std::find(properties.begin(), properties.end(), &property) != properties.end();
}

// The values of a unique; empty where one of them is null or not given, which no other row equals.
std::string TupleOf(const std::vector<const Property*>& unique, const Json& data) {
  std::string tuple;
  for (const Property* property : unique) {
    const Json* value = data.Find(property->name());
    if (value == nullptr || value->is_null()) return "";
    tuple += WriteJson(*value) + "\n";
  }
  return tuple;
}

UsageError TooFew(const EntityType& type, const std::vector<const Property*>& unique) {
  std::string names;
  for (const Property* property : unique) names += (names.empty() ? "" : ", ") + property->name();
  return UsageError("there are not enough different values of " + names + " for so many rows of " + type.name());
}

}  // namespace

struct SeedRows::State {
  SeedRules rules;
  std::vector<std::set<std::string>> taken;  // tuples of each unique
  std::vector<Json> references;              // to rows that stand or were made
  std::vector<bool> wide;                    // by Property::index: part of a unique
  std::vector<bool> alone;                   // a unique of its own
  bool plain = true;                         // values that are only part of a unique need not differ
  std::map<const Property*, int64_t> next;   // of keys that are counted here
  size_t made = 0;
};

SeedRows::SeedRows(uint64_t seed, Reader reader) : seed_(seed), reader_(std::move(reader)) {}
SeedRows::~SeedRows() = default;

SeedRows::State& SeedRows::StateOf(const EntityType& type) {
  std::unique_ptr<State>& state = states_[&type];
  if (state != nullptr) return *state;
  state = std::make_unique<State>();
  state->rules = RulesOf(type);
  state->taken.resize(state->rules.uniques.size());
  state->wide.resize(type.properties().size());
  state->alone.resize(type.properties().size());
  std::vector<const Property*> wanted;
  for (const auto& unique : state->rules.uniques) {
    for (const Property* property : unique) {
      if (!state->wide[property->index]) wanted.push_back(property);
      state->wide[property->index] = true;
      if (unique.size() == 1) state->alone[property->index] = true;
    }
  }
  for (const StandingRow& row : reader_(type, wanted)) {
    state->references.push_back(row.key);
    for (size_t i = 0; i < state->taken.size(); ++i) {
      const std::string tuple = TupleOf(state->rules.uniques[i], row.properties);
      if (!tuple.empty()) state->taken[i].insert(tuple);
    }
    for (const Property* property : type.key()) {
      const Json* value = row.properties.Find(property->name());
      if (value == nullptr || !IsWhole(state->rules.properties[property->index])) continue;
      int64_t& next = state->next[property];
      next = std::max<int64_t>(next, std::strtoll(value->text.c_str(), nullptr, 10));
    }
  }
  return *state;
}

void SeedRows::Make(const EntityType& type, size_t count) {
  if (std::find(making_.begin(), making_.end(), &type) != making_.end()) {
    throw UsageError("rows of " + type.name() + " need others of their own kind: make the first by hand");
  }
  making_.push_back(&type);
  State& state = StateOf(type);
  for (size_t i = 0; i < count; ++i) MakeRow(type, state, count - i);
  making_.pop_back();
}

void SeedRows::MakeRow(const EntityType& type, State& state, size_t wanted) {
  size_t clash = 0;
  for (int room = 0; room < kRooms; ++room) {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      const std::string name = type.name() + "#" + std::to_string(state.references.size());
      SeedRandom random(seed_ ^ HashOf(name + "/" + std::to_string(room * kAttempts + attempt)));
      Json data = Json::Object();
      state.plain = room == 0 && attempt < kPlainAttempts;
      if (!TryRow(type, state, random, wanted, &data, &clash)) continue;
      const std::string local = type.name() + "#" + std::to_string(++state.made);
      changes_.items.push_back(Json::Object({{"create", Json::Object({{"entity", Json::String(type.name())},
                                                                      {"local", Json::String(local)},
                                                                      {"data", std::move(data)}})}}));
      state.references.push_back(Json::Object({{"local", Json::String(local)}}));
      return;
    }
    MakeRoom(type, state, clash, wanted);
  }
  throw TooFew(type, state.rules.uniques[clash]);
}

bool SeedRows::TryRow(const EntityType& type, State& state, SeedRandom& random, size_t wanted, Json* data,
                      size_t* clash) {
  for (const Property& property : type.properties()) {
    if (!IsGiven(type, property)) continue;
    Json value = Value(type, state, property, random, wanted);
    if (!value.is_null()) data->Add(property.name(), std::move(value));
  }
  return TakeUniques(state, *data, clash);
}

Json SeedRows::Value(const EntityType& type, State& state, const Property& property, SeedRandom& random,
                     size_t wanted) {
  if (property.target != nullptr) return Reference(type, state, property, random, wanted);
  const SeedRule& rule = state.rules.properties[property.index];
  if (property.info.nullable() && random.OneIn(6)) return {};
  const bool counted = type.key().size() == 1 && type.key().front() == &property && IsWhole(rule);
  if (counted && rule.values.empty() && !rule.most) {
    int64_t& next = state.next[&property];
    if (rule.least) next = std::max<int64_t>(next, static_cast<int64_t>(*rule.least));
    return Json::Integer(++next);
  }
  const bool wide = state.alone[property.index] || (state.wide[property.index] && !state.plain);
  return SeedValue(property, rule, wide, random);
}

Json SeedRows::Reference(const EntityType& type, State& state, const Property& property, SeedRandom& random,
                         size_t wanted) {
  State& target = StateOf(*property.target);
  const bool needed = !property.info.nullable();
  if (!needed && (target.references.empty() || random.OneIn(4))) return {};
  if (target.references.empty()) {
    Make(*property.target, state.alone[property.index] ? wanted : std::min(wanted, kTargets));
  }
  if (!state.alone[property.index]) return random.Pick(target.references);
  // Each row can be pointed to once: the next one that nobody points to.
  const auto unique = std::find_if(state.rules.uniques.begin(), state.rules.uniques.end(), [&](const auto& properties) {
    return properties.size() == 1 && Holds(properties, property);
  });
  const std::set<std::string>& taken = state.taken[static_cast<size_t>(unique - state.rules.uniques.begin())];
  for (const Json& reference : target.references) {
    if (!taken.contains(WriteJson(reference) + "\n")) return reference;
  }
  if (!needed || property.target == &type) return {};
  Make(*property.target, wanted);
  return target.references.back();
}

bool SeedRows::TakeUniques(State& state, const Json& data, size_t* clash) {
  std::vector<std::string> tuples;
  for (size_t i = 0; i < state.taken.size(); ++i) {
    tuples.push_back(TupleOf(state.rules.uniques[i], data));
    if (!tuples.back().empty() && state.taken[i].contains(tuples.back())) {
      *clash = i;
      return false;
    }
  }
  for (size_t i = 0; i < tuples.size(); ++i) {
    if (!tuples[i].empty()) state.taken[i].insert(std::move(tuples[i]));
  }
  return true;
}

// More rows to point to make more different rows.
void SeedRows::MakeRoom(const EntityType& type, State& state, size_t clash, size_t wanted) {
  for (const Property* property : state.rules.uniques[clash]) {
    if (property->target != nullptr && property->target != &type) Make(*property->target, std::max<size_t>(1, wanted));
  }
}

}  // namespace ormd::cli
