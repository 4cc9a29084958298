// A PostgreSQL server for tests. Where none is installed, tests fail: they are never skipped.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>
#include <string_view>

namespace ormd {

// A cluster made by with_postgres.sh, which also stops and removes it: when this object goes, and when the test program
// ends in any other way. Throws std::runtime_error where it cannot be had.
class PostgresCluster {
 public:
  // A cluster of its own: for tests that stop the server.
  PostgresCluster();
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  // The one that all other tests share: ORMD_TEST_POSTGRES where that is set, else one for this program.
  static const std::string& SharedUrl();

  // Of a superuser's database.
  const std::string& url() const { return url_; }
  void Stop();
  void Start();

 private:
  std::string ReadLine();
  void Control(const char* command);

  pid_t script_ = -1;
  int input_ = -1;
  FILE* output_ = nullptr;
  std::string url_;
  std::string control_;
};

// The same server, another database.
std::string WithDatabase(std::string_view url, std::string_view database);

}  // namespace ormd
