// From real databases to entities and back: nothing may differ.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "orm/base/strings.h"
#include "orm/driver/driver.h"
#include "orm/generate/entity_files.h"
#include "orm/metadata/loader.h"
#include "orm/schema/schema_manager.h"
#include "orm/sql/write.h"
#include "tests/support/databases.h"
#include "tests/unit/generate/database_texts.h"

namespace ormd {
namespace {

using testing::HasSubstr;
using testing::Not;

class RoundTripTest : public testing::TestWithParam<const char*> {
 protected:
  RoundTripTest()
      : database_(GetParam()),
        driver_(MakeDriver(database_.url()).value()),
        connection_(driver_->Connect(Access::kWrite, {}).value()),
        dialect_(DialectOf(database_.is_sqlite() ? SqlitePlatform() : PostgresPlatform())) {}

  void Run(std::string_view sql) {
    const absl::Status status = connection_->ExecuteScript(std::string(sql), {});
    ASSERT_TRUE(status.ok()) << status;
  }

  DatabaseSchema Read() {
    absl::StatusOr<DatabaseSchema> schema = dialect_.Read(*connection_, {});
    EXPECT_TRUE(schema.ok()) << schema.status();
    return schema.value_or(DatabaseSchema());
  }

  std::unique_ptr<Schema> Load(const std::map<std::string, std::string>& files) {
    const TempDir directory;
    for (const auto& [name, text] : files) std::ofstream(StrCat(directory.path(), "/", name)) << text;
    LoadResult result = LoadSchema(directory.path());
    for (const SchemaFault& fault : result.faults) ADD_FAILURE() << FaultText(fault);
    return std::move(result.schema);
  }

  // The entities' text, once it is shown that they ask for what stands.
  std::string Generate() {
    DatabaseSchema standing = Read();
    dialect_.TypeByValues(standing, *connection_, {});
    const std::map<std::string, std::string> files = EntityFiles(standing, dialect_, {});
    const std::string& text = files.at("entities.proto");
    const std::unique_ptr<Schema> schema = Load(files);
    EXPECT_NE(schema, nullptr) << text;
    if (schema != nullptr) ExpectNoDifference(*schema, standing, text);
    return text;
  }

  void ExpectNoDifference(const Schema& schema, const DatabaseSchema& standing, const std::string& text) {
    absl::StatusOr<DatabaseSchema> desired = DesiredSchema(schema, dialect_);
    ASSERT_TRUE(desired.ok()) << desired.status() << "\n" << text;
    desired = dialect_.Normalize(*std::move(desired), standing, *connection_, {});
    ASSERT_TRUE(desired.ok()) << desired.status() << "\n" << text;
    const SchemaDiff diff = Compare(standing, *desired, {});
    if (diff.empty()) return;
    const absl::StatusOr<std::vector<Operation>> operations = dialect_.Plan(diff);
    ADD_FAILURE() << StrJoin(operations.ok() ? StatementsOf(*operations) : std::vector<std::string>(), ";\n") << "\n"
                  << text;
  }

  TestDatabase database_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
  const Dialect& dialect_;
};

class AnyRoundTripTest : public RoundTripTest {};

TEST_P(AnyRoundTripTest, AnEmptyDatabaseHasNoEntities) {
  const std::string text = EntityFiles(Read(), dialect_, {}).at("entities.proto");
  EXPECT_THAT(text, Not(HasSubstr("message ")));
}

TEST_P(AnyRoundTripTest, OrdinaryTables) {
  Run(kOrdinaryTables);
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("message Category {"));
  EXPECT_THAT(text, HasSubstr("repeated Category children"));
  EXPECT_THAT(text, HasSubstr("one_to_one"));
  EXPECT_THAT(text, HasSubstr("many_to_many"));
  EXPECT_THAT(text, HasSubstr("enum State {"));
}

TEST_P(AnyRoundTripTest, KeysOfSeveralColumns) {
  Run(kCompositeKeys);
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("No relation: the foreign key (tenant_id) to tenant (id)"));
}

