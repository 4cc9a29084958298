// What can be asked, and with how many statements it is answered.
#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class FindTest : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    if (HasFatalFailure()) return;
    keys_ = Setting({
        NewAuthor("ann",
                  {{"name", "Ann"}, {"age", 30}, {"email", "ann@example.org"}, {"profile", {{"bio", "writes"}}}}),
        NewAuthor("bob", {{"name", "Bob"}, {"age", 50}}),
        NewAuthor("cleo", {{"name", "cleo"}}),
        NewTag("a"),
        NewTag("b"),
        NewBook("One", "ann", {{"price", "9.90"}, {"pages", 100}, {"genre", "NOVEL"}, {"tags", Tags({"a", "b"})}}),
        NewBook("Two", "ann", {{"price", "100.00"}, {"pages", 20}, {"tags", Tags({"b"})}}),
        NewBook("Three", "bob", {{"price", "20.50"}, {"genre", "POETRY"}}),
    });
  }

  static Json NewAuthor(const std::string& local, const Json& data) {
    return {{"create", {{"entity", "Author"}, {"local", local}, {"data", data}}}};
  }
  static Json NewTag(const std::string& name) {
    return {{"create", {{"entity", "Tag"}, {"local", name}, {"data", {{"name", name}}}}}};
  }
  static Json NewBook(const std::string& title, const std::string& author, Json data) {
    data["title"] = title;
    data["author"] = {{"$local", author}};
    return {{"create", {{"entity", "Book"}, {"local", title}, {"data", data}}}};
  }
  static Json Tags(const std::vector<std::string>& names) {
    Json tags = Json::array();
    for (const std::string& name : names) tags.push_back({{"$local", name}});
    return tags;
  }

  std::vector<std::string> Texts(const Json& find, const std::string& property) {
    const auto rows = one().Find(find);
    EXPECT_THAT(rows.status, IsOk()) << find.dump();
    std::vector<std::string> texts;
    for (const Json& row : rows->items) texts.push_back(row[property]);
    return texts;
  }
  std::vector<std::string> Authors(const Json& where) {
    return Texts({{"entity", "Author"}, {"where", where}, {"order_by", {"id"}}}, "name");
  }
  std::vector<std::string> Books(const Json& where, const Json& order = Json::array({"pages", "title"})) {
    return Texts({{"entity", "Book"}, {"where", where}, {"order_by", order}}, "title");
  }

  // What the door answers to the find, and nothing that it was asked before.
  static std::string GraphOf(Door& door, const Json& find) {
    orm::v1::Command command;
    *command.mutable_find() = door.MakeFind(find);
    const auto replies = door.Run(command);
    EXPECT_THAT(replies.status, IsOk());
    return replies.status.ok() ? replies->front().find().graph().DebugString() : "";
  }

  Json keys_;
};

TEST_P(FindTest, ComparesScalars) {
  EXPECT_THAT(Authors({{"name", "Ann"}}), ElementsAre("Ann"));
  EXPECT_THAT(Authors({{"name", {{"$eq", "Bob"}}}}), ElementsAre("Bob"));
  EXPECT_THAT(Authors({{"age", {{"$gt", 30}}}}), ElementsAre("Bob"));
  EXPECT_THAT(Authors({{"age", {{"$gte", 30}, {"$lt", 50}}}}), ElementsAre("Ann"));
  EXPECT_THAT(Authors({{"age", {{"$lte", 50}}}}), ElementsAre("Ann", "Bob"));
  EXPECT_THAT(Authors({{"name", {{"$ne", "Ann"}}}}), ElementsAre("Bob", "cleo"));
}

TEST_P(FindTest, ComparesWithNull) {
  EXPECT_THAT(Authors({{"age", nullptr}}), ElementsAre("cleo"));
  EXPECT_THAT(Authors({{"age", {{"$ne", nullptr}}}}), ElementsAre("Ann", "Bob"));
  EXPECT_THAT(Authors({{"age", {{"$exists", true}}}}), ElementsAre("Ann", "Bob"));
  EXPECT_THAT(Authors({{"age", {{"$exists", false}}}}), ElementsAre("cleo"));
}

