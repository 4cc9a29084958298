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
#include "server/wire/message.h"
#include "tests/support/databases.h"
#include "tests/support/recording_observer.h"

namespace ormd::wire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSubsetOf;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kSource = R"(
syntax = "proto3";
package g;
import "orm/options.proto";
import "google/protobuf/struct.proto";

message Author {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  Card card = 2 [(orm.property).one_to_one.mapped_by = "holder"];
  string name = 3;
  string secret = 4 [(orm.property).hidden = true];
  repeated Book books = 5 [(orm.property).one_to_many.mapped_by = "author"];
  string bio = 6 [(orm.property).lazy = true];
  Author mentor = 7 [(orm.property) = {nullable: true many_to_one: {}}];
  repeated Author pupils = 8 [(orm.property).one_to_many.mapped_by = "mentor"];
  Town home = 9 [(orm.property) = {nullable: true many_to_one: {}}];
  Town birthplace = 10 [(orm.property) = {nullable: true many_to_one: {constraint: false}}];
  Land land = 11 [(orm.property) = {nullable: true hidden: true many_to_one: {}}];
  Mark mark = 12 [(orm.property) = {nullable: true many_to_one: {}}];
  int64 twice = 13 [(orm.property).formula.sql = "id * 2"];
  repeated Badge badges = 14 [(orm.property) = {hidden: true many_to_many: {}}];
  Locker locker = 15 [(orm.property).one_to_one.mapped_by = "holder"];
}
message Locker {
  option (orm.entity) = {};
  int32 id = 1 [(orm.property).primary = {}];
  Author holder = 2 [(orm.property) = {nullable: true one_to_one: {}}];
}
message Card {
  option (orm.entity) = {};
  string number = 1 [(orm.property) = {type: CHAR length: 6 primary: {}}];
  Author holder = 2 [(orm.property) = {nullable: true one_to_one: {constraint: false}}];
}
message Book {
  option (orm.entity) = {order: {property: "title" descending: true}};
  string id = 1 [(orm.property) = {type: UUID primary: {}}];
  string title = 2;
  Author author = 3 [(orm.property) = {nullable: true hidden: true many_to_one: {}}];
  repeated Page pages = 4 [(orm.property).one_to_many.mapped_by = "book"];
  Shelf shelf = 5 [(orm.property) = {nullable: true many_to_one: {}}];
  repeated Tag tags = 6 [(orm.property).many_to_many = {order: {property: "label" descending: true}}];
  google.protobuf.Struct meta = 7 [(orm.property).nullable = true];
}
message Page {
  option (orm.entity) = {};
  string text = 1;
  Book book = 2 [(orm.property) = {primary: {} many_to_one: {}}];
  optional string remark = 3;
  int32 number = 4 [(orm.property).primary = {}];
  repeated Note notes = 5 [(orm.property).many_to_many = {}];
}
message Note {
  option (orm.entity) = {};
  string id = 1 [(orm.property) = {type: DECIMAL precision: 8 scale: 2 primary: {}}];
  string text = 2;
  repeated Page pages = 3 [(orm.property).many_to_many.mapped_by = "notes"];
}
message Shelf {
  option (orm.entity) = {};
  string name = 1;
  int32 room = 2 [(orm.property).primary = {}];
  string side = 3 [(orm.property).primary = {}];
  repeated Book books = 4 [(orm.property).one_to_many.mapped_by = "shelf"];
}
message Tag {
  option (orm.entity) = {};
  int32 id = 1 [(orm.property).primary = {}];
  string label = 2;
  repeated Book books = 3 [(orm.property).many_to_many.mapped_by = "tags"];
}
message Badge {
  option (orm.entity) = {};
  string code = 1 [(orm.property).primary = {}];
  string text = 2;
}
message Town {
  option (orm.entity) = {};
  string name = 1 [(orm.property).primary = {}];
  Land land = 2 [(orm.property).many_to_one = {}];
  repeated Author natives = 3 [(orm.property).one_to_many.mapped_by = "birthplace"];
  repeated Tag signs = 4 [(orm.property).many_to_many = {}];
}
message Land {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  string name = 2;
}
message Mark {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
}
)";

constexpr const char* kRows = R"(
INSERT INTO "land" ("id", "name") VALUES (1, 'North'), (2, '');
INSERT INTO "town" ("name", "land_id") VALUES ('Oslo', 1), ('Rome', 2), ('', 2);
INSERT INTO "mark" ("id") VALUES (1);
INSERT INTO "badge" ("code", "text") VALUES ('b1', 'gold'), ('b2', 'tin');
INSERT INTO "author" ("id", "name", "secret", "bio", "mentor_id", "home_name", "birthplace_name", "land_id", "mark_id")
VALUES (3, 'Cleo', 'x', 'c', NULL, NULL, 'Nowhere', NULL, NULL),
       (1, 'Ann', 's', 'a', 3, 'Oslo', 'Rome', 1, 1),
       (2, 'Bob', '', 'b', 1, 'Rome', NULL, 1, NULL),
       (4, 'Dora', '', 'd', 1, NULL, '', 2, 1),
       (9, 'Zoe', '', 'z', 9, 'Rome', 'Rome', 2, 1),
       (7, 'Ida', '', 'i', 9, 'Rome', 'Rome', 2, 1);
