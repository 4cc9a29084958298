#include "orm/schema/sqlite/sqlite_dialect.h"

#include "orm/schema/sqlite/adapt.h"
#include "orm/schema/sqlite/normalize.h"
#include "orm/schema/sqlite/plan.h"
#include "orm/schema/sqlite/read_schema.h"
#include "orm/schema/sqlite/sqlite_script.h"

namespace ormd {
namespace {

class Sqlite final : public Dialect {
 public:
  const Platform& platform() const override { return SqlitePlatform(); }

  absl::StatusOr<DatabaseSchema> Adapt(DatabaseSchema built) const override { return AdaptToSqlite(std::move(built)); }

  absl::StatusOr<DatabaseSchema> Read(Connection& connection, const Context& context) const override {
    return ReadSqliteSchema(connection, context);
  }

  absl::StatusOr<DatabaseSchema> Normalize(DatabaseSchema adapted, const DatabaseSchema& standing, Connection&,
                                           const Context&) const override {
    return AlignWithStanding(std::move(adapted), standing);
  }

  absl::StatusOr<std::vector<Operation>> Plan(const SchemaDiff& diff) const override { return PlanSqlite(diff); }

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
