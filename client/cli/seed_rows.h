// Rows that make sense: typed, unique where they must be, with the rows that they need.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "client/cli/json.h"
#include "client/cli/seed_random.h"
#include "client/cli/seed_rules.h"

namespace ormd::cli {

// A row that stands already: its key as a reference, and the properties that were asked for.
struct StandingRow {
  Json key;
  Json properties;
};

struct StandingRows {
  std::vector<StandingRow> rows;
  uint64_t count = 0;  // of all that stand
};

// Makes changes for a flush. The same seed over the same standing rows makes the same changes. Not thread safe.
class SeedRows {
 public:
  // Rows of an entity with these properties; a sample is enough, of those with the greatest keys.
  using Reader = std::function<StandingRows(const client::EntityType&, const std::vector<const client::Property*>&)>;

  // `model` outlives it.
  SeedRows(uint64_t seed, const client::Model& model, Reader reader);
  ~SeedRows();

  // Rows of the entity, after those that they cannot do without. Throws UsageError where there are not so many
  // different ones, or where entities need each other in a circle.
  void Make(const client::EntityType& type, size_t count);

  // A list of changes, in an order in which rows refer to earlier ones only.
  Json TakeChanges() { return std::move(changes_); }

 private:
  struct State;
  using Counts = std::vector<size_t>;  // of each unique
  using Values = std::map<const client::Property*, Json>;

  State& StateOf(const client::EntityType& type);
  void MakeRow(const client::EntityType& type, State& state, size_t wanted);
  // False where tuples of uniques are taken: each counts in `clashes`.
  bool TryRow(const client::EntityType& type, State& state, SeedRandom& random, size_t wanted, Json* data,
              Counts& clashes);
  // What foreign keys that are no relations want.
  Values Borrow(const client::EntityType& type, State& state, SeedRandom& random, size_t wanted);
  Json Value(const client::EntityType& type, State& state, const client::Property& property, SeedRandom& random,
             size_t wanted);
  Json Reference(const client::EntityType& type, State& state, const client::Property& property, SeedRandom& random,
                 size_t wanted);
  bool TakeUniques(State& state, const Json& data, Counts& clashes);
  void MakeRoom(const client::EntityType& type, const SeedUnique& unique, size_t wanted);

  const uint64_t seed_;
  const client::Model& model_;
  const Reader reader_;
  std::map<const client::EntityType*, std::unique_ptr<State>> states_;
  std::vector<const client::EntityType*> making_;
  Json changes_ = Json::Array();
};

}  // namespace ormd::cli
