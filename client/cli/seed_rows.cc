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

UsageError TooFew(const EntityType& type, const SeedUnique& unique) {
  std::string names;
  for (const Property* property : unique.properties) names += (names.empty() ? "" : ", ") + property->name();
  const std::string index = unique.index.empty() ? "" : ", by the unique index " + unique.index;
  return UsageError("there are not enough different values of " + names + " for so many rows of " + type.name() +
                    index);
}

// Whether a row that stands counts for it.
bool CountsFor(const SeedUnique& unique, const Json& row) {
  return std::none_of(unique.where.begin(), unique.where.end(), [&](const SeedCondition& condition) {
    const Json* value = row.Find(condition.property->name());
    return Fails(condition.restriction, value == nullptr ? Json() : *value);
  });
}

// Whether a new row counts for it: of what the row does not give, nobody knows.
bool MayCount(const SeedRules& rules, const SeedUnique& unique, const Json& data) {
  return std::none_of(unique.where.begin(), unique.where.end(), [&](const SeedCondition& condition) {
    const Json* value = data.Find(condition.property->name());
    return rules.properties[condition.property->index].given &&
           Fails(condition.restriction, value == nullptr ? Json() : *value);
  });
}

UsageError NoTarget(const EntityType& type, const SeedForeignKey& key) {
  return UsageError("rows of " + type.name() + " need values of " + key.targets.front()->name() + " of " +
                    key.target->name() + ", of which no row is known: write some first");
}

UsageError UnknownType(const EntityType& type, const Property& property) {
  return UsageError("there is no telling what a value of " + type.name() + "." + property.name() +
                    " is, which has a type of the database's own: write rows by hand");
}

// The properties of standing rows that rules look at.
std::vector<const Property*> ReadOf(const SeedRules& rules) {
  std::vector<const Property*> read = rules.referenced;
  const auto add = [&](const Property* property) {
    if (!Holds(read, *property)) read.push_back(property);
  };
  for (const SeedUnique& unique : rules.uniques) {
    for (const Property* property : unique.properties) add(property);
    for (const SeedCondition& condition : unique.where) add(condition.property);
  }
  return read;
}

size_t Greatest(const std::vector<size_t>& counts) {
  return static_cast<size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

// A row that has all of these; nullptr where none is found.
const Json* PickRow(const std::vector<Json>& rows, const std::vector<const Property*>& properties, SeedRandom& random) {
  for (int attempt = 0; attempt < kAttempts && !rows.empty(); ++attempt) {
    const Json& row = random.Pick(rows);
    if (!TupleOf(properties, row).empty()) return &row;
  }
  return nullptr;
}

}  // namespace

struct SeedRows::State {
  SeedRules rules;
  uint64_t standing = 0;                     // how many rows stood
  std::vector<Json> rows;                    // with what foreign keys refer to; empty where none does
  std::vector<std::set<std::string>> taken;  // tuples of each unique
  std::vector<Json> references;              // to rows that stand or were made
  std::vector<bool> wide;                    // by Property::index: part of a unique
  std::vector<bool> alone;                   // a unique of its own
  std::vector<bool> spread;                  // should differ
  std::map<const Property*, size_t> free;    // of one-to-ones: the references before it are taken
  bool plain = true;                         // values that are only part of a unique need not differ
  std::map<const Property*, int64_t> next;   // of keys that are counted here
  size_t made = 0;
};

SeedRows::SeedRows(uint64_t seed, const client::Model& model, Reader reader)
    : seed_(seed), model_(model), reader_(std::move(reader)) {}
SeedRows::~SeedRows() = default;

