// What a find reads, and what it leaves alone.
#include "orm/base/error.h"
#include "tests/unit/unit/unit_fixture.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

class FindTest : public UnitTest {
 protected:
  Key StoreAuthor(const std::string& name) { return Store(Data(entity("Author")).Set("name", name).Take()); }
  Key StoreBook(const std::string& title, const Key& author) {
    return Store(Data(entity("Book")).Set("title", title).Point("author", ByKey(author)).Take());
  }
  std::vector<std::string> Names(const FindResult& result) {
    std::vector<std::string> names;
    for (const Entity* root : result.roots) names.push_back(root->value(property("Author", "name")).as<std::string>());
    return names;
  }
};

TEST_P(FindTest, TheSameRowIsTheSameEntity) {
  const Key key = StoreAuthor("Ann");
  EntityManager em = Fork();
  const FindResult first = *em.Find(entity("Author"), Options("Author"), kContext);
  const FindResult second = *em.Find(entity("Author"), Options("Author"), kContext);
  EXPECT_EQ(first.roots, second.roots);
}

TEST_P(FindTest, ByKeyOfALoadedEntitySendsNoSql) {
  const Key key = StoreAuthor("Ann");
  EntityManager em = Fork();
  ASSERT_TRUE(em.Find(entity("Author"), Options("Author"), kContext).ok());
  TakeSql();
  const FindResult found = *em.FindByKey(entity("Author"), key, Options("Author"), kContext);
  EXPECT_THAT(Names(found), ElementsAre("Ann"));
  EXPECT_THAT(TakeSql(), IsEmpty());
}

TEST_P(FindTest, ByKeyOfANewEntityWithAnAssignedKeySendsNoSql) {
  EntityManager em = Fork();
  ASSERT_TRUE(em.Create(Data(entity("Category")).Set("code", "a").Take(), "", kContext).ok());
  const FindResult found = *em.FindByKey(entity("Category"), {"a"}, Options("Category"), kContext);
  EXPECT_THAT(found.roots, SizeIs(1));
  EXPECT_THAT(TakeSql(), IsEmpty());
}

// What the database may have made of it was read back.
TEST_P(FindTest, WhatNobodyGaveToAnInsertedRowIsKnownToBeNull) {
  EntityManager em = Fork();
  Data book(entity("Book"));
  book.Set("title", "T").Point("author", New(Data(entity("Author")).Set("name", "Ann").Take()));
  const Entity* const created = *em.Create(book.Take(), "", kContext);
  const PropertyMetadata& bio = property("Author", "bio");
  const PropertyMetadata& mentor = property("Author", "mentor");
  const Entity* const author = created->reference(property("Book", "author"));
  EXPECT_FALSE(author->loaded(bio.index));
  ASSERT_TRUE(em.Flush(kContext).ok());
  TakeSql();
  const FindResult found = *em.FindByKey(entity("Book"), created->key(), Options("Book", {"author"}), kContext);
  EXPECT_THAT(TakeSql(), IsEmpty());
  ASSERT_THAT(found.nodes, SizeIs(2));
  EXPECT_EQ(found.nodes[1].entity, author);
  for (const PropertyMetadata* unset : {&bio, &mentor}) EXPECT_TRUE(found.nodes[1].mask[unset->index]) << unset->name;
  EXPECT_TRUE(author->value(bio).is_null());
  EXPECT_EQ(author->reference(mentor), nullptr);
  EXPECT_FALSE(author->loaded(property("Author", "passport").index));
}

TEST_P(FindTest, FindsNothingByAnUnknownKey) {
  EntityManager em = Fork();
  EXPECT_THAT(em.FindByKey(entity("Author"), {int64_t{1}}, Options("Author"), kContext)->roots, IsEmpty());
}

TEST_P(FindTest, KeepsStagedChangesOfAnEntityThatIsReadAgain) {
  const Key key = StoreAuthor("Ann");
  EntityManager em = Fork();
  ASSERT_TRUE(
      em.Assign({&entity("Author"), key, ""}, Data(entity("Author")).Set("name", "Bob").Take(), std::nullopt, kContext)
          .ok());
  const FindResult found = *em.Find(entity("Author"), Options("Author"), kContext);
  EXPECT_THAT(Names(found), ElementsAre("Bob"));
}

