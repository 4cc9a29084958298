// In which order a flush writes what hangs together.
#include "orm/base/error.h"
#include "tests/unit/unit/flush_fixture.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::StartsWith;

using FlushGraphTest = FlushTest;

TEST_P(FlushGraphTest, InsertsAGraphInOrderWithOneStatementForEachType) {
  EntityManager em = Fork();
  Entity* tag = Create(em, std::move(Data(entity("Tag")).Set("label", "new")), "tag");
  Data book = Book("Sea", New(Author("Ann").Take()));
  book.Items("tags", CollectionOperation::kSet, Local("tag"));
  book.Items("pages", CollectionOperation::kSet, New(Data(entity("Page")).Set("number", 1).Set("text", "a").Take()),
             New(Data(entity("Page")).Set("number", 2).Set("text", "b").Take()));
  Entity* created = Create(em, std::move(book));
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(TakeWrites(),
              ::testing::UnorderedElementsAre(StartsWith("INSERT INTO \"author\""), StartsWith("INSERT INTO \"book\""),
                                              StartsWith("INSERT INTO \"tag\""), StartsWith("INSERT INTO \"page\""),
                                              StartsWith("INSERT INTO \"book_tags\"")));
  EXPECT_THAT(Query("SELECT text FROM page WHERE book_id = " + KeyText(created->key()) + " ORDER BY number"),
              ElementsAre("a", "b"));
  EXPECT_EQ(tag->key().size(), 1u);
  EXPECT_THAT(Query("SELECT count(*) FROM book_tags"), ElementsAre("1"));
}

TEST_P(FlushGraphTest, ClosesASelfReferenceByAnExtraUpdate) {
  EntityManager em = Fork();
  Data ann = Author("Ann");
  Create(em, std::move(ann), "ann");
  Data bob = Author("Bob");
  bob.Point("mentor", Local("ann"));
  Create(em, std::move(bob), "bob");
  ASSERT_TRUE(em.Assign({&entity("Author"), {}, "ann"}, Data(entity("Author")).Point("mentor", Local("bob")).Take(),
                        std::nullopt, kContext)
                  .ok());
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(TakeWrites(), ElementsAre(StartsWith("INSERT INTO \"author\""), StartsWith("UPDATE \"author\"")));
  EXPECT_THAT(Query("SELECT m.name FROM author a JOIN author m ON a.mentor_id = m.id ORDER BY a.name"),
              ElementsAre("Bob", "Ann"));
}

TEST_P(FlushGraphTest, ALocalNameMayBeUsedBeforeItsCreateOnceDeclared) {
  EntityManager em = Fork();
  em.BeginStaging();
  const EntityData root = Data(entity("Category")).Set("code", "root").Take();
  ASSERT_TRUE(em.Declare(root, "root", kContext).ok());
  Create(em, std::move(Data(entity("Category")).Set("code", "child").Point("parent", Local("root"))));
  Create(em, std::move(Data(entity("Category")).Set("code", "root")), "root");
  ASSERT_TRUE(em.Flush(kContext).ok());
  em.EndStaging();
  EXPECT_THAT(Query("SELECT parent_code FROM category WHERE code = 'child'"), ElementsAre("root"));
}

TEST_P(FlushGraphTest, NeedsNoExtraUpdateWhereTheKeysAreKnown) {
  EntityManager em = Fork();
  Create(em, std::move(Data(entity("Category")).Set("code", "child").Point("parent", ByKey({"root"}))));
  Create(em, std::move(Data(entity("Category")).Set("code", "root")));
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(TakeWrites(), ElementsAre(StartsWith("INSERT INTO \"category\"")));
}

TEST_P(FlushGraphTest, InsertsRequiredSelfReferencesInLayers) {
  const Key boss = {int64_t{1000}};
  EntityManager em = Fork();
  Create(em, std::move(Data(entity("Employee")).Set("id", int64_t{1000}).Point("boss", ByKey(boss))), "boss");
  Create(em, std::move(Data(entity("Employee")).Point("boss", Local("boss"))), "lead");
  Create(em, std::move(Data(entity("Employee")).Point("boss", Local("lead"))));
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(TakeWrites(), SizeIs(3));
  EXPECT_THAT(Query("SELECT count(*) FROM employee"), ElementsAre("3"));
}

