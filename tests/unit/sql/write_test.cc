#include "orm/sql/write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/base/strings.h"
#include "tests/unit/query/shop_schema.h"
#include "tests/unit/sql/golden.h"
#include "tests/unit/sql/sqlite_database.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

std::vector<size_t> Columns(std::string_view entity, const std::vector<std::string>& names) {
  std::vector<size_t> columns;
  for (const std::string& name : names) columns.push_back(ShopEntity(entity).FindProperty(name)->first_column);
  return columns;
}

InsertBatch Insert(std::string_view entity, const std::vector<std::string>& columns,
                   std::vector<std::vector<Value>> rows, const std::vector<std::string>& returning) {
  return {&ShopEntity(entity), Columns(entity, columns), std::move(rows), Columns(entity, returning)};
}

UpdateBatch Update(std::string_view entity, const std::vector<std::string>& columns, const std::vector<Key>& keys,
                   std::vector<std::vector<Value>> rows) {
  UpdateBatch batch;
  batch.entity = &ShopEntity(entity);
  batch.columns = Columns(entity, columns);
  for (const Key& key : keys) batch.keys.Add(key);
  batch.rows = std::move(rows);
  return batch;
}

UpdateBatch Versioned(UpdateBatch batch, std::vector<Value> versions) {
  batch.versions = std::move(versions);
  batch.increment_version = true;
  batch.returning = {batch.entity->version->first_column};
  return batch;
}

LinkBatch Links(std::vector<std::pair<Key, Key>> links) {
  return {ShopEntity("User").FindProperty("groups"), std::move(links)};
}

constexpr const char* kA = "00000000-0000-4000-8000-00000000000a";
constexpr const char* kB = "00000000-0000-4000-8000-00000000000b";

const std::vector<Value> kAnn = {kA,
                                 "a@b",
                                 "it's \"A\\\"",
                                 30,
                                 true,
                                 Bytes{"\x01\xff"},
                                 Timestamp{1500000},
                                 R"({"b": 1, "a": null})",
                                 List{"x", "y \"z\""},
                                 "9.90",
                                 1.5,
                                 "ADMIN",
                                 90000000};
const std::vector<Value> kBob = {kB,      "b@b",  Value(), Value(), false,   Value(), Timestamp{0},
                                 Value(), List{}, "-1.00", 0.1,     "GUEST", Value()};
const std::vector<std::string> kUserColumns = {"id",   "email", "name",    "age",   "active", "avatar", "created_at",
                                               "meta", "tags",  "balance", "score", "role",   "quota"};

using Compile = std::function<std::vector<BatchStatement>(const Platform&)>;

std::vector<std::pair<std::string, Compile>> Cases() {
  const auto insert = [](InsertBatch batch) -> Compile {
    return [shared = std::make_shared<const InsertBatch>(std::move(batch))](const Platform& platform) {
      return CompileInsert(platform, *shared);
    };
  };
  const auto update = [](UpdateBatch batch) -> Compile {
    return [shared = std::make_shared<const UpdateBatch>(std::move(batch))](const Platform& platform) {
      return CompileUpdate(platform, *shared);
    };
  };
  const auto remove = [](DeleteBatch batch) -> Compile {
    return [batch](const Platform& platform) { return CompileDelete(platform, batch); };
  };
  const EntityMetadata* order = &ShopEntity("Order");
  const EntityMetadata* line = &ShopEntity("OrderLine");
  return {
      {"insert one row", insert(Insert("User", kUserColumns, {kAnn}, {}))},
      {"insert rows", insert(Insert("User", kUserColumns, {kAnn, kBob}, {"created_at"}))},
      {"insert generates a key", insert(Insert("Order", {"user", "total"}, {{kA, "1.00"}}, {"id", "version"}))},
      {"insert generates keys",
       insert(Insert("Order", {"user", "total"}, {{kA, "1.00"}, {kB, "2.00"}}, {"id", "version"}))},
      {"insert one row of defaults", insert(Insert("Profile", {}, {{}}, {"id"}))},
      {"insert rows of defaults", insert(Insert("Profile", {}, {{}, {}}, {"id"}))},
      {"insert descending keys", insert(Insert("Category", {"id", "name"}, {{3, "c"}, {1, "a"}, {2, "b"}}, {"name"}))},
      {"insert composite keys",
       insert(Insert("OrderLine", {"order", "product", "quantity"}, {{7, "p", 1}, {7, "q", 2}}, {}))},
      {"update one row", update(Update("Order", {"total"}, {{7}}, {{"2.00"}}))},
      {"update rows", update(Update("User", {"name", "tags"}, {{kA}, {kB}}, {{"x", List{"t"}}, {Value(), List{}}}))},
      {"update one row with version", update(Versioned(Update("Order", {"total"}, {{7}}, {{"2.00"}}), {1}))},
      {"update rows with version",
       update(Versioned(Update("Order", {"total"}, {{7}, {8}}, {{"2.00"}, {"3.00"}}), {1, 4}))},
      {"update version alone", update(Versioned(Update("Order", {}, {{7}, {8}}, {{}, {}}), {1, 4}))},
      {"update composite keys", update(Update("OrderLine", {"quantity"}, {{7, "p"}, {7, "q"}}, {{1}, {2}}))},
      {"update keys themselves", update(Update("Category", {"id"}, {{1}, {2}}, {{11}, {12}}))},
      {"delete one row", remove({order, {{7}}, {}})},
      {"delete rows", remove({order, {{7}, {8}}, {}})},
      {"delete one row with version", remove({order, {{7}}, {1}})},
      {"delete rows with version", remove({order, {{7}, {8}}, {1, 2}})},
      {"delete composite keys", remove({line, {{7, "p"}, {7, "q"}}, {}})},
      {"delete bytes keys", remove({&ShopEntity("Blob"), {{Bytes{"a"}}, {Bytes{"b"}}}, {}})},
      {"insert one link",
       [](const Platform& p) {
         return CompileInsertLinks(p, Links({{{kA}, {1}}}));
       }},
      {"insert links",
       [](const Platform& p) {
         return CompileInsertLinks(p, Links({{{kA}, {1}}, {{kB}, {1}}}));
       }},
      {"delete one link",
       [](const Platform& p) {
         return CompileDeleteLinks(p, Links({{{kA}, {1}}}));
       }},
      {"delete links",
       [](const Platform& p) {
         return CompileDeleteLinks(p, Links({{{kA}, {1}}, {{kB}, {1}}}));
       }},
  };
}

