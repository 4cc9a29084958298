// What a database refuses, and the reason it is given.
#include "tests/driver/driver_test.h"

namespace ormd {
namespace {

class ErrorsTest : public DriverTest {
 protected:
  ErrorsTest() {
    Run("CREATE TABLE parent (id bigint PRIMARY KEY)");
    Run("CREATE TABLE child (id bigint PRIMARY KEY, email text CONSTRAINT child_email_unique UNIQUE, age bigint NOT "
        "NULL, "
        "parent_id bigint, a bigint, b bigint, "
        "CONSTRAINT child_age_check CHECK (age >= 0), "
        "CONSTRAINT child_a_b_unique UNIQUE (a, b), "
        "CONSTRAINT child_parent_id_foreign FOREIGN KEY (parent_id) REFERENCES parent (id))");
    Run("INSERT INTO child (id, email, age, a, b) VALUES (1, 'a@b', 5, 1, 2)");
  }

  void ExpectNothingWritten() { EXPECT_EQ(Ask("SELECT count(*) FROM child"), "1"); }
};

TEST_P(ErrorsTest, Unique) {
  const absl::Status status = Fail("INSERT INTO child (id, email, age) VALUES (2, " + P(1) + ", 5)", {"a@b"});
  EXPECT_EQ(ReasonNameOf(status), "UNIQUE_VIOLATION");
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(FactOf(status, "constraint"), "child_email_unique");
  EXPECT_EQ(FactOf(status, "table"), "child");
  EXPECT_EQ(FactOf(status, is_sqlite() ? "sqlite_code" : "sqlstate"), is_sqlite() ? "2067" : "23505");
  EXPECT_EQ(std::string(status.message()), "unique constraint child_email_unique of table child is violated");
  ExpectNothingWritten();
}

TEST_P(ErrorsTest, UniqueOfSeveralColumns) {
  const absl::Status status = Fail("INSERT INTO child (id, age, a, b) VALUES (2, 5, 1, 2)");
  EXPECT_EQ(ReasonNameOf(status), "UNIQUE_VIOLATION");
  EXPECT_EQ(FactOf(status, "constraint"), "child_a_b_unique");
}

TEST_P(ErrorsTest, PrimaryKey) {
  const absl::Status status = Fail("INSERT INTO child (id, age) VALUES (1, 5)");
  EXPECT_EQ(ReasonNameOf(status), "UNIQUE_VIOLATION");
  EXPECT_EQ(FactOf(status, "table"), "child");
  EXPECT_EQ(FactOf(status, "constraint"), "child_pkey");
}

// SQLite's own row number is the key then.
TEST_P(ErrorsTest, PrimaryKeyThatIsTheRowId) {
  Run("CREATE TABLE counted (id INTEGER PRIMARY KEY)");
  Run("INSERT INTO counted VALUES (1)");
  const absl::Status status = Fail("INSERT INTO counted VALUES (1)");
  EXPECT_EQ(ReasonNameOf(status), "UNIQUE_VIOLATION");
  EXPECT_EQ(FactOf(status, "constraint"), "counted_pkey");
}

TEST_P(ErrorsTest, NotNull) {
  const absl::Status status = Fail("INSERT INTO child (id, age) VALUES (2, NULL)");
  EXPECT_EQ(ReasonNameOf(status), "NOT_NULL_VIOLATION");
  EXPECT_EQ(FactOf(status, "table"), "child");
  EXPECT_EQ(FactOf(status, "column"), "age");
}

TEST_P(ErrorsTest, ForeignKey) {
  const absl::Status status = Fail("INSERT INTO child (id, age, parent_id) VALUES (2, 5, 99)");
  EXPECT_EQ(ReasonNameOf(status), "FOREIGN_KEY_VIOLATION");
  EXPECT_EQ(FactOf(status, "constraint"), is_sqlite() ? "" : "child_parent_id_foreign");
  ExpectNothingWritten();
}

TEST_P(ErrorsTest, Check) {
  const absl::Status status = Fail("INSERT INTO child (id, age) VALUES (2, -1)");
  EXPECT_EQ(ReasonNameOf(status), "CHECK_VIOLATION");
  EXPECT_EQ(FactOf(status, "constraint"), "child_age_check");
}

TEST_P(ErrorsTest, MissingTableOrColumn) {
  EXPECT_EQ(ReasonNameOf(Fail("SELECT a FROM missing")), "SCHEMA_OUT_OF_DATE");
  EXPECT_EQ(ReasonNameOf(Fail("SELECT missing FROM child")), "SCHEMA_OUT_OF_DATE");
  EXPECT_EQ(ReasonNameOf(Fail("INSERT INTO child (missing) VALUES (1)")), "SCHEMA_OUT_OF_DATE");
}

TEST_P(ErrorsTest, ValueOfTheWrongType) {
  Run(is_sqlite() ? "CREATE TABLE strict_one (a INTEGER) STRICT" : "CREATE TABLE strict_one (a bigint)");
  const absl::Status status = Fail("INSERT INTO strict_one VALUES (" + P(1) + ")", {"many"});
  EXPECT_EQ(ReasonNameOf(status), "BAD_VALUE");
  EXPECT_THAT(std::string(status.message()), testing::Not(testing::HasSubstr("many")));
}

TEST_P(ErrorsTest, SyntaxErrorIsOurFault) {
  EXPECT_EQ(ReasonNameOf(Fail("SELEKT 1")), "INTERNAL");
  EXPECT_THAT(std::string(Fail("SELEKT 1").message()), testing::Not(testing::HasSubstr("SELEKT")));
}

TEST_P(ErrorsTest, ConnectionStaysUsable) {
  Fail("SELECT missing FROM child").IgnoreError();
  EXPECT_FALSE(connection_->broken());
  EXPECT_EQ(Ask("SELECT 42"), "42");
}

INSTANTIATE_TEST_SUITE_P(All, ErrorsTest, testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
