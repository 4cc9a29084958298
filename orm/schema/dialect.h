// How one database keeps, reads and changes its schema. Stateless and thread safe; one instance for each platform.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/schema/compare.h"
#include "orm/schema/database_schema.h"
#include "orm/schema/operation.h"
#include "orm/schema/reference_check.h"
#include "orm/sql/platform.h"

namespace ormd {

// What has to hold round a script that changes the schema: Plan's statements, a migration.
struct ScriptGuards {
  std::vector<std::string> before;  // statements, outside of the transaction, before it begins
  // Queries, before it begins and before it is committed: a row (table, …, target) more refuses it.
  std::vector<std::string> checks;
  std::vector<std::string> after;  // statements, outside of it, when it is over, whatever became of it
};

// Runs the statements of one script that changes the schema, in their order: Plan's, those of a migration. Not thread
// safe.
class ScriptRunner {
 public:
  // The connection must outlive it.
  explicit ScriptRunner(Connection& connection) : connection_(connection) {}
  virtual ~ScriptRunner() = default;

  virtual absl::Status Run(const std::string& sql, const Context& context) {
    return connection_.ExecuteScript(sql, context);
  }
  // Of the tables that what has run has renamed.
  const FormerNames& former_names() const { return former_names_; }

 protected:
  FormerNames former_names_;
  Connection& connection() { return connection_; }

 private:
  Connection& connection_;
};

class Dialect {
 public:
  virtual ~Dialect() = default;

  virtual const Platform& platform() const = 0;

  // A schema that was built from entities, as far as this database can keep it: what it has no means for is left out
  // (comments, namespaces, access methods, native enums of SQLite), what it does by other means is changed to those.
  // UNSUPPORTED, naming table and column, where that would lose meaning.
  virtual absl::StatusOr<DatabaseSchema> Adapt(DatabaseSchema built) const = 0;

  // Everything that stands, except what belongs to the database itself and to ormd (tables whose names begin with
  // "ormd_"). Expressions are as the database prints them. The table of the search path's first schema has an empty
  // schema name.
  virtual absl::StatusOr<DatabaseSchema> Read(Connection& connection, const Context& context) const = 0;

  // Gives columns of views that are untyped the type of the values that stand in them. What has no values, or values
  // that no one type holds, stays untyped; so does what the database does not answer. Reads whole views.
  virtual void TypeByValues(DatabaseSchema&, Connection&, const Context&) const {}

  // An adapted schema with the names that `standing`, which Read answered, has for the same tables, views and enums: on
  // PostgreSQL without the search path's first schema, on SQLite in their spelling.
  virtual DatabaseSchema AlignNames(DatabaseSchema adapted, const DatabaseSchema& standing) const = 0;

  // The same with the names of a snapshot, where no database is at hand that would know its search path.
  virtual DatabaseSchema AlignWithSnapshot(DatabaseSchema adapted, const DatabaseSchema&) const { return adapted; }

  // An adapted schema, its names aligned, with every expression (defaults, checks, generated columns, indexes, views)
  // in the text that Read would answer, had it been made, or that it answers for what stands and says the same: so that
  // price > 0 and ((price > (0)::numeric)) are the same. What the entities say is kept beside it (OwnText). Leaves the
  // database as it is; runs inside the caller's transaction where there is one. What the database cannot be asked about
  // (a missing type) keeps its text; where it can be asked about nothing (a role that may not make temporary tables, a
  // database that is read only), what has the same name is taken to say the same.
  virtual absl::StatusOr<DatabaseSchema> Normalize(DatabaseSchema adapted, const DatabaseSchema& standing,
                                                   Connection& connection, const Context& context) const = 0;

  // The steps that make `diff.after` of `diff.before`, in an order that works with rows present and in one transaction:
  // views go first and come last, foreign keys likewise, and what others refer to is made before them. A column that is
  // added to rows, may not be null and has no default gets the zero value of its type in those rows (proto3's: 0, "",
  // false, an empty list, the epoch, the first label), as a proto3 field that was never set reads; but of a relation
  // none, and the step fails where there is a row (FillsNew). Nulls of a column that may hold none any more become its
  // default or that value (FillsNulls), which may lose data. UNSUPPORTED where the database cannot hold a table.
  virtual absl::StatusOr<std::vector<Operation>> Plan(const SchemaDiff& diff) const = 0;

  // Whether values of a column may be lost on their way to the type that it gets.
  virtual bool MayLoseValues(const TableColumn& before, const TableColumn& after) const = 0;

  virtual ScriptGuards script_guards() const { return {}; }
  virtual std::unique_ptr<ScriptRunner> NewScript(Connection& connection) const {
    return std::make_unique<ScriptRunner>(connection);
  }
};

// The dialect of a platform.
const Dialect& DialectOf(const Platform& platform);

}  // namespace ormd
