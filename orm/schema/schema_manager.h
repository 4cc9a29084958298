// Brings the database to what the entities ask for.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/metadata/schema.h"
#include "orm/schema/dialect.h"

namespace ormd {

// kDump answers the steps that would be taken.
enum class SchemaMode { kRun, kDump };

// Stateless but for what it refers to, which must outlive it; thread safe.
class SchemaManager {
 public:
  SchemaManager(const Schema& schema, const Dialect& dialect) : schema_(schema), dialect_(dialect) {}

  // Each runs in one transaction of its own on a connection that has none and may write, all or nothing, and answers
  // the steps in their order: none where nothing had to be done. On PostgreSQL, daemons that do so at the same time
  // wait for each other; on SQLite, tables that are made anew keep their rows, and every foreign key is checked before
  // the commit.

  // What is missing: tables with all that belongs to them, and keys, foreign keys, uniques, indexes and checks of
  // tables that stand. Columns of those stay as they are, and nothing is dropped, nor taken for renamed.
  absl::StatusOr<std::vector<Operation>> Create(Connection& connection, SchemaMode mode, const Context& context) const;
  // Everything that differs; where `options.safe`, but what might lose something: a column stays nullable while a row
  // holds a null in it.
  absl::StatusOr<std::vector<Operation>> Update(Connection& connection, const CompareOptions& options, SchemaMode mode,
                                                const Context& context) const;
  // What Update would do; changes nothing.
  absl::StatusOr<std::vector<Operation>> Diff(Connection& connection, const CompareOptions& options,
                                              const Context& context) const;
  // What the entities need and the database has not, also where only steps that might lose something would bring it.
  absl::StatusOr<std::vector<Operation>> Missing(Connection& connection, const Context& context) const;
  // Columns that keep every new row away: they stand in tables of the entities, belong to none of them, may not be null
  // and get no value by themselves. `"book"."title"`.
  absl::StatusOr<std::vector<std::string>> Obstacles(Connection& connection, const Context& context) const;
  // Views, tables and enums of the entities that stand, with all that hangs on them.
  absl::StatusOr<std::vector<Operation>> Drop(Connection& connection, SchemaMode mode, const Context& context) const;
  // Drop, then Create, in one transaction.
  absl::StatusOr<std::vector<Operation>> Fresh(Connection& connection, SchemaMode mode, const Context& context) const;

 private:
  const Schema& schema_;
  const Dialect& dialect_;
};

// What the entities ask for, as the database of the dialect keeps it: built and adapted.
absl::StatusOr<DatabaseSchema> DesiredSchema(const Schema& schema, const Dialect& dialect);

}  // namespace ormd