TEST_P(AnyRoundTripTest, AwkwardNames) {
  Run(kAwkwardNames);
  Generate();
}

TEST_P(AnyRoundTripTest, OneToOnesWhoseOwnUniqueCannotBeTheOnlyOneOfItsName) {
  Run("CREATE TABLE p (id INTEGER PRIMARY KEY, c TEXT); CREATE INDEX c_p_id_unique ON p (c);"
      "CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER UNIQUE REFERENCES p, q_id INTEGER REFERENCES p,"
      "  r_id INTEGER UNIQUE REFERENCES p);"
      "CREATE UNIQUE INDEX q ON c (q_id); CREATE UNIQUE INDEX q2 ON c (q_id);");
  const std::string text = Generate();
  for (const char* property : {"p", "q", "r"}) {
    EXPECT_THAT(text, testing::ContainsRegex(StrCat("optional P ", property, " = [0-9]+ [^;]*one_to_one")));
  }
  EXPECT_THAT(text, HasSubstr("properties: \"p\""));
  EXPECT_THAT(text, Not(HasSubstr("properties: \"r\"")));
}

TEST_P(AnyRoundTripTest, Views) {
  Run(kOrdinaryTables);
  Run("CREATE VIEW cheap_product AS SELECT id, name, price FROM product WHERE price < 10;");
  EXPECT_THAT(Generate(), HasSubstr("message CheapProduct {"));
}

TEST_P(AnyRoundTripTest, WhatEntitiesMadeComesBack) {
  const std::unique_ptr<Schema> schema = Load({{"shop.proto", kShopEntities}});
  ASSERT_NE(schema, nullptr);
  const auto steps = SchemaManager(*schema, dialect_).Create(*connection_, SchemaMode::kRun, {});
  ASSERT_TRUE(steps.ok()) << steps.status();
  Generate();
}

INSTANTIATE_TEST_SUITE_P(All, AnyRoundTripTest, testing::ValuesIn(kDatabases));

class PostgresRoundTripTest : public RoundTripTest {};

TEST_P(PostgresRoundTripTest, EveryKindOfColumn) {
  Run(kPostgresColumns);
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("native_enum: \"mood\""));
  EXPECT_THAT(text, HasSubstr("primary.generated = IDENTITY"));
}

TEST_P(PostgresRoundTripTest, ConstraintsAndIndexes) {
  Run(kPostgresConstraints);
  Generate();
}

TEST_P(PostgresRoundTripTest, DatabaseSchemas) {
  Run("CREATE SCHEMA shop; CREATE SCHEMA crm; CREATE TYPE shop.state AS ENUM ('open', 'closed');"
      "CREATE TABLE shop.customer (id bigserial PRIMARY KEY, state shop.state NOT NULL DEFAULT 'open');"
      "CREATE TABLE crm.customer (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),"
      "  shop_customer_id bigint REFERENCES shop.customer ON DELETE SET NULL, state shop.state);");
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("message ShopCustomer {"));
}

TEST_P(PostgresRoundTripTest, TablesWithNamesThatDifferByCaseOnlyAreLeftAlone) {
  Run("CREATE TABLE p (id int PRIMARY KEY);"
      "CREATE TABLE t (id int PRIMARY KEY, \"Parent_Id\" int, parent_id int REFERENCES p);"
      "CREATE TABLE s (id int PRIMARY KEY); CREATE TABLE \"S\" (id int PRIMARY KEY);"
      "CREATE TABLE i (id int PRIMARY KEY, a int); CREATE INDEX x ON i (id, a); CREATE INDEX \"X\" ON i (a);");
  const std::string text = Generate();
  EXPECT_THAT(text,
              HasSubstr("No entity: the table t, because its columns Parent_Id and parent_id differ by case only."));
  EXPECT_THAT(text, HasSubstr("No entity: the table s, because"));
  EXPECT_THAT(text, HasSubstr("No entity: the table i, because"));
  EXPECT_THAT(text, HasSubstr("message P {"));
}

