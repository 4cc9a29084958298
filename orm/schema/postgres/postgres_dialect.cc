#include "orm/schema/postgres/postgres_dialect.h"

#include "orm/schema/postgres/adapt.h"
#include "orm/schema/postgres/align_schemas.h"
#include "orm/schema/postgres/catalog_reader.h"
#include "orm/schema/postgres/normalize.h"
#include "orm/schema/postgres/plan.h"
#include "orm/schema/postgres/type_change.h"

namespace ormd {
namespace {

class Postgres final : public Dialect {
 public:
  const Platform& platform() const override { return PostgresPlatform(); }

  absl::StatusOr<DatabaseSchema> Adapt(DatabaseSchema built) const override {
    return postgres::AdaptSchema(std::move(built));
  }

  absl::StatusOr<DatabaseSchema> Read(Connection& connection, const Context& context) const override {
    return postgres::ReadSchema(postgres::CatalogScope::kDatabase, connection, context);
  }

  DatabaseSchema AlignNames(DatabaseSchema adapted, const DatabaseSchema& standing) const override {
    return postgres::WithoutFirstSchema(std::move(adapted), standing.first_schema);
  }

  DatabaseSchema AlignWithSnapshot(DatabaseSchema adapted, const DatabaseSchema& snapshot) const override {
    return postgres::AlignSchemas(std::move(adapted), snapshot);
  }

  absl::StatusOr<DatabaseSchema> Normalize(DatabaseSchema adapted, const DatabaseSchema& standing,
                                           Connection& connection, const Context& context) const override {
    return postgres::NormalizeSchema(std::move(adapted), standing, connection, context);
  }

  absl::StatusOr<std::vector<Operation>> Plan(const SchemaDiff& diff) const override {
    return postgres::PlanSteps(diff);
  }

  bool MayLoseValues(const TableColumn& before, const TableColumn& after) const override {
    return postgres::IsRetyped(before, after) && postgres::SafetyOf(before, after) == Safety::kMayLoseData;
  }
};

}  // namespace

const Dialect& PostgresDialect() {
  static const Postgres dialect;
  return dialect;
}

}  // namespace ormd