TEST_P(FlushGraphTest, BreaksACycleOfTypesAtItsNullableRelation) {
  EntityManager em = Fork();
  Create(em, Data(entity("Country")), "country");
  Create(em, std::move(Data(entity("City")).Point("country", Local("country"))), "city");
  ASSERT_TRUE(em.Assign({&entity("Country"), {}, "country"},
                        Data(entity("Country")).Point("capital", Local("city")).Take(), std::nullopt, kContext)
                  .ok());
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(TakeWrites(), ElementsAre(StartsWith("INSERT INTO \"country\""), StartsWith("INSERT INTO \"city\""),
                                        StartsWith("UPDATE \"country\"")));
}

TEST_P(FlushGraphTest, WritesOnlyTheDeltaOfAManyToMany) {
  const Key a = Store(Data(entity("Tag")).Set("label", "a").Take());
  const Key b = Store(Data(entity("Tag")).Set("label", "b").Take());
  const Key c = Store(Data(entity("Tag")).Set("label", "c").Take());
  const Key book =
      Store(Book("Sea", New(Author("Ann").Take())).Items("tags", CollectionOperation::kSet, ByKey(a), ByKey(b)).Take());
  EntityManager em = Fork();
  Assign(em, "Book", book,
         std::move(Data(entity("Book")).Items("tags", CollectionOperation::kSet, ByKey(b), ByKey(c))));
  TakeSql();
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(TakeWrites(),
              ElementsAre(StartsWith("DELETE FROM \"book_tags\""), StartsWith("INSERT INTO \"book_tags\"")));
  EXPECT_THAT(Query("SELECT t.label FROM book_tags bt JOIN tag t ON t.id = bt.tag_id ORDER BY 1"),
              ElementsAre("b", "c"));
}

TEST_P(FlushGraphTest, ChangesAManyToManyFromItsInverseSide) {
  const Key book = Store(Book("Sea", New(Author("Ann").Take())).Take());
  Store(std::move(Data(entity("Tag")).Set("label", "a").Items("books", CollectionOperation::kSet, ByKey(book))).Take());
  EXPECT_THAT(Query("SELECT count(*) FROM book_tags"), ElementsAre("1"));
}

TEST_P(FlushGraphTest, RemovesAnOrphan) {
  const Key book = Store(std::move(Book("Sea", New(Author("Ann").Take()))
                                       .Items("pages", CollectionOperation::kSet,
                                              New(Data(entity("Page")).Set("number", 1).Set("text", "a").Take()),
                                              New(Data(entity("Page")).Set("number", 2).Set("text", "b").Take())))
                             .Take());
  EntityManager em = Fork();
  Assign(em, "Book", book,
         std::move(Data(entity("Book")).Items("pages", CollectionOperation::kRemove, ByKey({book[0], int64_t{1}}))));
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(Query("SELECT text FROM page"), ElementsAre("b"));
}

TEST_P(FlushGraphTest, RefusesToTakeAnItemFromItsRequiredOwner) {
  const Key author = Store(Author("Ann").Take());
  const Key book = Store(Book("Sea", ByKey(author)).Take());
  EntityManager em = Fork();
  const absl::Status status =
      em.Assign({&entity("Author"), author, ""},
                Data(entity("Author")).Items("books", CollectionOperation::kSet).Take(), std::nullopt, kContext)
          .status();
  EXPECT_EQ(ReasonOf(status), Reason::kBadValue);
  EXPECT_EQ(ErrorOf(status).violations[0].field, "books");
}

TEST_P(FlushGraphTest, MovesAnItemToAnotherOwner) {
  const Key ann = Store(Author("Ann").Take());
  const Key bob = Store(Author("Bob").Take());
  const Key book = Store(Book("Sea", ByKey(ann)).Take());
  EntityManager em = Fork();
  Assign(em, "Author", bob, std::move(Data(entity("Author")).Items("books", CollectionOperation::kAdd, ByKey(book))));
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(Query("SELECT a.name FROM book b JOIN author a ON a.id = b.author_id"), ElementsAre("Bob"));
}