INSERT INTO "author_badges" ("author_id", "badge_code") VALUES (1, 'b2'), (9, 'b1'), (9, 'b2');
INSERT INTO "card" ("number", "holder_id") VALUES ('c2', 2), ('c4', 4), ('c77', 77), ('free', NULL);
INSERT INTO "shelf" ("name", "room", "side") VALUES ('top', 1, 'left'), ('low', 1, 'right'), ('far', 2, 'left');
INSERT INTO "tag" ("id", "label") VALUES (1, 'x'), (2, 'y'), (3, 'x'), (4, 'lone');
INSERT INTO "town_signs" ("town_name", "tag_id") VALUES ('Rome', 4), ('Rome', 1), ('Oslo', 2), ('Rome', 3), ('Oslo', 1);
INSERT INTO "book" ("id", "title", "author_id", "shelf_room", "shelf_side", "meta") VALUES
  ('00000000-0000-4000-8000-00000000000a', 'One', 1, 1, 'left', '{"a": 1}'),
  ('00000000-0000-4000-8000-00000000000b', 'Two', 1, 2, 'left', NULL),
  ('00000000-0000-4000-8000-00000000000c', 'Three', 2, 1, 'left', NULL),
  ('00000000-0000-4000-8000-00000000000d', 'Two', 4, NULL, NULL, '{}'),
  ('00000000-0000-4000-8000-00000000000e', 'Orphan', NULL, 1, 'right', NULL);
INSERT INTO "book_tags" ("book_id", "tag_id") VALUES
  ('00000000-0000-4000-8000-00000000000a', 1), ('00000000-0000-4000-8000-00000000000a', 2),
  ('00000000-0000-4000-8000-00000000000b', 3), ('00000000-0000-4000-8000-00000000000b', 1),
  ('00000000-0000-4000-8000-00000000000d', 2), ('00000000-0000-4000-8000-00000000000d', 3),
  ('00000000-0000-4000-8000-00000000000d', 1);
INSERT INTO "page" ("text", "book_id", "remark", "number") VALUES
  ('p1', '00000000-0000-4000-8000-00000000000a', NULL, 2), ('p2', '00000000-0000-4000-8000-00000000000a', '', 1),
  ('p3', '00000000-0000-4000-8000-00000000000c', 'r', 1), ('', '00000000-0000-4000-8000-00000000000e', NULL, 0);
INSERT INTO "note" ("id", "text") VALUES ('1.50', 'n1'), ('2.00', 'n2'), ('10.00', 'n3');
INSERT INTO "page_notes" ("page_book_id", "page_number", "note_id") VALUES
  ('00000000-0000-4000-8000-00000000000a', 1, '10.00'), ('00000000-0000-4000-8000-00000000000a', 1, '2.00'),
  ('00000000-0000-4000-8000-00000000000a', 2, '2.00'), ('00000000-0000-4000-8000-00000000000c', 1, '1.50');
)";

const Schema& GraphSchema() {
  static const Schema* schema = [] {
    LoadResult result = LoadSchemaFromSources({{"g.proto", kSource}});
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
    const absl::Status filled = connection->ExecuteScript(kRows, {});
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
    if (found.ok()) EncodeGraph(*found, reply.mutable_graph());
    return {reply.SerializeAsString(), observer_.TakeSql()};
  }

  std::optional<Outcome> ThroughRows(std::string_view name, const FindOptions& options) {
    const absl::StatusOr<std::optional<RowGraph>> graph = ReadRowGraph(environment_, Type(name), options, {});
    EXPECT_TRUE(graph.ok()) << graph.status();
    if (!graph.ok() || !graph->has_value()) return std::nullopt;
    const absl::StatusOr<grpc::ByteBuffer> bytes = EncodeRowGraph(**graph);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    orm::v1::FindReply reply;
    EXPECT_TRUE(bytes.ok() && ParseMessage(*bytes, &reply).ok());
    std::vector<grpc::Slice> slices;
    EXPECT_TRUE(bytes->Dump(&slices).ok());
    std::string text;
    for (const grpc::Slice& slice : slices) text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
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

TEST_P(RowGraphTest, NeedsEntitiesForALockOrATargetOfKeyAlone) {
  FindOptions locked = Options("Author", {"books"});
  locked.lock = LockMode::kPessimisticRead;
  EXPECT_FALSE(ThroughRows("Author", locked).has_value());
  EXPECT_FALSE(ThroughRows("Author", Options("Author", {"mark"})).has_value());
  EXPECT_THAT(observer_.TakeSql(), IsEmpty());
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
