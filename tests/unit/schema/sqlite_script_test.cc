// What scripts that make tables anew do to what they did not know.
#include "orm/base/error.h"
#include "orm/schema/sqlite/table_copy.h"
#include "tests/unit/schema/sqlite_schema_test.h"

namespace ormd {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class SqliteScriptTest : public SqliteSchemaTest {
 protected:
  static constexpr char kRebuild[] =
      "CREATE TABLE ormd_new_t (a INT);"
      "INSERT INTO ormd_new_t (a) /* drops \"b\" */ SELECT a FROM t;"
      "DROP TABLE t;"
      "PRAGMA legacy_alter_table = ON;"
      "ALTER TABLE ormd_new_t RENAME TO t;"
      "PRAGMA legacy_alter_table = OFF";

  // In a transaction, which is undone where a statement fails. Answers what is wrong.
  std::string RunScript(const std::string& statements) {
    const std::unique_ptr<ScriptRunner> script = SqliteDialect().NewScript(*connection_);
    EXPECT_TRUE(connection_->Begin({}, {}).ok());
    for (size_t begin = 0; begin < statements.size();) {
      const size_t end = std::min(statements.find(';', begin), statements.size());
      const absl::Status status = script->Run(statements.substr(begin, end - begin), {});
      begin = end + 1;
      if (status.ok()) continue;
      EXPECT_EQ(ReasonOf(status), Reason::kMigrationFailed) << status;
      EXPECT_TRUE(connection_->Rollback({}).ok());
      return std::string(status.message());
    }
    EXPECT_TRUE(connection_->Commit({}).ok());
    return "";
  }
  void MakeTables() {
    Run("CREATE TABLE t (a INT, b INT)");
    Run("CREATE TABLE log (line TEXT)");
  }
};

TEST_F(SqliteScriptTest, ACopySaysWhichColumnsGoAlongAndWhichGo) {
  TableCopy copy;
  copy.table = "Book";
  copy.columns = {"id", "price"};
  copy.values = {"\"id\"", "ormd_decimal(CAST(\"price\" AS TEXT), 2)"};
  EXPECT_EQ(CopySql(copy),
            "INSERT INTO \"ormd_new_Book\" (\"id\", \"price\") SELECT \"id\", ormd_decimal(CAST(\"price\" AS TEXT), 2) "
            "FROM \"Book\"");
  copy.dropped = {"note", "od*/d\"name"};
  const std::string sql = CopySql(copy);
  EXPECT_THAT(sql, HasSubstr("/* drops \"note\", \"od* /d\"\"name\" */ SELECT"));
  const auto read = CopiedColumns::Read(sql);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->table(), "book");
  for (const char* known : {"ID", "price", "note", "od*/d\"name"}) EXPECT_TRUE(read->Says(known)) << known;
  for (const char* unknown : {"text", "decimal", "ormd_decimal", "drops"}) EXPECT_FALSE(read->Says(unknown)) << unknown;
  EXPECT_FALSE(CopiedColumns::Read("INSERT INTO \"Book\" (\"id\") SELECT \"id\" FROM \"Old\"").has_value());
  EXPECT_FALSE(CopiedColumns::Read("INSERT INTO \"ormd_new_Book\" (\"id\") VALUES (1)").has_value());
}

TEST_F(SqliteScriptTest, ACopyThatPeopleHaveWrittenIsUnderstood) {
  const auto says = [](const std::string& sql, const char* column) {
    return CopiedColumns::Read(sql).value_or(CopiedColumns()).Says(column);
  };
  const char* const copies[] = {"INSERT INTO main.ormd_new_book SELECT id FROM main.book",
                                "REPLACE INTO ormd_new_book (id) SELECT coalesce(ID, 1) FROM book",
                                "insert or ignore into ormd_new_book select b.id from book b",
                                "INSERT INTO ormd_new_book SELECT book.* FROM book",
                                "INSERT INTO ormd_new_book SELECT * FROM book",
                                "INSERT INTO ormd_new_book (x) /* drops \"x\" */ /* drops \"id\" */ SELECT 1 FROM book",
                                "INSERT INTO ormd_new_book (x) SELECT 1 FROM book /* drops id, x */"};
  for (const char* sql : copies) EXPECT_TRUE(says(sql, "id")) << sql;
  const char* const others[] = {"INSERT INTO ormd_new_book SELECT '' AS id FROM book",
                                "INSERT INTO ormd_new_book SELECT id.x, \"*\" FROM book AS id",
                                "INSERT INTO ormd_new_book (id) SELECT id(1) FROM book",
                                "INSERT INTO ormd_new_book (x) SELECT 1 /* drops x since id is enough */ FROM book",
                                "WITH book AS (SELECT id FROM b) INSERT INTO ormd_new_book SELECT id FROM book"};
  for (const char* sql : others) EXPECT_FALSE(says(sql, "id")) << sql;
}