TEST_P(FindTest, ComparesWithLists) {
  EXPECT_THAT(Authors({{"name", {"Ann", "Bob", "Zoe"}}}), ElementsAre("Ann", "Bob"));
  EXPECT_THAT(Authors({{"age", {{"$in", {50, 51}}}}}), ElementsAre("Bob"));
  EXPECT_THAT(Authors({{"name", {{"$nin", {"Ann", "Bob"}}}}}), ElementsAre("cleo"));
  EXPECT_THAT(Authors({{"name", {{"$in", Json::array()}}}}), IsEmpty());
}

TEST_P(FindTest, LikeKeepsCaseAndIlikeDoesNot) {
  EXPECT_THAT(Authors({{"name", {{"$like", "C%"}}}}), IsEmpty());
  EXPECT_THAT(Authors({{"name", {{"$like", "c_eo"}}}}), ElementsAre("cleo"));
  EXPECT_THAT(Authors({{"name", {{"$ilike", "C%"}}}}), ElementsAre("cleo"));
}

TEST_P(FindTest, JoinsConditions) {
  EXPECT_THAT(Authors({{"$or", {{{"name", "Ann"}}, {{"age", 50}}}}}), ElementsAre("Ann", "Bob"));
  EXPECT_THAT(Authors({{"$and", {{{"name", "Ann"}}, {{"age", 50}}}}}), IsEmpty());
  EXPECT_THAT(Authors({{"$not", {{"name", "Ann"}}}}), ElementsAre("Bob", "cleo"));
  EXPECT_THAT(Authors(Json::object()), ElementsAre("Ann", "Bob", "cleo"));
}

TEST_P(FindTest, TakesAsManyConditionsAsAreAllowed) {
  Json names = Json::array();
  for (int i = 0; i < 499; ++i) names.push_back({{"name", {{"$not", {{"$like", "x" + std::to_string(i)}}}}}});
  EXPECT_THAT(Authors({{"$and", names}}), ElementsAre("Ann", "Bob", "cleo"));
  for (Json& name : names) name = {{"name", "x"}};
  names.push_back({{"name", "Bob"}});
  EXPECT_THAT(Authors({{"$or", names}}), ElementsAre("Bob"));
  names.insert(names.end(), 499, {{"name", "y"}});
  EXPECT_THAT(Authors({{"$or", names}}), ElementsAre("Bob"));
}

TEST_P(FindTest, DecimalsCompareAndSortAsNumbers) {
  EXPECT_THAT(Books({{"price", {{"$gt", "10"}}}}, {"price"}), ElementsAre("Three", "Two"));
  EXPECT_THAT(Books({{"price", "9.9"}}), ElementsAre("One"));
  EXPECT_THAT(Books(Json::object(), {"-price"}), ElementsAre("Two", "Three", "One"));
}

TEST_P(FindTest, EnumsAreLabels) {
  EXPECT_THAT(Books({{"genre", "NOVEL"}}), ElementsAre("One"));
  EXPECT_THAT(Books({{"genre", {{"$in", {"NOVEL", "POETRY"}}}}}, {"title"}), ElementsAre("One", "Three"));
}

TEST_P(FindTest, ConditionsReachOverToOneRelations) {
  EXPECT_THAT(Books({{"author", {{"name", "Ann"}}}}), ElementsAre("Two", "One"));
  EXPECT_THAT(Books({{"author", keys_["bob"]}}), ElementsAre("Three"));
  EXPECT_THAT(Books({{"author", {{"id", keys_["bob"]}}}}), ElementsAre("Three"));
  EXPECT_THAT(Books({{"author", {{"$or", {{{"age", 50}}, {{"age", nullptr}}}}}}}), ElementsAre("Three"));
}