TEST(WriteTest, MatchesGoldenText) {
  std::string text;
  for (const auto& [name, compile] : Cases()) {
    StrAppend(&text, "-- ", name, "\n");
    for (const BatchStatement& part : compile(PostgresPlatform())) {
      StrAppend(&text, "pg    ", StatementText(part.statement), "\n");
    }
    for (const BatchStatement& part : compile(SqlitePlatform())) {
      StrAppend(&text, "lite  ", StatementText(part.statement), "\n");
    }
  }
  ExpectGolden("write.txt", text);
}

TEST(WriteTest, EveryFormRunsOnSqlite) {
  for (const auto& [name, compile] : Cases()) {
    SCOPED_TRACE(name);
    SqliteDatabase database(ShopSchema());
    for (const BatchStatement& part : compile(SqlitePlatform())) database.Run(part.statement);
  }
}

TEST(WriteTest, OneTextServesEveryBatchSizeOnPostgres) {
  const auto text = [](size_t rows) {
    InsertBatch batch = Insert("Order", {"total"}, {}, {"id"});
    for (size_t i = 0; i < rows; ++i) batch.rows.Add({"1.00"});
    const std::vector<BatchStatement> parts = CompileInsert(PostgresPlatform(), batch);
    EXPECT_THAT(parts, SizeIs(1));
    return parts.front().statement.sql;
  };
  EXPECT_EQ(text(2), text(50000));
}

TEST(WriteTest, AnUpdateAskedForItsKeysAnswersThemAll) {
  const UpdateBatch batch = Update("OrderLine", {"quantity"}, {{1, "a"}, {2, "b"}}, {{3}, {4}});
  const Statement update = CompileUpdate(PostgresPlatform(), batch).front().statement;
  const Statement again = WithKeys(PostgresPlatform(), *batch.entity, update);
  EXPECT_EQ(again.sql, update.sql + R"( RETURNING e0."order_id", e0."product_code")");
  EXPECT_EQ(again.params, update.params);
}

class WriteOnSqliteTest : public testing::Test {
 protected:
  std::vector<std::string> Run(const std::vector<BatchStatement>& parts) {
    std::vector<std::string> rows;
    for (const BatchStatement& part : parts) {
      for (std::string& row : database_.Run(part.statement)) rows.push_back(std::move(row));
    }
    return rows;
  }

  SqliteDatabase database_{ShopSchema()};
};

TEST_F(WriteOnSqliteTest, InsertedRowsComeBackInOrder) {
  const InsertBatch batch = Insert("Order", {"total"}, {{"3.00"}, {"1.00"}, {"2.00"}}, {"total", "id"});
  EXPECT_THAT(Run(CompileInsert(SqlitePlatform(), batch)), ElementsAre("3.00|1|1", "1.00|2|2", "2.00|3|3"));
}