TEST_F(SqliteScriptTest, ACopyInOtherWordsRefusesWhatItDoesNotSay) {
  MakeTables();
  std::string script = kRebuild;
  script.replace(script.find("INSERT INTO"), 11, "WITH x AS (SELECT 1) INSERT INTO");
  EXPECT_THAT(RunScript(script), HasSubstr("the table t has the column a"));
  script = kRebuild;
  script.replace(script.find("INSERT INTO"), 11, "INSERT OR IGNORE INTO");
  EXPECT_EQ(RunScript(script), "");
}

TEST_F(SqliteScriptTest, WhatTheScriptDropsAfterTheRebuildIsMadeAgain) {
  MakeTables();
  Run("CREATE UNIQUE INDEX i ON t (a)");
  EXPECT_EQ(RunScript(std::string(kRebuild) + ";DROP INDEX i;CREATE UNIQUE INDEX i ON t (a)"), "");
  EXPECT_EQ(Ask("SELECT count(*) FROM sqlite_schema WHERE name = 'i'"), "1");
}

TEST_F(SqliteScriptTest, AnIndexOnAColumnThatGoesIsNamed) {
  MakeTables();
  Run("CREATE INDEX hand ON t (b)");
  EXPECT_THAT(RunScript(kRebuild), HasSubstr("the index hand would be left broken"));
}

TEST_F(SqliteScriptTest, ATriggerThatNeedsAColumnWhichGoesRefuses) {
  MakeTables();
  const std::pair<const char*, const char*> triggers[] = {
      {"needs", "CREATE TRIGGER needs AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.b); END"},
      {"waits", "CREATE TRIGGER waits AFTER UPDATE OF a, b ON t BEGIN INSERT INTO log VALUES (old.a); END"},
      {"sets", "CREATE TRIGGER sets AFTER DELETE ON log BEGIN UPDATE t SET b = 1; END"}};
  Run("CREATE TRIGGER fine AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END");
  for (const auto& [name, sql] : triggers) {
    Run(sql);
    EXPECT_THAT(RunScript(kRebuild),
                AllOf(HasSubstr(StrCat("the trigger ", name, " would be left broken")), HasSubstr("no such column")));
    EXPECT_EQ(Ask(StrCat("SELECT count(*) FROM sqlite_schema WHERE name = '", name, "'")), "1");
    Run(StrCat("DROP TRIGGER ", name));
  }
  EXPECT_EQ(RunScript(kRebuild), "");
  Run("INSERT INTO t VALUES (1)");
  EXPECT_EQ(Ask("SELECT line FROM log"), "1");
}

TEST_F(SqliteScriptTest, ATriggerThatTheScriptDropsRefusesNothing) {
  MakeTables();
  Run("CREATE TRIGGER needs AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.b); END");
  EXPECT_EQ(RunScript(std::string("DROP TRIGGER needs;") + kRebuild), "");
  EXPECT_EQ(Ask("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"), "0");
}

TEST_F(SqliteScriptTest, AViewThatNeedsAColumnWhichGoesRefuses) {
  MakeTables();
  Run("CREATE VIEW v AS SELECT b FROM t");
  EXPECT_THAT(RunScript(kRebuild), HasSubstr("the view v would be left broken"));
  Run("DROP VIEW v");
  Run("CREATE VIEW v AS SELECT * FROM t");
  Run("CREATE VIEW far AS SELECT b FROM v");
  EXPECT_THAT(RunScript(kRebuild), HasSubstr("the view far would be left broken"));
  Run("DROP VIEW far");
  EXPECT_EQ(RunScript(kRebuild), "");
}