TEST_P(FindTest, ConditionsReachIntoToManyRelations) {
  EXPECT_THAT(Authors({{"books", {{"$some", {{"price", {{"$gt", "50"}}}}}}}}), ElementsAre("Ann"));
  EXPECT_THAT(Authors({{"books", {{"$none", {{"title", "One"}}}}}}), ElementsAre("Bob", "cleo"));
  EXPECT_THAT(Books({{"tags", {{"name", "a"}}}}), ElementsAre("One"));
}

TEST_P(FindTest, OrdersNullsAsAsked) {
  EXPECT_THAT(Books(Json::object(), {{{"path", "pages"}, {"nulls", "first"}}}), ElementsAre("Three", "Two", "One"));
  EXPECT_THAT(Books(Json::object(), {{{"path", "pages"}, {"nulls", "last"}}}), ElementsAre("Two", "One", "Three"));
  EXPECT_THAT(Books(Json::object(), {"-author.name", "title"}), ElementsAre("Three", "One", "Two"));
}

TEST_P(FindTest, LimitAndOffsetCut) {
  const Json find = {{"entity", "Author"}, {"order_by", {"id"}}, {"limit", 1}, {"offset", 1}};
  EXPECT_THAT(Texts(find, "name"), ElementsAre("Bob"));
  EXPECT_THAT(Texts({{"entity", "Author"}, {"limit", 0}}, "name"), IsEmpty());
}

TEST_P(FindTest, CountsWithACondition) {
  EXPECT_EQ(*one().Count("Author", {{"age", {{"$gt", 1}}}}), 2);
  EXPECT_EQ(*one().Count("library.v1.Author"), 3);
}

TEST_P(FindTest, FieldsNarrowWhatIsRead) {
  const auto rows = one().Find({{"entity", "Author"}, {"where", {{"name", "Ann"}}}, {"fields", {"age"}}});
  ORMD_ASSERT_OK(rows);
  EXPECT_EQ((*rows)[0]["age"], 30);
  EXPECT_TRUE((*rows)[0].contains("id"));
  EXPECT_FALSE((*rows)[0].contains("name"));
}

TEST_P(FindTest, WhatIsPopulatedIsReadThoughFieldsDoNotNameIt) {
  const auto books =
      one().Find({{"entity", "Book"}, {"where", {{"title", "One"}}}, {"fields", {"title"}}, {"populate", {"author"}}});
  ORMD_ASSERT_OK(books);
  EXPECT_EQ((*books)[0]["author"]["name"], "Ann");
}

TEST_P(FindTest, AnUnpopulatedToManyIsAbsentAndAToOneIsAReference) {
  const auto book = one().FindOne({{"entity", "Book"}, {"where", {{"title", "One"}}}});
  ORMD_ASSERT_OK(book);
  EXPECT_FALSE(book->contains("tags"));
  EXPECT_EQ(book->at("author"), (Json{{"id", std::to_string(keys_["ann"].get<int64_t>())}}));
}

TEST_P(FindTest, PopulatesEveryKindWithOneStatementForEachLevel) {
  const auto authors =
      one().Find({{"entity", "Author"}, {"order_by", {"id"}}, {"populate", {"profile", "books.tags", "books.author"}}});
  ORMD_ASSERT_OK(authors);
  const auto queries = Queries();
  EXPECT_THAT(queries, SizeIs(testing::AllOf(testing::Ge(4u), testing::Le(5u)))) << "roots, profiles, books, tags";
  const Json& ann = (*authors)[0];
  EXPECT_EQ(ann["profile"]["bio"], "writes");
  EXPECT_EQ(ann["books"].size(), 2u);
  EXPECT_EQ((*authors)[1]["profile"], nullptr);
  EXPECT_EQ((*authors)[2]["books"], Json::array());
  size_t tags = 0;
  for (const Json& book : ann["books"]) tags += book["tags"].size();
  EXPECT_EQ(tags, 3u);
}

