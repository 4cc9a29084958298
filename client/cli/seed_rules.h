// What the values of an entity's properties must be, as far as seeds care.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/cli/seed_columns.h"

namespace ormd::cli {

struct SeedRule {
  std::string kind;  // "decimal", "varchar"; of a list: of an element
  bool list = false;
  uint32_t length = 0;  // most characters; 0: as many as one likes
  bool fixed_length = false;
  uint32_t precision = 0;  // digits in all; 0: as many as one likes
  uint32_t scale = 0;
  // Of dates and timestamps: days since 1970-01-01.
  std::optional<double> least;
  std::optional<double> most;
  bool least_exclusive = false;
  bool most_exclusive = false;
  uint32_t shortest = 0;
  std::vector<std::string> values;  // only these; empty: any
  bool unknown = false;             // of a database type of which nothing is known
};

// The rules of an entity, made once.
struct SeedRules {
  // By Property::index.
  std::vector<SeedRule> properties;
  // Properties of which no two rows may have the same values: keys, uniques, one-to-one relations.
  std::vector<std::vector<const client::Property*>> uniques;
  // Properties that should differ: unique where a condition holds, or by an expression.
  std::vector<const client::Property*> spread;
  std::vector<SeedForeignKey> foreign_keys;
  // Properties to which foreign keys of the model refer.
  std::vector<const client::Property*> referenced;
};

SeedRules RulesOf(const client::Model& model, const client::EntityType& type);

}  // namespace ormd::cli
