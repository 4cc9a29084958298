// Rows straight to a graph: byte for byte what an EntityManager's entities give, with the same statements.
#include "server/wire/row_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "orm/driver/pool.h"
#include "orm/metadata/loader.h"
#include "orm/schema/schema_manager.h"
#include "orm/v1/query.pb.h"
#include "server/wire/graph.h"
#include "tests/support/databases.h"
#include "tests/support/recording_observer.h"
#include "tests/unit/wire/row_graph_data.h"
#include "tests/unit/wire/slice_text.h"

namespace ormd::wire {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSubsetOf;
using ::testing::Not;
using ::testing::SizeIs;

const Schema& GraphSchema() {
  static const Schema* schema = [] {
    LoadResult result = LoadSchemaFromSources({{"g.proto", kGraphSource}});
    for (const SchemaFault& fault : result.faults) ADD_FAILURE() << FaultText(fault);
    return result.schema.release();
  }();
  return *schema;
}

// The answer and the statements that it took.
struct Outcome {
  std::string bytes;
  std::vector<std::string> sql;
};

class RowGraphTest : public ::testing::TestWithParam<const char*> {
 protected:
  RowGraphTest() {
    PooledConnection connection = *pool_.Acquire(Access::kWrite, {});
    EXPECT_TRUE(SchemaManager(GraphSchema(), DialectOf(platform_)).Create(*connection, SchemaMode::kRun, {}).ok());
    const absl::Status filled = connection->ExecuteScript(kGraphRows, {});
    EXPECT_TRUE(filled.ok()) << filled;
    observer_.TakeSql();
  }

  static const EntityMetadata& Type(std::string_view name) { return **GraphSchema().Find(name); }

  static FindOptions Options(std::string_view name, const std::vector<std::string>& populate,
                             const std::vector<std::string>& fields = {}) {
    FindOptions options;
    options.fields = *ParseFields(Type(name), fields);
    options.populate = *ParsePopulate(Type(name), populate, {});
    options.order = *ParseOrder(Type(name), {});
    options.order.push_back({{{}, Type(name).primary_key.front()}, false, Nulls::kDefault});
    return options;
  }

  void Run(const std::string& sql) {
    const absl::Status status = (*pool_.Acquire(Access::kWrite, {}))->ExecuteScript(sql, {});
    EXPECT_TRUE(status.ok()) << status;
    observer_.TakeSql();
  }

  Outcome ThroughEntities(std::string_view name, const FindOptions& options) {
    EntityManager manager(environment_);
    const absl::StatusOr<FindResult> found = manager.Find(Type(name), options, {});
    EXPECT_TRUE(found.ok()) << found.status();
    orm::v1::FindReply reply;
    EntityPlans plans;
    if (found.ok()) EncodeGraph(*found, plans, reply.mutable_graph());
    return {reply.SerializeAsString(), observer_.TakeSql()};
  }

  std::optional<Outcome> ThroughRows(std::string_view name, const FindOptions& options) {
    const absl::StatusOr<std::optional<RowGraph>> graph = ReadRowGraph(environment_, Type(name), options, {});
    EXPECT_TRUE(graph.ok()) << graph.status();
    if (!graph.ok() || !graph->has_value()) return std::nullopt;
    const absl::StatusOr<grpc::Slice> bytes = EncodeRowGraph(**graph);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    orm::v1::FindReply reply;
    std::string text = TextOf(*bytes);
    EXPECT_TRUE(reply.ParseFromString(text));
    return Outcome{std::move(text), observer_.TakeSql()};
  }

  static std::string Readable(const std::string& bytes) {
    orm::v1::FindReply reply;
    return reply.ParseFromString(bytes) ? reply.DebugString() : "MALFORMED";
  }

  void ExpectSame(std::string_view name, const FindOptions& options) {
    const Outcome expected = ThroughEntities(name, options);
    const std::optional<Outcome> rows = ThroughRows(name, options);
    ASSERT_TRUE(rows.has_value());
    // Entities also ask what a reference without a row leads to: nothing.
    EXPECT_THAT(rows->sql, IsSubsetOf(expected.sql));
    EXPECT_TRUE(rows->bytes == expected.bytes) << Readable(rows->bytes) << "expected\n" << Readable(expected.bytes);
  }