TEST_P(FlushGraphTest, SetsTheInverseSideOfAOneToOne) {
  const Key ann = Store(Author("Ann").Take());
  Store(Data(entity("Passport")).Set("number", "P1").Point("holder", ByKey(ann)).Take());
  EntityManager em = Fork();
  FindResult found = *em.FindByKey(entity("Author"), ann, Options("Author", {"passport"}), kContext);
  EXPECT_EQ(KeyText(found.roots[0]->reference(property("Author", "passport"))->key()), "P1");
}

TEST_P(FlushGraphTest, PutsParentsFirstWithinAStatement) {
  EntityManager em = Fork();
  Create(em, std::move(Data(entity("Category")).Set("code", "leaf").Point("parent", ByKey({"branch"}))));
  Create(em, std::move(Data(entity("Category")).Set("code", "branch").Point("parent", ByKey({"root"}))));
  Create(em, std::move(Data(entity("Category")).Set("code", "root").Point("parent", ByKey({"root"}))));
  const auto plan = em.DryRun(kContext);
  ASSERT_TRUE(plan.ok()) << plan.status();
  ASSERT_THAT(*plan, SizeIs(1));
  EXPECT_THAT((*plan)[0].targets, ElementsAre("root", "branch", "leaf"));
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(Query("SELECT count(*) FROM category"), ElementsAre("3"));
}

TEST_P(FlushGraphTest, ARemovedRowMakesRoomWithTheValuesThatItHasStored) {
  const Key ann = Store(Author("Ann").Take());
  EntityManager em = Fork();
  Assign(em, "Author", ann, Author("Bea"));
  Create(em, Author("Ann"));
  Remove(em, "Author", ann);
  const absl::Status status = em.Flush(kContext);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(Query("SELECT id || name FROM author"), ElementsAre("2Ann"));
}

TEST_P(FlushGraphTest, ARemovedRowMakesRoomForAKeyThatTheOwnerCompletes) {
  const Key book = Store(Book("Sea", New(Author("Ann").Take())).Take());
  const Key page = Store(Data(entity("Page")).Point("book", ByKey(book)).Set("number", 1).Set("text", "old").Take());
  EntityManager em = Fork();
  Remove(em, "Page", page);
  Data changed(entity("Book"));
  changed.Items("pages", CollectionOperation::kAdd,
                New(Data(entity("Page")).Set("number", 1).Set("text", "new").Take()));
  Assign(em, "Book", book, std::move(changed));
  const absl::Status status = em.Flush(kContext);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(Query("SELECT text FROM page"), ElementsAre("new"));
}

TEST_P(FlushGraphTest, RowsMayExchangeAUniqueReferenceThatMayBeNull) {
  const Key a = Store(Data(entity("Shelf")).Set("name", "A").Take());
  const Key b = Store(Data(entity("Shelf")).Set("name", "B").Take());
  const Key first = Store(Data(entity("Lamp")).Point("shelf", ByKey(a)).Take());
  const Key second = Store(Data(entity("Lamp")).Point("shelf", ByKey(b)).Take());
  for (const bool read : {false, true}) {
    EntityManager em = Fork();
    if (read) {
      ASSERT_TRUE(em.Find(entity("Shelf"), Options("Shelf", {"lamp"}), kContext).ok());
    } else {
      ASSERT_TRUE(em.Find(entity("Lamp"), Options("Lamp"), kContext).ok());
    }
    Assign(em, "Lamp", first, std::move(Data(entity("Lamp")).Point("shelf", ByKey(read ? a : b))));
    Assign(em, "Lamp", second, std::move(Data(entity("Lamp")).Point("shelf", ByKey(read ? b : a))));
    const absl::Status status = em.Flush(kContext);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_THAT(Query("SELECT name FROM lamp JOIN shelf ON shelf.id = shelf_id ORDER BY lamp.id"),
                read ? ElementsAre("A", "B") : ElementsAre("B", "A"));
  }
}

