#include "tests/driver/driver_test.h"

#include "orm/base/strings.h"

namespace ormd {

std::string FactOf(const absl::Status& status, std::string_view name) {
  for (const auto& [key, value] : ErrorOf(status).metadata) {
    if (key == name) return value;
  }
  return "";
}

std::string ReasonNameOf(const absl::Status& status) { return std::string(ReasonName(ReasonOf(status))); }

Context Within(int milliseconds) { return {absl::Now() + absl::Milliseconds(milliseconds), nullptr}; }

SoonCancelled::SoonCancelled() : context_{absl::InfiniteFuture(), std::make_shared<Cancellation>()} {
  thread_ = std::thread([cancellation = context_.cancellation] {
    absl::SleepFor(absl::Milliseconds(100));
    cancellation->Cancel();
  });
}

std::string CellText(const Cell& cell) {
  switch (cell.form) {
    case Cell::Form::kNull:
      return "null";
    case Cell::Form::kInt64:
      return StrCat(cell.int64);
    case Cell::Form::kDouble:
      return StrCat(cell.number);
    default:
      return std::string(cell.text);
  }
}

DriverTest::DriverTest() : database_(GetParam()), driver_(*MakeDriver(database_.url())), connection_(Connect()) {}

std::string DriverTest::P(int number) const { return StrCat(is_sqlite() ? "?" : "$", number); }

std::unique_ptr<Connection> DriverTest::Connect(Access access) {
  auto connection = driver_->Connect(access, {});
  EXPECT_TRUE(connection.ok()) << connection.status();
  return connection.ok() ? *std::move(connection) : nullptr;
}

void DriverTest::Run(Connection& connection, const std::string& sql) {
  const absl::Status status = connection.ExecuteScript(sql, {});
  ASSERT_TRUE(status.ok()) << sql << ": " << status;
}

absl::StatusOr<std::unique_ptr<Result>> DriverTest::Try(Connection& connection, std::string sql,
                                                        std::vector<Param> params, const Context& context) {
  return connection.Execute({std::move(sql), std::move(params)}, context);
}

std::string DriverTest::Ask(Connection& connection, std::string sql, std::vector<Param> params) {
  const auto result = Try(connection, std::move(sql), std::move(params));
  if (!result.ok()) return ReasonNameOf(result.status());
  return (*result)->rows() == 0 ? "no row" : CellText((*result)->cell(0, 0));
}

std::string DriverTest::SlowSql() const {
  if (!is_sqlite()) return "SELECT pg_sleep(300)";
  return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e12) SELECT count(*) FROM n";
}

std::string DriverTest::EndlessSql() const {
  if (!is_sqlite()) return "SELECT repeat('x', 1000), generate_series(1, 1000000000000)";
  return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT printf('%1000d', i) FROM n";
}

}  // namespace ormd
