#include "orm/schema/sqlite/sqlite_dialect.h"

#include "orm/schema/same_part.h"
#include "orm/schema/sqlite/adapt.h"
#include "orm/schema/sqlite/keeps_values.h"
#include "orm/schema/sqlite/normalize.h"
#include "orm/schema/sqlite/plan.h"
#include "orm/schema/sqlite/read_schema.h"
#include "orm/schema/sqlite/sqlite_script.h"
#include "orm/schema/sqlite/view_types.h"

namespace ormd {
namespace {

class Sqlite final : public Dialect {
 public:
  const Platform& platform() const override { return SqlitePlatform(); }

  absl::StatusOr<DatabaseSchema> Adapt(DatabaseSchema built) const override { return AdaptToSqlite(std::move(built)); }

  absl::StatusOr<DatabaseSchema> Read(Connection& connection, const Context& context) const override {
    return ReadSqliteSchema(connection, context);
  }

  void TypeByValues(DatabaseSchema& schema, Connection& connection, const Context& context) const override {
    for (View& view : schema.views) TypeViewByValues(view, connection, context);
  }

  DatabaseSchema AlignNames(DatabaseSchema adapted, const DatabaseSchema& standing) const override {
    return AlignWithStanding(std::move(adapted), standing);
  }

  absl::StatusOr<DatabaseSchema> Normalize(DatabaseSchema adapted, const DatabaseSchema& standing, Connection&,
                                           const Context&) const override {
    return AlignWithStanding(std::move(adapted), standing);
  }

  absl::StatusOr<std::vector<Operation>> Plan(const SchemaDiff& diff) const override { return PlanSqlite(diff); }

  bool MayLoseValues(const TableColumn& before, const TableColumn& after) const override {
    return !SameType(before.type, after.type) && !KeepsValues(before.type, after.type);
  }

  // Renames of tables must bring references of others along, so legacy_alter_table stays off; plans turn it on where
  // they need it, which a rollback does not undo.
  ScriptGuards script_guards() const override {
    return {{"PRAGMA foreign_keys = OFF", "PRAGMA legacy_alter_table = OFF"},
            {"PRAGMA foreign_key_check"},
            {"PRAGMA legacy_alter_table = OFF", "PRAGMA foreign_keys = ON"}};
  }

  std::unique_ptr<ScriptRunner> NewScript(Connection& connection) const override {
    return std::make_unique<SqliteScript>(connection);
  }
};

}  // namespace

const Dialect& SqliteDialect() {
  static const Sqlite dialect;
  return dialect;
}

}  // namespace ormd
