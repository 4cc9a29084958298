// A fresh database of every kind.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "tests/support/temp_dir.h"

namespace ormd {

// Parameters for suites that every database passes: INSTANTIATE_TEST_SUITE_P(All, X, testing::ValuesIn(kDatabases)).
inline constexpr const char* kDatabases[] = {"postgresql", "sqlite"};

// An empty database that is dropped with its owner, whoever is still connected. Throws where it cannot be had.
class TestDatabase {
 public:
  // One of kDatabases.
  explicit TestDatabase(std::string_view platform);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& url() const { return url_; }
  std::string_view platform() const { return platform_; }
  bool is_sqlite() const { return platform_ == "sqlite"; }
  // Of SQLite.
  std::string file() const { return directory_->path() + "/test.db"; }

 private:
  const std::string platform_;
  std::unique_ptr<TempDir> directory_;  // of SQLite
  std::string name_;                    // on PostgreSQL
  std::string url_;
};

}  // namespace ormd
