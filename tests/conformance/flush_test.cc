// What a flush writes, and what it leaves alone.
#include <map>

#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Json NewAuthor(const std::string& local, const std::string& name) {
  return {{"create", {{"entity", "Author"}, {"local", local}, {"data", {{"name", name}}}}}};
}

Json NewTag(const std::string& name) {
  return {{"create", {{"entity", "Tag"}, {"local", name}, {"data", {{"name", name}}}}}};
}

class FlushTest : public ConformanceTest {
 protected:
  // An author with one book that has the tags a, b and c; answers the keys.
  Json OneBook() {
    return Setting({NewAuthor("ann", "Ann"),
                    NewTag("a"),
                    NewTag("b"),
                    NewTag("c"),
                    {{"create",
                      {{"entity", "Book"},
                       {"local", "book"},
                       {"data",
                        {{"title", "One"},
                         {"author", {{"$local", "ann"}}},
                         {"price", "12.50"},
                         {"tags", {{{"$local", "a"}}, {{"$local", "b"}}, {{"$local", "c"}}}}}}}}}});
  }

  std::vector<std::string> TagsOf(const Json& book) {
    const auto found = one().FindOne({{"entity", "Book"}, {"key", book}, {"populate", {"tags"}}});
    EXPECT_THAT(found.status, IsOk());
    std::vector<std::string> names;
    for (const Json& tag : found->at("tags")) names.push_back(tag["name"]);
    std::sort(names.begin(), names.end());
    return names;
  }
};

TEST_P(FlushTest, AnUpdateHoldsOnlyWhatChanged) {
  const Json keys = OneBook();
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Find({{"entity", "Book"}}));
  ORMD_ASSERT_OK(session.Assign("Book", keys["book"], {{"title", "Two"}, {"price", "12.5"}}));
  Mark();
  ORMD_ASSERT_OK(session.Flush());
  ASSERT_THAT(Queries(), SizeIs(1));
  EXPECT_THAT(Queries()[0], HasSubstr("\"title\""));
  EXPECT_THAT(Queries()[0], Not(HasSubstr("\"price\"")));
}

TEST_P(FlushTest, NothingToDoSendsNothing) {
  const Json keys = OneBook();
  auto session = server().Stream();
  ORMD_ASSERT_OK(session.Find({{"entity", "Book"}}));
  ORMD_ASSERT_OK(session.Assign("Book", keys["book"], {{"title", "Other"}}));
  ORMD_ASSERT_OK(session.Assign("Book", keys["book"], {{"title", "One"}}));
  Mark();
  ORMD_ASSERT_OK(session.Flush());
  EXPECT_THAT(Statements(), IsEmpty());
}