TEST_P(FindTest, PopulatesTheInverseSideOfManyToMany) {
  const auto tags = one().Find({{"entity", "Tag"}, {"order_by", {"name"}}, {"populate", {"books.author"}}});
  ORMD_ASSERT_OK(tags);
  EXPECT_EQ((*tags)[0]["books"].size(), 1u);
  EXPECT_EQ((*tags)[1]["books"].size(), 2u);
  EXPECT_EQ((*tags)[0]["books"][0]["author"]["name"], "Ann");
}

TEST_P(FindTest, ASharedEntityStandsOnceInTheGraph) {
  orm::v1::Command command;
  *command.mutable_find() = one().MakeFind({{"entity", "Book"}, {"populate", {"author"}}});
  const auto replies = one().Run(command);
  ORMD_ASSERT_OK(replies);
  int authors = 0;
  for (const auto& set : replies->front().find().graph().sets()) {
    if (set.entity() == "library.v1.Author") authors += set.entities_size();
  }
  EXPECT_EQ(authors, 2) << "three books of two authors";
}

TEST_P(FindTest, OneShotAnswersTheGraphThatASessionAnswers) {
  const Json changes = {
      {{"create", {{"entity", "Category"}, {"local", "all"}, {"data", {{"name", "all"}}}}}},
      {{"create", {{"entity", "Category"}, {"data", {{"name", "part"}, {"parent", {{"$local", "all"}}}}}}}},
      {{"create", {{"entity", "Town"}, {"local", "town"}, {"data", {{"name", "Rome"}}}}}},
      {{"create",
        {{"entity", "Person"}, {"local", "mayor"}, {"data", {{"name", "Eve"}, {"home", {{"$local", "town"}}}}}}}},
      {{"assign", {{"entity", "Town"}, {"local", "town"}, {"data", {{"mayor", {{"$local", "mayor"}}}}}}}},
      {{"create", {{"entity", "Stock"}, {"data", {{"shelf", "a"}, {"book", {{"id", keys_["One"]}}}, {"amount", 3}}}}}},
  };
  Setting(changes);
  const std::vector<Json> finds = {
      {{"entity", "Author"}, {"populate", {"books"}}},
      {{"entity", "Author"}, {"populate", {"profile", "books.tags"}}, {"order_by", {"-name"}}},
      {{"entity", "Author"}, {"populate", {"books.tags", "profile"}}, {"where", {{"name", "cleo"}}}},
      {{"entity", "Author"}, {"populate", {"books"}}, {"fields", {"name"}}, {"limit", 2}, {"order_by", {"id"}}},
      {{"entity", "Author"}, {"populate", {"*"}}, {"refresh", true}},
      {{"entity", "Author"}, {"populate", {"books.author"}}},
      {{"entity", "Author"}, {"populate", {"profile.author", "books.tags.books"}}},
      {{"entity", "Author"}, {"populate", {"books"}}, {"where", {{"name", "nobody"}}}},
      {{"entity", "Book"}, {"populate", {"tags", "author.profile"}}, {"order_by", {"title"}}},
      {{"entity", "Book"}, {"populate", {"author"}}, {"fields", {"title"}}, {"order_by", {"title"}}},
      {{"entity", "Tag"}, {"populate", {"books.author.profile"}}, {"order_by", {"name"}}},
      {{"entity", "Profile"}, {"populate", {"author.books.tags"}}},
      {{"entity", "Category"}, {"populate", {"children", "parent"}}, {"order_by", {"id"}}},
      {{"entity", "Town"}, {"populate", {"mayor"}}},
      {{"entity", "Town"}, {"populate", {"mayor.home"}}},
      {{"entity", "Stock"}, {"populate", {"book.author", "book.tags"}}},
  };
  for (const Json& find : finds) {
    StreamDoor session = server().Stream();
    EXPECT_EQ(GraphOf(one(), find), GraphOf(session, find)) << find.dump();
  }
}