TEST_P(FindTest, WhatIsToBeRemovedIsNoAnswer) {
  const Key ann = StoreAuthor("Ann");
  StoreAuthor("Bob");
  EntityManager em = Fork();
  ASSERT_TRUE(em.Remove({&entity("Author"), ann, ""}, std::nullopt, "", kContext).ok());
  EXPECT_THAT(Names(*em.Find(entity("Author"), Options("Author", {"books"}), kContext)), ElementsAre("Bob"));
  EXPECT_THAT(em.Find(entity("Author"), Where("Author", Map{{"name", "Ann"}}), kContext)->roots, IsEmpty());
  EXPECT_THAT(em.FindByKey(entity("Author"), ann, Options("Author"), kContext)->roots, IsEmpty());
  FindOptions first = Options("Author");
  first.limit = 1;
  CompleteOrder(entity("Author"), first);
  EXPECT_THAT(Names(*em.Find(entity("Author"), first, kContext)), ElementsAre("Bob"));
  EXPECT_EQ(*em.Count(entity("Author"), Condition{}, kContext), 2);
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_EQ(*em.Count(entity("Author"), Condition{}, kContext), 1);
}

TEST_P(FindTest, RefreshOverwritesStagedChanges) {
  const Key key = StoreAuthor("Ann");
  EntityManager em = Fork();
  ASSERT_TRUE(
      em.Assign({&entity("Author"), key, ""}, Data(entity("Author")).Set("name", "Bob").Take(), std::nullopt, kContext)
          .ok());
  const FindResult found = *em.Refresh(entity("Author"), key, Options("Author"), kContext);
  EXPECT_THAT(Names(found), ElementsAre("Ann"));
  TakeSql();
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(TakeSql(), IsEmpty());
}

TEST_P(FindTest, RefreshOfAMissingRowIsNotFound) {
  EntityManager em = Fork();
  EXPECT_EQ(ReasonOf(em.Refresh(entity("Author"), {int64_t{1}}, Options("Author"), kContext).status()),
            Reason::kEntityNotFound);
}

TEST_P(FindTest, AKeyThatIsARelationPointsToTheEntityThatHasTheKeyNow) {
  const Key book = StoreBook("x", StoreAuthor("Ann"));
  Store(Data(entity("Page")).Point("book", ByKey(book)).Set("number", 1).Set("text", "a").Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.Find(entity("Page"), Options("Page"), kContext).ok());  // its book is a reference
  ASSERT_TRUE(em.Create(Data(entity("Book")).Set("id", book.front()).Set("title", "y").Take(), "", kContext).ok());
  ASSERT_TRUE(em.Remove({&entity("Book"), book, ""}, std::nullopt, "", kContext).ok());
  const FindResult found = *em.Find(entity("Book"), Options("Book", {"pages"}), kContext);
  ASSERT_THAT(found.roots, SizeIs(1));
  const auto& pages = found.roots[0]->collection(property("Book", "pages")).items();
  ASSERT_THAT(pages, SizeIs(1));
  EXPECT_EQ((*pages.begin())->reference(property("Page", "book")), found.roots[0]);
}

TEST_P(FindTest, PopulatesEveryLevelWithOneStatement) {
  const Key ann = StoreAuthor("Ann");
  const Key bob = StoreAuthor("Bob");
  for (const Key& author : {ann, bob}) {
    for (const char* title : {"x", "y"}) StoreBook(title, author);
  }
  EntityManager em = Fork();
  TakeSql();
  const FindResult found = *em.Find(entity("Author"), Options("Author", {"books.tags", "books.pages"}), kContext);
  EXPECT_THAT(TakeSql(), SizeIs(4));
  ASSERT_THAT(found.roots, SizeIs(2));
  for (const Entity* author : found.roots) {
    const auto& books = author->collection(property("Author", "books")).items();
    ASSERT_THAT(books, SizeIs(2));
    EXPECT_EQ((*books.begin())->reference(property("Book", "author")), author);
    EXPECT_TRUE((*books.begin())->collection(property("Book", "tags")).initialized());
  }
}