TEST_P(FlushTest, AMissingRequiredValueIsFoundBeforeAnySql) {
  const auto flushed = one().Flush({NewTag("a"), {{"create", {{"entity", "Book"}, {"data", {{"pages", 3}}}}}}});
  EXPECT_EQ(FailureOf(flushed.status).code, StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(FailureOf(flushed.status).reason, "REQUIRED");
  EXPECT_THAT(FailureOf(flushed.status).fields, testing::Contains("changes[1].author"));
  EXPECT_THAT(Statements(), IsEmpty());
}

TEST_P(FlushTest, RowsAreWrittenInTheOrderOfTheirForeignKeys) {
  const std::string id = "00000000-0000-4000-8000-000000000001";
  const Json stock = {{"shelf", "A1"}, {"book", {{"id", id}}}, {"amount", 4}};
  const Json book = {{"id", id}, {"title", "One"}, {"author", {{"id", 7}}}};
  const Json author = {{"id", 7}, {"name", "Ann"}};
  ORMD_ASSERT_OK(one().Flush({{{"create", {{"entity", "Stock"}, {"data", stock}}}},
                              {{"create", {{"entity", "Book"}, {"data", book}}}},
                              {{"create", {{"entity", "Author"}, {"data", author}}}}}));
  const auto inserts = OnlyVerb(Queries(), "INSERT");
  ASSERT_THAT(inserts, SizeIs(3));
  EXPECT_THAT(inserts[0], HasSubstr("INSERT INTO \"author\""));
  EXPECT_THAT(inserts[1], HasSubstr("INSERT INTO \"book\""));
  EXPECT_THAT(inserts[2], HasSubstr("INSERT INTO \"stock\""));
}

TEST_P(FlushTest, ACycleOfTablesIsClosedByAnExtraUpdate) {
  const Json mayor = {{"mayor", {{"$local", "pia"}}}};
  const Json keys = Setting(
      {{{"create", {{"entity", "Town"}, {"local", "rome"}, {"data", {{"name", "Rome"}}}}}},
       {{"create",
         {{"entity", "Person"}, {"local", "pia"}, {"data", {{"name", "Pia"}, {"home", {{"$local", "rome"}}}}}}}},
       {{"assign", {{"entity", "Town"}, {"local", "rome"}, {"data", mayor}}}}});
  const auto towns = one().Find({{"entity", "Town"}, {"populate", {"mayor"}}});
  ORMD_ASSERT_OK(towns);
  ASSERT_EQ(towns->size(), 1u);
  EXPECT_EQ((*towns)[0]["mayor"]["name"], "Pia");
  EXPECT_EQ((*towns)[0]["id"], std::to_string(keys["rome"].get<int64_t>()));
}

TEST_P(FlushTest, ALocalNameMayStandBeforeItsCreate) {
  const Json pia = {{"name", "Pia"}, {"home", {{"$local", "rome"}}}};
  const Json rome = {{"name", "Rome"}, {"mayor", {{"$local", "pia"}}}};
  Setting({{{"create", {{"entity", "Person"}, {"local", "pia"}, {"data", pia}}}},
           {{"create", {{"entity", "Town"}, {"local", "rome"}, {"data", rome}}}}});
  const auto found = one().Find({{"entity", "Person"}, {"populate", {"home.mayor"}}});
  ORMD_ASSERT_OK(found);
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ((*found)[0]["home"]["name"], "Rome");
  EXPECT_EQ((*found)[0]["home"]["mayor"]["id"], (*found)[0]["id"]);
}

TEST_P(FlushTest, ARowThatRefersToItselfIsClosedByAnExtraUpdate) {
  const Json self = {{"parent", {{"$local", "loop"}}}};
  const auto flushed =
      one().Flush({{{"create", {{"entity", "Category"}, {"local", "loop"}, {"data", {{"name", "loop"}}}}}},
                   {{"assign", {{"entity", "Category"}, {"local", "loop"}, {"data", self}}}}});
  ORMD_ASSERT_OK(flushed);
  EXPECT_THAT(OnlyVerb(Queries(), "INSERT"), SizeIs(1));
  EXPECT_THAT(OnlyVerb(Queries(), "UPDATE"), SizeIs(1));
  const auto loop = one().FindOne({{"entity", "Category"}, {"key", flushed.value[0].key}});
  EXPECT_EQ(loop->at("parent")["id"], std::to_string(flushed.value[0].key.get<int64_t>()));
}

TEST_P(FlushTest, ATreeIsWrittenInOneFlush) {
  Setting({{{"create", {{"entity", "Category"}, {"local", "root"}, {"data", {{"name", "root"}}}}}},
           {{"create",
             {{"entity", "Category"},
              {"local", "branch"},
              {"data", {{"name", "branch"}, {"parent", {{"$local", "root"}}}}}}}},
           {{"create",
             {{"entity", "Category"},
              {"local", "leaf"},
              {"data", {{"name", "leaf"}, {"parent", {{"$local", "branch"}}}}}}}}});
  const auto leaf =
      one().FindOne({{"entity", "Category"}, {"where", {{"name", "leaf"}}}, {"populate", {"parent.parent"}}});
  ORMD_ASSERT_OK(leaf);
  EXPECT_EQ(leaf->at("parent")["name"], "branch");
  EXPECT_EQ(leaf->at("parent")["parent"]["name"], "root");
  EXPECT_EQ(leaf->at("parent")["parent"]["parent"], nullptr);
}

TEST_P(FlushTest, AThousandNewEntitiesTakeAtMostThreeStatements) {
  Json changes = Json::array();
  for (int i = 0; i < 1000; ++i) changes.push_back(NewAuthor("a" + std::to_string(i), "Author " + std::to_string(i)));
  const auto flushed = one().Flush(changes);
  ORMD_ASSERT_OK(flushed);
  EXPECT_LE(Queries().size(), 3u);
  ASSERT_THAT(*flushed, SizeIs(1000));
  for (const int i : {0, 1, 500, 999}) {
    const auto found = one().FindOne({{"entity", "Author"}, {"key", (*flushed)[i].key}});
    ORMD_ASSERT_OK(found);
    EXPECT_EQ((*found)["name"], "Author " + std::to_string(i)) << "generated keys come back to their entities";
  }
}

TEST_P(FlushTest, UpdatesAndDeletesAreBatchedToo) {
  Json creates = Json::array(), assigns = Json::array(), removes = Json::array();
  for (int i = 0; i < 50; ++i) creates.push_back(NewAuthor("a" + std::to_string(i), "Author " + std::to_string(i)));
  const Json keys = Setting(creates);
  for (const auto& [local, key] : keys.items()) {
    assigns.push_back({{"assign", {{"entity", "Author"}, {"key", key}, {"data", {{"name", "Changed " + local}}}}}});
    removes.push_back({{"remove", {{"entity", "Author"}, {"key", key}}}});
  }
  ORMD_ASSERT_OK(one().Flush(assigns));
  EXPECT_THAT(OnlyVerb(Queries(), "UPDATE"), SizeIs(1));
  EXPECT_EQ(*one().Count("Author", {{"name", {{"$like", "Changed %"}}}}), 50);
  Mark();
  ORMD_ASSERT_OK(one().Flush(removes));
  EXPECT_THAT(OnlyVerb(Queries(), "DELETE"), SizeIs(1));
  EXPECT_EQ(*one().Count("Author"), 0);
}

TEST_P(FlushTest, UniqueValuesAreHandedOnInOneFlush) {
  const Json keys = Setting({NewTag("a"), NewTag("b"), NewTag("c")});
  const auto rename = [&](const std::string& tag, const std::string& name) -> Json {
    return {{"assign", {{"entity", "Tag"}, {"key", keys[tag]}, {"data", {{"name", name}}}}}};
  };
  ORMD_ASSERT_OK(one().Flush({NewTag("a"), rename("a", "b"), rename("b", "c"), rename("c", "d")}));
  std::vector<std::string> verbs;
  for (const std::string& sql : Queries()) {
    if (sql.starts_with("UPDATE") || sql.starts_with("INSERT")) verbs.push_back(sql.substr(0, 6));
  }
  EXPECT_THAT(verbs, ElementsAre("UPDATE", "UPDATE", "UPDATE", "INSERT"));
  for (const auto& [tag, name] : std::map<std::string, std::string>{{"a", "b"}, {"b", "c"}, {"c", "d"}}) {
    EXPECT_EQ(one().FindOne({{"entity", "Tag"}, {"key", keys[tag]}}).value["name"], name);
  }
}

TEST_P(FlushTest, ManyToManyWritesOnlyTheDelta) {
  const Json keys = OneBook();
  ORMD_ASSERT_OK(one().Flush(
      {{{"assign",
         {{"entity", "Book"}, {"key", keys["book"]}, {"data", {{"tags", {{"$remove", {{{"id", keys["a"]}}}}}}}}}}}}));
  EXPECT_THAT(OnlyVerb(Queries(), "DELETE"), SizeIs(1));
  EXPECT_THAT(OnlyVerb(Queries(), "INSERT"), IsEmpty());
  EXPECT_THAT(TagsOf(keys["book"]), ElementsAre("b", "c"));

  Mark();
  const Json set = {{{"id", keys["a"]}}, {{"id", keys["b"]}}, {{"id", keys["c"]}}};
  ORMD_ASSERT_OK(one().Assign("Book", keys["book"], {{"tags", set}}));
  EXPECT_THAT(OnlyVerb(Queries(), "DELETE"), IsEmpty());
  EXPECT_THAT(OnlyVerb(Queries(), "INSERT"), SizeIs(1));
  EXPECT_THAT(TagsOf(keys["book"]), ElementsAre("a", "b", "c"));
}

TEST_P(FlushTest, NestedNewEntitiesAreCreatedToo) {
  ORMD_ASSERT_OK(one().Create(
      "Author", {{"name", "Ann"},
                 {"books", {{{"title", "One"}, {"tags", {{{"name", "x"}}, {{"name", "y"}}}}}, {{"title", "Two"}}}}}));
  const auto authors = one().Find({{"entity", "Author"}, {"populate", {"books.tags"}}});
  ORMD_ASSERT_OK(authors);
  ASSERT_EQ((*authors)[0]["books"].size(), 2u);
  EXPECT_EQ(*one().Count("Tag"), 2);
}

TEST_P(FlushTest, EverythingOrNothing) {
  Setting(Json::array({NewTag("a")}));
  const auto flushed = one().Flush({NewAuthor("ann", "Ann"), NewTag("a")});
  EXPECT_EQ(FailureOf(flushed.status).reason, "UNIQUE_VIOLATION");
  EXPECT_EQ(*one().Count("Author"), 0);
  EXPECT_EQ(*one().Count("Tag"), 1);
}

TEST_P(FlushTest, AFailedFlushLeavesTheSessionAsItWas) {
  Setting(Json::array({NewTag("a")}));
  auto session = server().OpenSession();
  ORMD_ASSERT_OK(session);
  auto door = server().InSession(*session);
  ORMD_ASSERT_OK(door.Create("Tag", {{"name", "a"}}, "twin"));
  EXPECT_EQ(FailureOf(door.Flush().status).reason, "UNIQUE_VIOLATION");
  const auto repaired = door.Flush({{{"assign", {{"entity", "Tag"}, {"local", "twin"}, {"data", {{"name", "b"}}}}}}});
  ORMD_ASSERT_OK(repaired);
  EXPECT_EQ(*one().Count("Tag", {{"name", {"a", "b"}}}), 2);
}

TEST_P(FlushTest, DryRunAnswersTheOrderedPlanAndRunsNothing) {
  const Json leaf = {{"name", "leaf"}, {"parent", {{"$local", "root"}}}};
  const Json changes = {{{"create", {{"entity", "Tag"}, {"local", "tag"}, {"data", {{"name", "tag"}}}}}},
                        {{"create", {{"entity", "Category"}, {"local", "root"}, {"data", {{"name", "root"}}}}}},
                        {{"create", {{"entity", "Category"}, {"local", "leaf"}, {"data", leaf}}}}};
  const auto plan = one().DryRun(changes);
  ORMD_ASSERT_OK(plan);
  EXPECT_THAT(Statements(), IsEmpty());
  std::vector<std::string> steps;
  for (const auto& statement : *plan) {
    if (statement.entity() == "library.v1.Tag") continue;
    steps.push_back(orm::v1::PlannedStatement::Action_Name(statement.action()));
    for (const std::string& target : statement.targets()) steps.back() += " " + target;
  }
  EXPECT_THAT(plan->front().sql(), HasSubstr("INSERT INTO"));
  EXPECT_THAT(steps, ElementsAre("INSERT root leaf", "EXTRA_UPDATE leaf")) << "the key of the root is not known before";
  EXPECT_EQ(*one().Count("Category"), 0);
  EXPECT_EQ(*one().Count("Tag"), 0);
}

TEST_P(FlushTest, AChildMayStandBeforeTheParentWhoseKeyItNames) {
  const Json leaf = {{"id", 2}, {"name", "leaf"}, {"parent", {{"id", 1}}}};
  Setting({{{"create", {{"entity", "Category"}, {"data", leaf}}}},
           {{"create", {{"entity", "Category"}, {"data", {{"id", 1}, {"name", "root"}}}}}}});
  EXPECT_EQ(one().FindOne({{"entity", "Category"}, {"key", 2}}).value["parent"]["id"], "1");
}

ORMD_ON_EVERY_DATABASE(FlushTest);

}  // namespace
}  // namespace ormd::conformance