TEST_P(FlushGraphTest, OwnersMayExchangeTheirOnlyItems) {
  const Key a = Store(Data(entity("Shelf")).Set("name", "A").Take());
  const Key b = Store(Data(entity("Shelf")).Set("name", "B").Take());
  const Key first = Store(Data(entity("Lamp")).Point("shelf", ByKey(a)).Take());
  const Key second = Store(Data(entity("Lamp")).Point("shelf", ByKey(b)).Take());
  EntityManager em = Fork();
  Assign(em, "Shelf", a, std::move(Data(entity("Shelf")).Point("lamp", ByKey(second))));
  Assign(em, "Shelf", b, std::move(Data(entity("Shelf")).Point("lamp", ByKey(first))));
  const absl::Status status = em.Flush(kContext);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(Query("SELECT name FROM lamp JOIN shelf ON shelf.id = shelf_id ORDER BY lamp.id"),
              ElementsAre("B", "A"));
}

TEST_P(FlushGraphTest, UniqueValuesAreHandedOnInTheirOrder) {
  std::vector<Key> keys;
  for (const char* name : {"a", "b", "c"}) keys.push_back(Store(Author(name).Take()));
  EntityManager em = Fork();
  ASSERT_TRUE(em.Find(entity("Author"), Options("Author"), kContext).ok());
  Create(em, Author("a"));
  Assign(em, "Author", keys[0], Author("b"));
  Assign(em, "Author", keys[1], Author("c"));
  Assign(em, "Author", keys[2], Author("d"));
  const absl::Status status = em.Flush(kContext);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(Query("SELECT name FROM author ORDER BY id"), ElementsAre("b", "c", "d", "a"));
}

TEST_P(FlushGraphTest, ALongRowOfUniqueValuesIsHandedOn) {
  constexpr int kAuthors = 2000;
  const auto name = [](int i) { return "author " + std::to_string(i); };
  {
    EntityManager em = Fork();
    for (int i = 0; i < kAuthors; ++i) Create(em, Author(name(i)));
    ASSERT_TRUE(em.Flush(kContext).ok());
  }
  EntityManager em = Fork();
  const auto found = em.Find(entity("Author"), Options("Author"), kContext);
  ASSERT_TRUE(found.ok());
  for (const Entity* author : found->roots) {
    const int64_t id = *author->key().front().get_if<int64_t>();
    Assign(em, "Author", author->key(), Author(name(static_cast<int>(id))));
  }
  const absl::Status status = em.Flush(kContext);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(Query("SELECT count(*) FROM author WHERE name = 'author ' || id"), ElementsAre("2000"));
}

TEST_P(FlushGraphTest, RequiredUniqueValuesCannotBeExchanged) {
  const Key a = Store(Author("a").Take()), b = Store(Author("b").Take());
  EntityManager em = Fork();
  Assign(em, "Author", a, Author("b"));
  Assign(em, "Author", b, Author("a"));
  EXPECT_EQ(ReasonOf(em.Flush(kContext)), Reason::kUniqueViolation);
}

TEST_P(FlushGraphTest, WhatRefersToARowThatMakesRoomLeavesItFirst) {
  const Key ann = Store(Author("Ann").Take());
  const Key bob = Store(Author("Bob").Point("mentor", ByKey(ann)).Take());
  const Key book = Store(Book("Sea", ByKey(ann)).Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.Find(entity("Author"), Options("Author", {"books"}), kContext).ok());
  Create(em, Author("Ann"), "new");
  Assign(em, "Author", bob, std::move(Data(entity("Author")).Point("mentor", Local("new"))));
  Assign(em, "Book", book, std::move(Data(entity("Book")).Point("author", ByKey(bob))));
  Remove(em, "Author", ann);
  const absl::Status status = em.Flush(kContext);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(Query("SELECT a.name || m.name FROM author a JOIN author m ON m.id = a.mentor_id"),
              ElementsAre("BobAnn"));
  EXPECT_THAT(Query("SELECT name FROM author JOIN book ON author_id = author.id"), ElementsAre("Bob"));
}

INSTANTIATE_TEST_SUITE_P(Databases, FlushGraphTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