  TestDatabase database_{GetParam()};
  RecordingObserver observer_;
  const Platform& platform_ = database_.is_sqlite() ? SqlitePlatform() : PostgresPlatform();
  Pool pool_{*MakeDriver(database_.url()), PoolOptions{}, &observer_};
  OrmEnvironment environment_{GraphSchema(), platform_, pool_};
};

struct Case {
  const char* entity;
  std::vector<std::string> populate;
  std::vector<std::string> fields = {};
};

const Case kCases[] = {
    {"Author", {"books"}},
    {"Author", {"books.tags"}},
    {"Author", {"card", "books.pages", "books.tags", "birthplace"}},
    {"Author", {"books.pages.notes", "books.shelf", "card"}},
    {"Author", {"birthplace.land"}},
    {"Author", {"card"}, {"name"}},
    {"Author", {"card"}, {"secret", "bio"}},
    {"Author", {"birthplace", "books"}, {"name"}},
    {"Author", {"birthplace"}, {"birthplace"}},
    {"Author", {"home"}},
    {"Author", {"home"}, {"home"}},
    {"Author", {"land"}},
    {"Author", {"land"}, {"land"}},
    {"Author", {"badges"}},
    {"Author", {"badges", "books"}, {"twice"}},
    {"Book", {"author"}},
    {"Book", {"author"}, {"author"}},
    {"Book", {"author.birthplace", "author.card", "tags"}, {"title", "author"}},
    {"Book", {"shelf", "tags", "pages.notes"}},
    {"Book", {"pages"}, {"title"}},
    {"Card", {"holder.books.tags"}},
    {"Card", {"holder.birthplace.land"}},
    {"Note", {"pages.book.shelf"}},
    {"Page", {"book.author", "notes"}},
    {"Page", {"book.tags"}, {"text"}},
    {"Shelf", {"books.tags", "books.pages.notes"}},
    {"Shelf", {"books"}, {"name"}},
    {"Tag", {"books.pages", "books.shelf"}},
    {"Town", {"land"}},
    {"Town", {"natives.card", "signs"}},
    {"Town", {"natives.locker"}},
};

TEST_P(RowGraphTest, AnswersWhatEntitiesAnswer) {
  for (const Case& find : kCases) {
    SCOPED_TRACE(std::string(find.entity) + ": " + testing::PrintToString(find.populate));
    const FindOptions options = Options(find.entity, find.populate, find.fields);
    ExpectSame(find.entity, options);
    EXPECT_EQ(ThroughRows(find.entity, options)->sql, ThroughEntities(find.entity, options).sql);
  }
}

TEST_P(RowGraphTest, AnswersWhatEntitiesAnswerInPartsOfTheRoots) {
  for (const Case& find : kCases) {
    SCOPED_TRACE(std::string(find.entity) + ": " + testing::PrintToString(find.populate));
    for (const uint64_t limit : {uint64_t{0}, uint64_t{1}, uint64_t{2}}) {
      FindOptions options = Options(find.entity, find.populate, find.fields);
      options.limit = limit;
      options.offset = limit;
      for (OrderTerm& term : options.order) term.descending = !term.descending;
      ExpectSame(find.entity, options);
    }
  }
}

TEST_P(RowGraphTest, ItemsComeByTheirIntegerKeysWithoutASortOfTheDatabase) {
  const std::optional<Outcome> rows = ThroughRows("Town", Options("Town", {"natives", "signs"}));
  ASSERT_TRUE(rows.has_value());
  ASSERT_THAT(rows->sql, SizeIs(3));
  for (size_t i = 1; i < 3; ++i) EXPECT_THAT(rows->sql[i], Not(HasSubstr("ORDER BY")));
  EntityManager manager(environment_);
  const FindResult towns = *manager.Find(Type("Town"), Options("Town", {"natives", "signs"}), {});
  const Entity* rome = towns.roots.back();
  const auto keys = [rome](std::string_view relation) {
    std::vector<std::string> keys;
    const PropertyMetadata& property = *Type("Town").FindProperty(relation);
    for (const Entity* item : rome->collection(property).items()) keys.push_back(KeyText(item->key()));
    return keys;
  };
  EXPECT_THAT(keys("natives"), ElementsAre("1", "7", "9"));
  EXPECT_THAT(keys("signs"), ElementsAre("1", "3", "4"));
}

TEST_P(RowGraphTest, NeedsEntitiesWhereATypeIsReachedTwice) {
  const Case cases[] = {{"Author", {"mentor"}},
                        {"Author", {"pupils"}},
                        {"Author", {"books.author"}},
                        {"Author", {"home", "birthplace"}},
                        {"Author", {"land", "birthplace.land"}},
                        {"Author", {"*"}},
                        {"Tag", {"books.tags"}}};
  for (const Case& find : cases) {
    SCOPED_TRACE(std::string(find.entity) + ": " + testing::PrintToString(find.populate));
    EXPECT_FALSE(ThroughRows(find.entity, Options(find.entity, find.populate)).has_value());
  }
  EXPECT_THAT(observer_.TakeSql(), IsEmpty());
}

TEST_P(RowGraphTest, NeedsEntitiesForALock) {
  FindOptions locked = Options("Author", {"books"});
  locked.lock = LockMode::kPessimisticRead;
  EXPECT_FALSE(ThroughRows("Author", locked).has_value());
  EXPECT_THAT(observer_.TakeSql(), IsEmpty());
}

TEST_P(RowGraphTest, ATargetThatIsItsKeyAloneIsReadToo) {
  const FindOptions options = Options("Author", {"mark"});
  ExpectSame("Author", options);
  EXPECT_THAT(ThroughRows("Author", options)->sql, Contains(HasSubstr("FROM \"mark\"")));
}

TEST_P(RowGraphTest, TheLastOfSeveralInverseRowsCounts) {
  Run(database_.is_sqlite() ? R"(DROP INDEX "card_holder_id_unique")"
                            : R"(ALTER TABLE "card" DROP CONSTRAINT "card_holder_id_unique")");
  Run(R"(INSERT INTO "card" ("number", "holder_id") VALUES ('a2', 2), ('z2', 2))");
  Run(database_.is_sqlite() ? R"(DROP INDEX "locker_holder_id_unique")"
                            : R"(ALTER TABLE "locker" DROP CONSTRAINT "locker_holder_id_unique")");
  Run(R"(INSERT INTO "locker" ("id", "holder_id") VALUES (9, 2), (10, 2), (3, 2))");
  ExpectSame("Author", Options("Author", {"card", "locker"}));
  EntityManager manager(environment_);
  const FindResult authors = *manager.Find(Type("Author"), Options("Author", {"locker"}), {});
  EXPECT_EQ(KeyText(authors.roots[1]->reference(*Type("Author").FindProperty("locker"))->key()), "10");
}

TEST_P(RowGraphTest, KeysThatAreNotCanonicalMeetAsTheirValuesDo) {
  if (database_.is_sqlite()) {
    Run(R"(PRAGMA foreign_keys = off;
           UPDATE "page" SET "book_id" = upper("book_id");
           UPDATE "page_notes" SET "page_book_id" = upper("page_book_id"))");
  }
  ExpectSame("Page", Options("Page", {"book.shelf", "notes"}));
}

class RowGraphWithoutKeyTest : public RowGraphTest {
 protected:
  RowGraphWithoutKeyTest() {
    Run(R"(ALTER TABLE "town" RENAME TO "old_town"; CREATE TABLE "town" ("name" text, "land_id" bigint))");
  }
};

TEST_P(RowGraphWithoutKeyTest, RowsWithOneKeyAreOneEntityThatIsTwoRoots) {
  Run(R"(INSERT INTO "town" ("name", "land_id") VALUES ('A', 1), ('B', 1), ('B', 2), ('C', 1))");
  ExpectSame("Town", Options("Town", {"land"}));
}

TEST_P(RowGraphWithoutKeyTest, ARowWithoutAKeyNeedsEntities) {
  Run(R"(INSERT INTO "town" ("name", "land_id") VALUES ('A', 1), (NULL, 1))");
  EXPECT_FALSE(ThroughRows("Town", Options("Town", {"land"})).has_value());
}

TEST_P(RowGraphTest, AValueThatDoesNotFitItsFieldIsAnError) {
  Run(R"(UPDATE "book" SET "meta" = '[1]' WHERE "title" = 'One')");
  const auto graph = ReadRowGraph(environment_, Type("Author"), Options("Author", {"books"}), {});
  ASSERT_TRUE(graph.ok() && graph->has_value());
  EXPECT_EQ(ReasonOf(EncodeRowGraph(**graph).status()), Reason::kInternal);
}

TEST_P(RowGraphTest, HoldsNoMoreEntitiesThanTheEnvironmentAllows) {
  environment_.max_entities = 10;
  EXPECT_TRUE(ReadRowGraph(environment_, Type("Author"), Options("Author", {"books"}), {}).ok());
  environment_.max_entities = 8;
  const auto refused = ReadRowGraph(environment_, Type("Author"), Options("Author", {"books"}), {});
  EXPECT_EQ(ReasonOf(refused.status()), Reason::kLimitExceeded);
}

INSTANTIATE_TEST_SUITE_P(All, RowGraphTest, ::testing::ValuesIn(kDatabases));
INSTANTIATE_TEST_SUITE_P(All, RowGraphWithoutKeyTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd::wire
