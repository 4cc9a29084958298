// Results that are read in windows.
#include "orm/base/strings.h"
#include "tests/driver/driver_test.h"

namespace ormd {
namespace {

using testing::ElementsAre;

class CursorTest : public DriverTest {
 protected:
  CursorTest() { Run("CREATE TABLE t (a bigint, b text)"); }

  void Fill(int rows) {
    for (int i = 1; i <= rows; ++i) Run(StrCat("INSERT INTO t VALUES (", i, ", 'row ", i, "')"));
  }
  void Begin() { ASSERT_TRUE(connection_->Begin({.read_only = true}, {}).ok()); }
  absl::Status Open(const std::string& sql, std::vector<Param> params = {}) {
    return connection_->OpenCursor({sql, std::move(params)}, {});
  }
  // The first column of the next rows.
  std::vector<std::string> Fetch(size_t rows) {
    const auto result = connection_->Fetch(rows, {});
    EXPECT_TRUE(result.ok()) << result.status();
    std::vector<std::string> texts;
    for (size_t row = 0; result.ok() && row < (*result)->rows(); ++row) {
      texts.push_back(CellText((*result)->cell(row, 0)));
    }
    return texts;
  }
};

TEST_P(CursorTest, RowsComeInWindows) {
  Fill(5);
  Begin();
  ASSERT_TRUE(Open("SELECT b FROM t ORDER BY a").ok());
  EXPECT_THAT(Fetch(2), ElementsAre("row 1", "row 2"));
  EXPECT_THAT(Fetch(2), ElementsAre("row 3", "row 4"));
  EXPECT_THAT(Fetch(2), ElementsAre("row 5"));
  EXPECT_TRUE(connection_->Commit({}).ok());
}

TEST_P(CursorTest, AWindowThatEndsWithTheLastRowIsFollowedByAnEmptyOne) {
  Fill(2);
  Begin();
  ASSERT_TRUE(Open("SELECT b FROM t ORDER BY a").ok());
  EXPECT_THAT(Fetch(2), ElementsAre("row 1", "row 2"));
  EXPECT_THAT(Fetch(2), ElementsAre());
}

TEST_P(CursorTest, OtherStatementsRunBetweenTheWindows) {
  Fill(3);
  const std::string sql = StrCat("SELECT b FROM t WHERE a > ", P(1), " ORDER BY a");
  Begin();
  ASSERT_TRUE(Open(sql, {int64_t{1}}).ok());
  EXPECT_THAT(Fetch(1), ElementsAre("row 2"));
  EXPECT_EQ(Ask(sql, {int64_t{0}}), "row 1");
  EXPECT_THAT(Fetch(1), ElementsAre("row 3"));
}

TEST_P(CursorTest, RowsComeInTheFormsThatTheirReaderReadsBest) {
  Run("INSERT INTO t VALUES (-7, 'x'), (NULL, NULL)");
  Begin();
  const Statement select = {"SELECT a, b FROM t ORDER BY b", {}, {TypeKind::kBigint, TypeKind::kText}};
  ASSERT_TRUE(connection_->OpenCursor(select, {}).ok());
  const auto rows = connection_->Fetch(3, {});
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ((*rows)->rows(), 2u);
  const size_t null = is_sqlite() ? 0 : 1;  // where it stands in the order
  EXPECT_EQ((*rows)->cell(1 - null, 0).form, Cell::Form::kInt64);
  EXPECT_EQ(CellText((*rows)->cell(1 - null, 0)), "-7");
  EXPECT_TRUE((*rows)->cell(null, 0).is_null());
  EXPECT_EQ(CellText((*rows)->cell(1 - null, 1)), "x");
}

TEST_P(CursorTest, ACursorNeedsATransactionAndEndsWithIt) {
  Fill(3);
  EXPECT_EQ(ReasonNameOf(Open("SELECT b FROM t")), "NO_TRANSACTION");
  Begin();
  ASSERT_TRUE(Open("SELECT b FROM t ORDER BY a").ok());
  EXPECT_THAT(Fetch(1), ElementsAre("row 1"));
  ASSERT_TRUE(connection_->Rollback({}).ok());
  EXPECT_EQ(ReasonNameOf(connection_->Fetch(1, {}).status()), "NO_TRANSACTION");
  Begin();
  ASSERT_TRUE(Open("SELECT b FROM t ORDER BY a DESC").ok());
  EXPECT_THAT(Fetch(1), ElementsAre("row 3"));
  ASSERT_TRUE(connection_->Commit({}).ok());
  Run("INSERT INTO t VALUES (4, 'row 4')");
}

TEST_P(CursorTest, WhatCannotBeReadFailsByTheFirstWindow) {
  Begin();
  absl::Status status = Open("SELECT missing FROM t");
  if (status.ok()) status = connection_->Fetch(1, {}).status();
  EXPECT_EQ(ReasonNameOf(status), "SCHEMA_OUT_OF_DATE");
  ASSERT_TRUE(connection_->Rollback({}).ok());
  EXPECT_EQ(Ask("SELECT 1"), "1");
}

TEST_P(CursorTest, AWindowEndsAtItsDeadline) {
  Begin();
  ASSERT_TRUE(Open(SlowSql()).ok());
  EXPECT_EQ(ReasonNameOf(connection_->Fetch(1, Within(200)).status()), "STATEMENT_TIMEOUT");
  ASSERT_TRUE(connection_->Rollback({}).ok());
  EXPECT_FALSE(connection_->broken());
  EXPECT_EQ(Ask("SELECT 1"), "1");
}

TEST_P(CursorTest, NoMoreRowsAreReadThanAreWanted) {
  Begin();
  ASSERT_TRUE(Open(EndlessSql()).ok());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Fetch(100).size(), 100u);
  ASSERT_TRUE(connection_->Commit({}).ok());
  EXPECT_EQ(Ask("SELECT 1"), "1");
}

TEST_P(CursorTest, TheObserverIsToldOfTheSelectAndOfEachWindow) {
  Fill(3);
  Begin();
  RecordingObserver observer;
  connection_->set_observer(&observer);
  ASSERT_TRUE(Open("SELECT b FROM t").ok());
  Fetch(2);
  Fetch(2);
  connection_->set_observer(nullptr);
  const std::vector<RanStatement> ran = observer.Take();
  ASSERT_EQ(ran.size(), 3u);
  EXPECT_EQ(ran[0].sql, "SELECT b FROM t");
  EXPECT_EQ(ran[1].sql, "FETCH 2");
  EXPECT_EQ(ran[1].rows, 2);
  EXPECT_EQ(ran[2].rows, 1);
}

INSTANTIATE_TEST_SUITE_P(All, CursorTest, testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