TEST_P(PostgresRoundTripTest, TypesThatOptionsCannotSay) {
  Run("CREATE DOMAIN tags AS text[]; CREATE DOMAIN odd AS numeric(3,5);"
      "CREATE TYPE mail AS ENUM ('mail_in', 'in');"
      "CREATE TABLE t (id int PRIMARY KEY, a numeric(3,5), b numeric(2,4)[], c odd, tags tags NOT NULL DEFAULT '{}',"
      "  mail mail, card text CHECK (card IN ('cardholder', 'holder')), kind text CHECK (kind IN ('Value', 'kind')));"
      "CREATE MATERIALIZED VIEW mv AS SELECT id, card, kind FROM t;"
      "CREATE INDEX mv_card_index ON mv (card); CREATE UNIQUE INDEX mv_kind_unique ON mv (kind);");
  EXPECT_THAT(Generate(), HasSubstr("column_type: \"numeric(3,5)\""));
}

TEST_P(PostgresRoundTripTest, ListsOfListsAndTimesWithAZoneAreTexts) {
  Run("CREATE TABLE t (id int PRIMARY KEY, a int[][] NOT NULL DEFAULT '{}', b numeric(5,2)[][], c int[], d timetz,"
      " e time(3) with time zone[], f time)");
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("  string a = 2 [(orm.property) = {column_type: \"integer[]\""));
  EXPECT_THAT(text, HasSubstr("optional string b = 3 [(orm.property).column_type = \"numeric(5,2)[]\"];"));
  EXPECT_THAT(text, HasSubstr("repeated int32 c = 4"));
  EXPECT_THAT(text, HasSubstr("optional string d = 5 [(orm.property).column_type = \"time with time zone\"];"));
  EXPECT_THAT(text, HasSubstr("repeated string e = 6 [(orm.property) = {column_type: \"time(3) with"));
  EXPECT_THAT(text, HasSubstr("optional string f = 7 [(orm.property).type = TIME];"));
}

TEST_P(PostgresRoundTripTest, WhatNoEntitySaysIsSaidInAComment) {
  Run("CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY (START 5) PRIMARY KEY, a int, b int, UNIQUE (a, b));"
      "CREATE UNLOGGED TABLE t (id int PRIMARY KEY, a int, b int, during int4range, EXCLUDE USING gist (during WITH "
      "&&),"
      "  FOREIGN KEY (a, b) REFERENCES p (a, b) MATCH FULL);"
      "ALTER TABLE t ADD CONSTRAINT later CHECK (a > 0) NO INHERIT NOT VALID;"
      "CREATE INDEX i ON t (a) WITH (fillfactor = 50); ALTER TABLE t ENABLE ROW LEVEL SECURITY;"
      "CREATE POLICY mine ON t USING (true); CREATE TABLE u (id int PRIMARY KEY) INHERITS (t);"
      "CREATE TABLE s (id int PRIMARY KEY) PARTITION BY RANGE (id);"
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
      "CREATE TABLE l (p_id int REFERENCES p, s_id int REFERENCES s, PRIMARY KEY (p_id, s_id));"
      "CREATE TRIGGER noted BEFORE INSERT ON l FOR EACH ROW EXECUTE FUNCTION f();"
      "CREATE VIEW w AS SELECT id, a FROM t WHERE a > 0 WITH CHECK OPTION;");
  const std::string text = Generate();
  for (const char* remark :
       {"GENERATED ALWAYS of the column id", "the options of the sequence p_id_seq", "UNLOGGED",
        "the constraint t_during_excl, EXCLUDE USING gist (during WITH &&)", "MATCH FULL of the constraint t_a_b_fkey",
        "NO INHERIT of the constraint later", "NOT VALID of the constraint later",
        "WITH (fillfactor=50) of the index i", "row-level security", "the policy mine", "INHERITS (t)",
        "PARTITION BY RANGE (id)", "the trigger noted", "WITH (check_option=cascaded)"}) {
    EXPECT_THAT(text, HasSubstr(StrCat("// Not part of the entity: ", remark, ".\n")));
  }
  EXPECT_THAT(text, HasSubstr("message L {"));
}