TEST_F(SqliteScriptTest, WhatWasBrokenBeforeRefusesNothing) {
  MakeTables();
  Run("CREATE TRIGGER broken AFTER INSERT ON t BEGIN INSERT INTO nowhere VALUES (new.b); END");
  EXPECT_EQ(RunScript(kRebuild), "");
}

TEST_F(SqliteScriptTest, ADroppedColumnThatATriggerSetsIsRefused) {
  MakeTables();
  Run("CREATE TRIGGER sets AFTER DELETE ON log BEGIN UPDATE t SET b = 1; END");
  EXPECT_THAT(RunScript("ALTER TABLE t DROP COLUMN b"), HasSubstr("the trigger sets would be left broken"));
  Run("DROP TRIGGER sets");
  EXPECT_EQ(RunScript("ALTER TABLE t DROP COLUMN b"), "");
}

TEST_F(SqliteScriptTest, RulesThatTheNewTableHasNotRefuse) {
  const std::pair<const char*, const char*> rules[] = {
      {"WITHOUT ROWID", "(a INT PRIMARY KEY) WITHOUT ROWID"},
      {"ON CONFLICT IGNORE", "(a INT UNIQUE ON CONFLICT IGNORE)"},
      {"COLLATE within UNIQUE", "(a INT, UNIQUE (a COLLATE NOCASE))"},
  };
  for (const auto& [rule, columns] : rules) {
    Run(StrCat("CREATE TABLE t ", columns));
    EXPECT_THAT(RunScript(kRebuild), HasSubstr(StrCat("the table t has ", rule)));
    std::string kept = kRebuild;
    kept.replace(kept.find("(a INT)"), 7, columns);
    EXPECT_EQ(RunScript(kept), "");
    std::string dropped = kRebuild;
    dropped.replace(dropped.find("\"b\""), 3, StrCat("\"", rule, "\""));
    EXPECT_EQ(RunScript(dropped), "");
    Run("DROP TABLE t");
  }
}

TEST_F(SqliteScriptTest, ATableWithoutRowidStaysOne) {
  Run("CREATE TABLE t (id INTEGER /* bigint */ PRIMARY KEY, a TEXT NOT NULL) WITHOUT ROWID, STRICT");
  DatabaseSchema wanted = Read();
  wanted.tables[0].columns[1].nullable = true;
  Migrate(wanted);
  EXPECT_TRUE(ReadTable("t").without_rowid);
  EXPECT_TRUE(ReadTable("t").columns[1].nullable);
  wanted.tables[0].columns[0].identity = true;
  const std::vector<Operation> plan = Plan(wanted);
  ASSERT_EQ(plan.size(), 1);
  EXPECT_THAT(RunScript(StrJoin(plan[0].statements, ";")), HasSubstr("the table t has WITHOUT ROWID"));
}

TEST_F(SqliteScriptTest, APlanIsRefusedWhereTheTableHasWhatItCannotMake) {
  Run("CREATE TABLE t (id INTEGER /* bigint */ NOT NULL, a TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'x', "
      "PRIMARY KEY (id)) STRICT");
  DatabaseSchema wanted = Read();
  wanted.tables[0].columns[1].nullable = true;
  const std::vector<Operation> plan = Plan(wanted);
  ASSERT_EQ(plan.size(), 1);
  EXPECT_THAT(RunScript(StrJoin(plan[0].statements, ";")), HasSubstr("the table t has ON CONFLICT REPLACE"));
}

TEST_F(SqliteScriptTest, APlainColumnThatBecomesAGeneratedOneIsDroppedByName) {
  Table table =
      MakeTable("t", {MakeIdentity("id"), MakeColumn("a", "integer", true), MakeColumn("b", "integer", true)});
  Migrate(Adapt({{}, {table}, {}, {}}));
  table.columns[2].generated = "a + 1";
  const DatabaseSchema wanted = Adapt({{}, {table}, {}, {}});
  const std::vector<Operation> plan = Plan(wanted);
  ASSERT_EQ(plan.size(), 1);
  EXPECT_EQ(plan[0].safety, Safety::kMayLoseData);
  EXPECT_THAT(plan[0].statements[1], HasSubstr("/* drops \"b\" */"));
  Migrate(wanted);
}

}  // namespace
}  // namespace ormd
