// The suite that every database passes: what its tests share.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "orm/base/error.h"
#include "orm/driver/driver.h"
#include "orm/driver/pool.h"
#include "tests/support/databases.h"
#include "tests/support/recording_observer.h"

namespace ormd {

// The value of a fact of an error, or "".
std::string FactOf(const absl::Status& status, std::string_view name);
std::string ReasonNameOf(const absl::Status& status);

// Ends in so many milliseconds.
Context Within(int milliseconds);

// A context that is cancelled from another thread, soon.
class SoonCancelled {
 public:
  SoonCancelled();
  ~SoonCancelled() { thread_.join(); }
  const Context& context() const { return context_; }

 private:
  Context context_;
  std::thread thread_;
};

// A fresh database with one connection that may write. Parameter: one of kDatabases.
class DriverTest : public testing::TestWithParam<const char*> {
 protected:
  DriverTest();

  bool is_sqlite() const { return database_.is_sqlite(); }
  // "$1" or "?1".
  std::string P(int number) const;

  std::unique_ptr<Connection> Connect(Access access = Access::kWrite);
  static void Run(Connection& connection, const std::string& sql);
  void Run(const std::string& sql) { Run(*connection_, sql); }
  static absl::StatusOr<std::unique_ptr<Result>> Try(Connection& connection, std::string sql,
                                                     std::vector<Param> params = {}, const Context& context = {});
  absl::Status Fail(std::string sql, std::vector<Param> params = {}, const Context& context = {}) {
    return Try(*connection_, std::move(sql), std::move(params), context).status();
  }
  // The first cell as text, "null" for null.
  static std::string Ask(Connection& connection, std::string sql, std::vector<Param> params = {});
  std::string Ask(std::string sql, std::vector<Param> params = {}) {
    return Ask(*connection_, std::move(sql), std::move(params));
  }
  // A statement that takes minutes.
  std::string SlowSql() const;
  // A statement whose rows, of a thousand characters each, have no end.
  std::string EndlessSql() const;

  TestDatabase database_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
};

std::string CellText(const Cell& cell);

}  // namespace ormd