// Arrays and composite types would come apart in unnest.
TEST_P(PostgresRoundTripTest, SeveralRowsOfAnyTypeAreWrittenAtOnce) {
  Run("CREATE TYPE addr AS (street text, number int);"
      "CREATE TABLE t (id int PRIMARY KEY, a interval[], b jsonb[], c timestamptz[], d addr, e addr[], f inet[]);");
  const auto files = EntityFiles(Read(), dialect_, {});
  const std::unique_ptr<Schema> schema = Load(files);
  ASSERT_NE(schema, nullptr);
  const EntityMetadata& entity = **schema->Find("app.v1.T");
  InsertBatch batch{&entity, {0, 1, 2, 3, 4, 5, 6}, {}, {}};
  for (const int id : {1, 2}) {
    batch.rows.Add({id, "{1 day,2 days}", R"({"{\"a\": 1}",null})", "{2020-01-01}", "(main,1)", List{"(main,1)"},
                    List{"10.0.0.1", "10.0.0.2"}});
  }
  for (const BatchStatement& statement : CompileInsert(dialect_.platform(), batch)) {
    const auto result = connection_->Execute(statement.statement, {});
    ASSERT_TRUE(result.ok()) << result.status();
  }
  const auto rows = connection_->Execute(
      {"SELECT count(*) FROM t WHERE cardinality(a) = 2 AND cardinality(b) = 2 AND (d).number = 1 AND f[2] > f[1]", {}},
      {});
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ((*rows)->cell(0, 0).text, "2");
}

INSTANTIATE_TEST_SUITE_P(All, PostgresRoundTripTest, testing::Values("postgresql"));

class SqliteRoundTripTest : public RoundTripTest {};

TEST_P(SqliteRoundTripTest, DeclaredTypes) {
  Run(kSqliteTables);
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("Artist artist ="));
  EXPECT_THAT(text, HasSubstr("many_to_many"));
}

TEST_P(SqliteRoundTripTest, WhatSqliteTakesAndEntitiesDoNot) {
  const std::string longest(64, 'x');
  Run("CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(0), b CHAR(99999999), c DECIMAL(2,4), d DECIMAL(0),"
      "  e DECIMAL(2000), f VARCHAR(9));"
      "CREATE TABLE user (id INTEGER PRIMARY KEY, group_code TEXT UNIQUE);"
      "CREATE TABLE user_group (id INTEGER PRIMARY KEY, code TEXT UNIQUE);"
      "CREATE TABLE '' (id INTEGER PRIMARY KEY); CREATE TABLE long (id INTEGER PRIMARY KEY, " +
      longest + " TEXT); CREATE TABLE json_key (id JSON PRIMARY KEY);");
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("No entity: the table long, because the column name"));
  EXPECT_THAT(text, HasSubstr("No entity: the table json_key, because"));
}

TEST_P(SqliteRoundTripTest, IntegersOfAnyNameAreRelations) {
  Run("CREATE TABLE author (id INTEGER PRIMARY KEY);"
      "CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INT REFERENCES author, Kind TEXT CHECK (kind IN ('a', "
      "'b')));");
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("optional Author author ="));
  EXPECT_THAT(text, HasSubstr("enum Kind {"));
}

TEST_P(SqliteRoundTripTest, ColumnsWithoutATypeHaveThatOfTheKeyTheyReferTo) {
  Run("CREATE TABLE book (id INTEGER PRIMARY KEY, author_id REFERENCES author, code REFERENCES shelf (code), note);"
      "CREATE TABLE author (id INTEGER PRIMARY KEY); CREATE TABLE shelf (code VARCHAR(9) PRIMARY KEY);"
      "CREATE TABLE place (shelf REFERENCES shelf, book NOT NULL REFERENCES book, PRIMARY KEY (shelf, book));");
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("optional Author author = 2"));
  EXPECT_THAT(text, HasSubstr("optional Shelf code = 3"));
  EXPECT_THAT(text, HasSubstr("optional string note = 4;"));
  EXPECT_THAT(text, HasSubstr("many_to_many"));
  EXPECT_THAT(text, Not(HasSubstr("No relation")));
}

