#include "orm/schema/dialect.h"

#include "orm/schema/postgres/postgres_dialect.h"
#include "orm/schema/sqlite/sqlite_dialect.h"

namespace ormd {

const Dialect& DialectOf(const Platform& platform) {
  return platform.name() == "sqlite" ? SqliteDialect() : PostgresDialect();
}

}  // namespace ormd