TEST_F(WriteOnSqliteTest, GivenKeysAscendWithinAStatement) {
  const InsertBatch batch = Insert("Category", {"id", "name"}, {{3, "c"}, {1, "a"}, {2, "b"}}, {"name"});
  const std::vector<BatchStatement> parts = CompileInsert(SqlitePlatform(), batch);
  ASSERT_THAT(parts, SizeIs(2));
  EXPECT_EQ(parts[1].first, 1U);
  EXPECT_EQ(parts[1].count, 2U);
  EXPECT_THAT(Run(parts), ElementsAre("c|3", "a|1", "b|2"));
}

TEST_F(WriteOnSqliteTest, GeneratedTextKeysComeBack) {
  const InsertBatch batch = Insert("User", {"email"}, {{"a"}, {"b"}}, {"email", "id"});
  const std::vector<std::string> rows = Run(CompileInsert(SqlitePlatform(), batch));
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].size(), std::string("a|").size() + 36 + std::string("|1").size());
}

TEST_F(WriteOnSqliteTest, LargeBatchesAreCutIntoStatements) {
  InsertBatch batch = Insert("Category", {"id", "name"}, {}, {"id"});
  UpdateBatch update = Update("Category", {"name"}, {}, {});
  std::vector<Key> keys;
  for (int64_t i = 0; i < 20000; ++i) {
    batch.rows.Add({i, "x"});
    keys.push_back({i});
    update.keys.Add({i});
    update.rows.Add({StrCat(i)});
  }
  const std::vector<BatchStatement> parts = CompileInsert(SqlitePlatform(), batch);
  EXPECT_THAT(parts, SizeIs(20));
  EXPECT_EQ(parts[1].first, 1000U);
  EXPECT_THAT(Run(parts), SizeIs(20000));
  EXPECT_THAT(Run(CompileUpdate(SqlitePlatform(), update)), SizeIs(20000));
  EXPECT_THAT(database_.Run(R"(SELECT count(*) FROM "category" WHERE "name" = "id")"), ElementsAre("20000"));
  const DeleteBatch remove = {update.entity, keys, {}};
  EXPECT_THAT(Run(CompileDelete(SqlitePlatform(), remove)), SizeIs(20000));
}

TEST_F(WriteOnSqliteTest, WideRowsStayBelowTheLimitOfParameters) {
  InsertBatch batch = Insert("User", kUserColumns, {}, {});
  while (batch.columns.size() < 40) batch.columns.push_back(batch.columns.back());
  for (int i = 0; i < 1000; ++i) batch.rows.Add(std::vector<Value>(40));
  for (const BatchStatement& part : CompileInsert(SqlitePlatform(), batch)) {
    EXPECT_LE(part.statement.params.size(), SqlitePlatform().max_params());
  }
}

TEST_F(WriteOnSqliteTest, StaleVersionsAreLeftAlone) {
  Run(CompileInsert(SqlitePlatform(), Insert("Order", {"total", "version"}, {{"1.00", 1}, {"2.00", 5}}, {})));
  const UpdateBatch batch = Versioned(Update("Order", {"total"}, {{1}, {2}}, {{"7.00"}, {"8.00"}}), {1, 4});
  EXPECT_THAT(Run(CompileUpdate(SqlitePlatform(), batch)), ElementsAre("1|2"));
  EXPECT_THAT(database_.Run(R"(SELECT "total" FROM "order" ORDER BY "id")"), ElementsAre("7.00", "2.00"));
  EXPECT_THAT(Run(CompileDelete(SqlitePlatform(), {batch.entity, {{1}, {2}}, {1, 5}})), ElementsAre("2"));
}

TEST_F(WriteOnSqliteTest, LinksThatStandAreLeftAsTheyAre) {
  Run(CompileInsertLinks(SqlitePlatform(), Links({{{kA}, {1}}})));
  Run(CompileInsertLinks(SqlitePlatform(), Links({{{kA}, {1}}, {{kA}, {2}}, {{kB}, {1}}})));
  EXPECT_THAT(database_.Run(R"(SELECT count(*) FROM "user_groups")"), ElementsAre("3"));
  Run(CompileDeleteLinks(SqlitePlatform(), Links({{{kA}, {1}}, {{kB}, {2}}, {{kB}, {1}}})));
  EXPECT_THAT(database_.Run(R"(SELECT count(*) FROM "user_groups")"), ElementsAre("1"));
}

}  // namespace
}  // namespace ormd