TEST_P(SqliteRoundTripTest, OneToOnesThatSqliteDoesNotNameGetDifferentNames) {
  Run("CREATE TABLE user (id INTEGER PRIMARY KEY, group_code TEXT UNIQUE);"
      "CREATE TABLE user_group (id INTEGER PRIMARY KEY, code UNIQUE REFERENCES user);");
  const std::string text = Generate();
  EXPECT_THAT(text, HasSubstr("one_to_one"));
  EXPECT_THAT(text, HasSubstr("uniques: {name: \"user_group_code_unique_"));
}

TEST_P(SqliteRoundTripTest, WhatNoEntitySaysIsSaidInAComment) {
  Run("CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY);"
      "CREATE TABLE l (a_id INTEGER REFERENCES a, b_id INTEGER REFERENCES b, PRIMARY KEY (a_id, b_id)) WITHOUT ROWID;"
      "CREATE TABLE m (a_id INTEGER REFERENCES a, b_id INTEGER REFERENCES b, PRIMARY KEY (a_id, b_id));"
      "CREATE TRIGGER noted AFTER INSERT ON m BEGIN SELECT 1; END;"
      "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT UNIQUE ON CONFLICT ignore, y TEXT, unique (y COLLATE NOCASE));"
      "CREATE VIRTUAL TABLE found USING fts5 (words);");
  const std::string text = EntityFiles(Read(), dialect_, {}).at("entities.proto");
  for (const char* remark : {"WITHOUT ROWID", "ON CONFLICT IGNORE", "COLLATE within UNIQUE"}) {
    EXPECT_THAT(text, HasSubstr(StrCat("// Not part of the entity: ", remark, ".\n")));
  }
  EXPECT_THAT(text, HasSubstr("No entity: the virtual table found, because ormd knows no virtual tables."));
  EXPECT_THAT(text, HasSubstr("message L {"));
  EXPECT_THAT(text, HasSubstr("message M {"));
}

TEST_P(SqliteRoundTripTest, WhatAViewComputesHasTheTypeOfItsValues) {
  Run("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, name TEXT, price REAL);"
      "INSERT INTO t VALUES (1, 1, 'one', 1.5), (2, 1, NULL, 2), (3, 2, 'three', NULL);"
      "CREATE VIEW v AS SELECT n AS id, count(*) AS c, max(name) || '!' AS loud, total(price) AS price, "
      "CAST(max(name) AS BLOB) AS raw, CASE n WHEN 1 THEN 1 ELSE 'x' END AS mixed, nullif(n, n) AS empty, "
      "CASE n WHEN 1 THEN 1 ELSE 0.5 END AS half, json_extract('{\"a\":\"x\"}', '$.a') AS part FROM t GROUP BY n;"
      "CREATE VIEW w AS SELECT count(*) AS c FROM t HAVING count(*) > 9;");
  const std::string text = Generate();
  for (const char* field : {"int64 id = ", "optional int64 c = ", "optional string loud = ", "optional double price = ",
                            "optional bytes raw = ", "optional double half = ", "optional string part = ",
                            "// No property: the column mixed, which has no type: ",
                            "// No property: the column empty, which has no type: "}) {
    EXPECT_THAT(text, HasSubstr(field));
  }
  EXPECT_THAT(text, HasSubstr("No entity: the view w, because none of its columns has a known type: "));
}

INSTANTIATE_TEST_SUITE_P(All, SqliteRoundTripTest, testing::Values("sqlite"));

}  // namespace
}  // namespace ormd