SeedRows::State& SeedRows::StateOf(const EntityType& type) {
  std::unique_ptr<State>& state = states_[&type];
  if (state != nullptr) return *state;
  state = std::make_unique<State>();
  state->rules = RulesOf(model_, type);
  state->taken.resize(state->rules.uniques.size());
  state->wide.resize(type.properties().size());
  state->alone.resize(type.properties().size());
  state->spread.resize(type.properties().size());
  for (const Property* property : state->rules.spread) state->spread[property->index] = true;
  for (const SeedUnique& unique : state->rules.uniques) {
    for (const Property* property : unique.properties) {
      state->wide[property->index] = true;
      if (unique.properties.size() == 1 && unique.index.empty()) state->alone[property->index] = true;
    }
  }
  const StandingRows standing = reader_(type, ReadOf(state->rules));
  state->standing = standing.count;
  for (const StandingRow& row : standing.rows) {
    state->references.push_back(row.key);
    if (!state->rules.referenced.empty()) state->rows.push_back(row.properties);
    for (size_t i = 0; i < state->taken.size(); ++i) {
      const SeedUnique& unique = state->rules.uniques[i];
      const std::string tuple = TupleOf(unique.properties, row.properties);
      if (!tuple.empty() && CountsFor(unique, row.properties)) state->taken[i].insert(tuple);
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
  Counts clashes(state.rules.uniques.size());
  for (int room = 0; room < kRooms; ++room) {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      const std::string name = type.name() + "#" + std::to_string(state.standing + state.made);
      SeedRandom random(seed_ ^ HashOf(name + "/" + std::to_string(room * kAttempts + attempt)));
      Json data = Json::Object();
      state.plain = room == 0 && attempt < kPlainAttempts;
      if (!TryRow(type, state, random, wanted, &data, clashes)) continue;
      if (!state.rules.referenced.empty()) state.rows.push_back(data);
      const std::string local = type.name() + "#" + std::to_string(++state.made);
      changes_.items.push_back(Json::Object({{"create", Json::Object({{"entity", Json::String(type.name())},
                                                                      {"local", Json::String(local)},
                                                                      {"data", std::move(data)}})}}));
      state.references.push_back(Json::Object({{"local", Json::String(local)}}));
      return;
    }
    MakeRoom(type, state.rules.uniques[Greatest(clashes)], wanted);
  }
  throw TooFew(type, state.rules.uniques[Greatest(clashes)]);
}

bool SeedRows::TryRow(const EntityType& type, State& state, SeedRandom& random, size_t wanted, Json* data,
                      Counts& clashes) {
  const Values borrowed = Borrow(type, state, random, wanted);
  for (const Property& property : type.properties()) {
    if (!state.rules.properties[property.index].given) continue;
    const auto found = borrowed.find(&property);
    Json value = found != borrowed.end() ? found->second : Value(type, state, property, random, wanted);
    if (!value.is_null()) data->Add(property.name(), std::move(value));
  }
  return TakeUniques(state, *data, clashes);
}

SeedRows::Values SeedRows::Borrow(const EntityType& type, State& state, SeedRandom& random, size_t wanted) {
  Values values;
  for (const SeedForeignKey& key : state.rules.foreign_keys) {
    const bool needed = std::any_of(key.properties.begin(), key.properties.end(),
                                    [](const Property* property) { return !property->info.nullable(); });
    State& target = StateOf(*key.target);
    if (needed && target.rows.empty() && key.target != &type) Make(*key.target, std::min(wanted, kTargets));
    const Json* row = PickRow(target.rows, key.targets, random);
    if (row == nullptr && needed) throw NoTarget(type, key);
    const bool given = row != nullptr && (needed || !random.OneIn(4));
    for (size_t i = 0; i < key.properties.size(); ++i) {
      values[key.properties[i]] = given ? *row->Find(key.targets[i]->name()) : Json();
    }
  }
  return values;
}

Json SeedRows::Value(const EntityType& type, State& state, const Property& property, SeedRandom& random,
                     size_t wanted) {
  if (property.target != nullptr) return Reference(type, state, property, random, wanted);
  const SeedRule& rule = state.rules.properties[property.index];
  const bool unknown = rule.unknown && rule.values.empty();
  if (unknown && !property.info.nullable()) throw UnknownType(type, property);
  if (property.info.nullable() && (unknown || random.OneIn(6))) return {};
  const bool counted = type.key().size() == 1 && type.key().front() == &property && IsWhole(rule);
  if (counted && rule.values.empty() && !rule.most) {
    int64_t& next = state.next[&property];
    if (rule.least) next = std::max<int64_t>(next, static_cast<int64_t>(*rule.least));
    return Json::Integer(++next);
  }
  const bool wide =
      state.alone[property.index] || state.spread[property.index] || (state.wide[property.index] && !state.plain);
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
  const auto unique =
      std::find_if(state.rules.uniques.begin(), state.rules.uniques.end(), [&](const SeedUnique& candidate) {
        return candidate.index.empty() && candidate.properties.size() == 1 && Holds(candidate.properties, property);
      });
  const std::set<std::string>& taken = state.taken[static_cast<size_t>(unique - state.rules.uniques.begin())];
  for (size_t& free = state.free[&property]; free < target.references.size(); ++free) {
    if (!taken.contains(WriteJson(target.references[free]) + "\n")) return target.references[free];
  }
  if (!needed || property.target == &type) return {};
  Make(*property.target, wanted);
  return target.references.back();
}

bool SeedRows::TakeUniques(State& state, const Json& data, Counts& clashes) {
  std::vector<std::string> tuples;
  bool free = true;
  for (size_t i = 0; i < state.taken.size(); ++i) {
    const SeedUnique& unique = state.rules.uniques[i];
    tuples.push_back(MayCount(state.rules, unique, data) ? TupleOf(unique.properties, data) : "");
    if (tuples.back().empty() || !state.taken[i].contains(tuples.back())) continue;
    ++clashes[i];
    free = false;
  }
  for (size_t i = 0; free && i < tuples.size(); ++i) {
    if (!tuples[i].empty()) state.taken[i].insert(std::move(tuples[i]));
  }
  return free;
}

// More rows to point to make more different rows.
void SeedRows::MakeRoom(const EntityType& type, const SeedUnique& unique, size_t wanted) {
  for (const Property* property : unique.properties) {
    if (property->target != nullptr && property->target != &type) Make(*property->target, std::max<size_t>(1, wanted));
  }
}

}  // namespace ormd::cli
