// What the values of an entity's properties must be, as far as seeds care.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/cli/seed_columns.h"
#include "client/cli/seed_condition.h"

namespace ormd::cli {

// Properties of which no two rows may have the same values.
struct SeedUnique {
  std::vector<const client::Property*> properties;
  // Of rows that meet these; empty: of all.
  std::vector<SeedCondition> where;
  std::string index;  // the name of a partial index; empty: it is none
};

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
  bool given = false;               // rows have a value of it, or null
};

// The rules of an entity, made once.
struct SeedRules {
  // By Property::index.
  std::vector<SeedRule> properties;
  // Keys, uniques, one-to-one relations, partial unique indexes.
  std::vector<SeedUnique> uniques;
  // Properties that should differ: unique where a condition holds, or by an expression.
  std::vector<const client::Property*> spread;
  std::vector<SeedForeignKey> foreign_keys;
  // Properties to which foreign keys of the model refer.
  std::vector<const client::Property*> referenced;
};

SeedRules RulesOf(const client::Model& model, const client::EntityType& type);

}  // namespace ormd::cli
