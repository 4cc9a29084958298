#include "orm/base/error.h"
#include "orm/driver/driver.h"
#include "orm/driver/errors.h"
#include "orm/driver/postgres/postgres_driver.h"
#include "orm/driver/sqlite/sqlite_driver.h"

namespace ormd {
namespace {

constexpr std::string_view kSqliteScheme = "sqlite:";

bool IsPostgres(std::string_view url) { return url.starts_with("postgresql://") || url.starts_with("postgres://"); }

}  // namespace

absl::StatusOr<std::unique_ptr<Driver>> MakeDriver(const std::string& url) {
  if (IsPostgres(url)) return MakePostgresDriver(url);
  if (url.starts_with(kSqliteScheme)) return MakeSqliteDriver(url.substr(kSqliteScheme.size()));
  return BadDatabaseUrl("it must begin with postgresql:// or sqlite:");
}

}  // namespace ormd
