#include "orm/schema/postgres/postgres_dialect.h"

#include "orm/schema/postgres/adapt.h"
#include "orm/schema/postgres/catalog_reader.h"
#include "orm/schema/postgres/normalize.h"
#include "orm/schema/postgres/plan.h"

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

  absl::StatusOr<DatabaseSchema> Normalize(DatabaseSchema adapted, const DatabaseSchema& standing,
                                           Connection& connection, const Context& context) const override {
    return postgres::NormalizeSchema(std::move(adapted), standing, connection, context);
  }

  absl::StatusOr<std::vector<Operation>> Plan(const SchemaDiff& diff) const override {
    return postgres::PlanSteps(diff);
  }
};

}  // namespace

const Dialect& PostgresDialect() {
  static const Postgres dialect;
  return dialect;
}

}  // namespace ormd
