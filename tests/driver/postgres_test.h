// What the tests of PostgreSQL alone share.
#pragma once

#include <string>

#include "tests/driver/driver_test.h"

namespace ormd {

class PostgresTest : public DriverTest {
 protected:
  // Of every later session's statements.
  void SetTimeout(int milliseconds) {
    Run("ALTER DATABASE " + Ask("SELECT current_database()") + " SET statement_timeout = " +
        std::to_string(milliseconds));
  }

  // Returns when the session of the connection is gone.
  void Terminate(Connection& connection) {
    const std::string pid = Ask(connection, "SELECT pg_backend_pid()");
    EXPECT_EQ(Ask(*Connect(), "SELECT pg_terminate_backend(" + pid + ", 5000)"), "t");
  }
};

}  // namespace ormd