TEST_P(FindTest, OneShotPopulatesWithTheStatementsOfASession) {
  const Json find = {{"entity", "Author"}, {"populate", {"profile", "books.tags"}}, {"order_by", {"id"}}};
  GraphOf(one(), find);
  const auto queries = Queries();
  EXPECT_THAT(queries, SizeIs(4));
  Mark();
  StreamDoor session = server().Stream();
  GraphOf(session, find);
  EXPECT_EQ(Queries(), queries);
}

TEST_P(FindTest, AnAnswerWithRelationsThatDoesNotFitIsRefused) {
  Restart({"--max-message", "200"});
  const auto rows = one().Find({{"entity", "Author"}, {"populate", {"books"}}});
  EXPECT_THAT(rows.status, Fails(StatusCode::INVALID_ARGUMENT, "LIMIT_EXCEEDED"));
}

TEST_P(FindTest, FindOneAnswersWhatIsThereOrNotFound) {
  const auto missing = one().FindOne({{"entity", "Author"}, {"key", 4711}});
  EXPECT_THAT(missing.status, Fails(StatusCode::NOT_FOUND, "ENTITY_NOT_FOUND"));
  EXPECT_EQ(FailureOf(missing.status).metadata["entity"], "library.v1.Author");
  const auto populated = one().FindOne({{"entity", "Author"}, {"key", 4711}, {"populate", {"books"}}});
  EXPECT_THAT(populated.status, Fails(StatusCode::NOT_FOUND, "ENTITY_NOT_FOUND"));
  const auto allowed = one().FindOne({{"entity", "Author"}, {"key", 4711}, {"allow_missing", true}});
  ORMD_ASSERT_OK(allowed);
  EXPECT_EQ(*allowed, nullptr);
}

TEST_P(FindTest, FindStreamAnswersInParts) {
  Json changes = Json::array();
  for (int i = 0; i < 3000; ++i) changes.push_back(NewTag("tag " + std::to_string(i)));
  Setting(changes);
  auto stub = orm::v1::EntityManager::NewStub(server().channel());
  grpc::ClientContext context;
  orm::v1::FindRequest request;
  *request.mutable_find() = one().MakeFind({{"entity", "Tag"}, {"order_by", {"id"}}});
  auto stream = stub->FindStream(&context, request);
  std::vector<orm::v1::Graph> parts;
  orm::v1::FindReply reply;
  while (stream->Read(&reply)) parts.push_back(reply.graph());
  ASSERT_THAT(stream->Finish(), IsOk());
  const Rows rows = server().entities().Stitch(parts);
  ASSERT_EQ(rows.size(), 3002u);
  EXPECT_EQ(rows[3001]["name"], "tag 2999");
}

// A part may hold no root at all: its first set is an empty one.
TEST_P(FindTest, EachSetOfAPartSaysWhatItHolds) {
  Json changes = Json::array({NewAuthor("p", {{"name", "Prolific"}})});
  for (int i = 0; i < 2000; ++i) {
    const Json data = {{"title", std::to_string(i) + std::string(1000, 'x')}, {"author", {{"$local", "p"}}}};
    changes.push_back({{"create", {{"entity", "Book"}, {"data", data}}}});
  }
  Setting(changes);
  const Json find = {{"entity", "Author"}, {"where", {{"name", "Prolific"}}}, {"populate", {"books"}}};
  auto stub = orm::v1::EntityManager::NewStub(server().channel());
  grpc::ClientContext context;
  orm::v1::FindRequest request;
  *request.mutable_find() = one().MakeFind(find);
  auto stream = stub->FindStream(&context, request);
  int parts = 0, entities = 0;
  orm::v1::FindReply reply;
  for (; stream->Read(&reply); ++parts) {
    for (const auto& set : reply.graph().sets()) {
      EXPECT_THAT(set.entity(), testing::StartsWith("library.v1.")) << "part " << parts;
      entities += set.entities_size();
    }
  }
  ASSERT_THAT(stream->Finish(), IsOk());
  EXPECT_GT(parts, 1);
  EXPECT_EQ(entities, 2001);
}

ORMD_ON_EVERY_DATABASE(FindTest);

}  // namespace
}  // namespace ormd::conformance
