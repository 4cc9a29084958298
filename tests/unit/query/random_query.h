// Random finds of the entities of query_schema.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/query/find_options.h"
#include "orm/v1/session.pb.h"
#include "tests/unit/query/query_world.h"
#include "tests/support/dice.h"

namespace ormd {

// What must come of a query that is no good.
struct QueryFault {
  std::string reason;  // "BAD_VALUE"
  std::string field;   // "where.owner.$some"
};

struct RandomQuery {
  const EntityMetadata* type = nullptr;
  bool one = false;  // FindOne: by its key where it has one
  std::optional<Key> key;
  Value where = Map();
  std::vector<OrderRequest> order;
  std::optional<uint32_t> limit;
  uint32_t offset = 0;
  std::vector<std::string> populate;
  std::vector<std::string> fields;
};

RandomQuery MakeQuery(const Schema& schema, const QueryWorld& world, Dice& dice);
// Puts one thing into it that cannot be.
QueryFault Spoil(const QueryWorld& world, RandomQuery& query, Dice& dice);
// Puts something into it that perhaps cannot be.
void Disturb(RandomQuery& query, Dice& dice);

orm::v1::Command FindCommand(const RandomQuery& query);
orm::v1::Command CountCommand(const RandomQuery& query);

std::string QueryText(const RandomQuery& query);

// Queries that say less than this one, each by one part.
std::vector<RandomQuery> SimplerQueries(const RandomQuery& query);

}  // namespace ormd