TEST_P(FindTest, PopulatesToOneRelationsOnce) {
  const Key ann = StoreAuthor("Ann");
  StoreBook("x", ann);
  StoreBook("y", ann);
  EntityManager em = Fork();
  TakeSql();
  const FindResult found = *em.Find(entity("Book"), Options("Book", {"author"}), kContext);
  EXPECT_THAT(TakeSql(), SizeIs(2));
  EXPECT_THAT(found.nodes, SizeIs(3));
  ASSERT_TRUE(em.Find(entity("Book"), Options("Book", {"author"}), kContext).ok());
  EXPECT_THAT(TakeSql(), SizeIs(1)) << "the author is loaded by now";
}

TEST_P(FindTest, PopulatesAManyToManyFromBothSides) {
  const Key book = StoreBook("x", StoreAuthor("Ann"));
  Store(Data(entity("Tag")).Set("label", "t").Items("books", CollectionOperation::kSet, ByKey(book)).Take());
  EntityManager em = Fork();
  const FindResult books = *em.Find(entity("Book"), Options("Book", {"tags"}), kContext);
  EXPECT_THAT(books.roots[0]->collection(property("Book", "tags")).items(), SizeIs(1));
  const FindResult tags = *em.Find(entity("Tag"), Options("Tag", {"books"}), kContext);
  EXPECT_THAT(tags.roots[0]->collection(property("Tag", "books")).items(), ElementsAre(books.roots[0]));
}

TEST_P(FindTest, PopulatingADirtyCollectionKeepsItsDelta) {
  const Key book = StoreBook("x", StoreAuthor("Ann"));
  const Key old_tag =
      Store(Data(entity("Tag")).Set("label", "old").Items("books", CollectionOperation::kSet, ByKey(book)).Take());
  const Key new_tag = Store(Data(entity("Tag")).Set("label", "new").Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.Assign({&entity("Book"), book, ""},
                        Data(entity("Book")).Items("tags", CollectionOperation::kAdd, ByKey(new_tag)).Take(),
                        std::nullopt, kContext)
                  .ok());
  const FindResult found = *em.Find(entity("Book"), Options("Book", {"tags"}), kContext);
  EXPECT_THAT(found.roots[0]->collection(property("Book", "tags")).items(), SizeIs(2));
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(Query("SELECT count(*) FROM book_tags"), ElementsAre("2"));
}

TEST_P(FindTest, AValueThatNobodyCanReadIsNamedByEntityPropertyAndKey) {
  const Key key = StoreAuthor("Ann");
  RunScript("UPDATE author SET created_at = 'infinity'");
  EntityManager em = Fork();
  const Error error = ErrorOf(em.Find(entity("Author"), Options("Author"), kContext).status());
  EXPECT_EQ(error.reason, Reason::kInternal);
  EXPECT_EQ(error.message, "the database holds something else than timestamp in 'library.Author.created_at'");
  EXPECT_THAT(error.metadata, ElementsAre(Pair("entity", "library.Author"), Pair("property", "created_at"),
                                          Pair("key", KeyText(key))));
}

TEST_P(FindTest, CountsWithAndWithoutConditions) {
  StoreAuthor("Ann");
  StoreAuthor("Bob");
  EntityManager em = Fork();
  EXPECT_EQ(*em.Count(entity("Author"), {}, kContext), 2);
  EXPECT_EQ(*em.Count(entity("Author"), Where("Author", Map{{"name", "Ann"}}).where, kContext), 1);
}

TEST_P(FindTest, FiltersOverToOneRelations) {
  StoreBook("x", StoreAuthor("Ann"));
  StoreBook("y", StoreAuthor("Bob"));
  EntityManager em = Fork();
  const FindResult found = *em.Find(entity("Book"), Where("Book", Map{{"author", Map{{"name", "Bob"}}}}), kContext);
  ASSERT_THAT(found.roots, SizeIs(1));
  EXPECT_EQ(found.roots[0]->value(property("Book", "title")), Value("y"));
}

TEST_P(FindTest, ALockNeedsATransaction) {
  EntityManager em = Fork();
  FindOptions options = Options("Author");
  options.lock = LockMode::kPessimisticWrite;
  EXPECT_EQ(ReasonOf(em.Find(entity("Author"), options, kContext).status()), Reason::kNoTransaction);
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  EXPECT_TRUE(em.Find(entity("Author"), options, kContext).ok());
}

INSTANTIATE_TEST_SUITE_P(Databases, FindTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
