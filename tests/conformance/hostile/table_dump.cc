#include "tests/conformance/hostile/table_dump.h"

#include <stdexcept>

#include "absl/strings/str_cat.h"

namespace ormd::conformance {
namespace {

// One statement for each table that gives its rows as texts.
constexpr char kPostgresRows[] =
    "SELECT 'SELECT ''' || tablename || ' '' || t::text FROM ' || quote_ident(tablename) || ' AS t' "
    "FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";
constexpr char kSqliteRows[] =
    "SELECT 'SELECT ''' || m.name || ' '' || ' || (SELECT group_concat('quote(\"' || c.name || '\")', "
    "'||'',''||') FROM pragma_table_info(m.name) AS c) || ' FROM \"' || m.name || '\"' "
    "FROM sqlite_master AS m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name";

}  // namespace

Tables::Tables(const std::string& url)
    : driver_(*MakeDriver(url)), connection_(*driver_->Connect(Access::kWrite, {})) {
  const std::string rows = Column(driver_->single_writer() ? kSqliteRows : kPostgresRows);
  for (size_t start = 0; start < rows.size();) {
    const size_t end = rows.find('\n', start);
    absl::StrAppend(&dump_sql_, start == 0 ? "" : " UNION ALL ", rows.substr(start, end - start));
    start = end + 1;
  }
  absl::StrAppend(&dump_sql_, " ORDER BY 1");
}

std::string Tables::Column(const std::string& sql) {
  const auto result = connection_->Execute({sql, {}}, {});
  if (!result.ok()) throw std::runtime_error(absl::StrCat(sql, ": ", std::string(result.status().message())));
  std::string column;
  for (size_t row = 0; row < (*result)->rows(); ++row) {
    absl::StrAppend(&column, std::string((*result)->cell(row, 0).text), "\n");
  }
  return column;
}

std::string Tables::Dump() { return Column(dump_sql_); }

int Tables::OpenTransactions() {
  if (!driver_->single_writer()) {
    return std::stoi(
        Column("SELECT CAST(count(*) AS text) FROM pg_stat_activity WHERE datname = current_database() "
               "AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"));
  }
  if (!connection_->Begin({}, {}).ok()) return 1;
  return connection_->Rollback({}).ok() ? 0 : 1;
}

void Tables::Run(const std::string& sql) {
  if (const absl::Status status = connection_->ExecuteScript(sql, {}); !status.ok()) {
    throw std::runtime_error(absl::StrCat(sql, ": ", std::string(status.message())));
  }
}

}  // namespace ormd::conformance
