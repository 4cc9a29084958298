// Creates and drops the tables of the entities.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/metadata/schema.h"
#include "orm/sql/platform.h"

namespace ormd {

// kDump answers the statements that would run.
enum class SchemaMode { kRun, kDump };

// Stateless but for what it refers to, which must outlive it; thread safe.
class SchemaManager {
 public:
  SchemaManager(const Schema& schema, const Platform& platform) : schema_(schema), platform_(platform) {}

  // Each runs in one transaction of its own on a connection that has none and may write, all or nothing, and answers
  // the statements in their order: none where nothing had to be done. On PostgreSQL, daemons that do so at the same
  // time wait for each other.

  // Tables, keys, foreign keys, uniques and indexes that are missing. Columns of tables that stand are left as they
  // are.
  absl::StatusOr<std::vector<std::string>> Create(Connection& connection, SchemaMode mode,
                                                  const Context& context) const;
  // Tables of entities and pivot tables that stand, with all that hangs on them.
  absl::StatusOr<std::vector<std::string>> Drop(Connection& connection, SchemaMode mode, const Context& context) const;

 private:
  const Schema& schema_;
  const Platform& platform_;
};

}  // namespace ormd
