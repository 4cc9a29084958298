// What a flush writes where both sides of a relation, or one of them twice, were changed.
#include "orm/base/error.h"
#include "tests/unit/unit/relation_fixture.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(RelationFlushTest, ItemsComeBackToTheirPlace) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  const Key u = StoreVolume("u", a), v = StoreVolume("v", a);
  StoreVolume("w", a);
  EntityManager em = Fork();
  ASSERT_THAT(VolumesOf(em, a), ElementsAre("u", "v", "w"));
  em.BeginStaging();
  Volumes(em, a, kRemove, v, u);
  Volumes(em, b, kAdd, v);
  Volumes(em, a, kAdd, u);
  em.RollbackStaging();
  EXPECT_THAT(VolumesOf(em, a), ElementsAre("u", "v", "w"));
  EXPECT_THAT(VolumesOf(em, b), IsEmpty());
  TakeSql();
  Flush(em);
  EXPECT_THAT(TakeSql(), IsEmpty());
}

TEST_P(RelationFlushTest, OfALinkThatIsNotKnownTheLastWordCounts) {
  const Key tag = Store(Data(entity("Tag")).Set("label", "t").Take());
  const Key sea = Store(Book("Sea", New(Author("Ann").Take())).Items("tags", kSet, ByKey(tag)).Take());
  const Key sky = Store(Book("Sky", New(Author("Bob").Take())).Take());
  EntityManager em = Fork();
  Tags(em, sea, kAdd, tag);
  Tags(em, sea, kRemove, tag);
  Tags(em, sky, kRemove, tag);
  Tags(em, sky, kAdd, tag);
  Flush(em);
  EXPECT_THAT(Links(), ElementsAre("Sky/t"));
}

TEST_P(RelationFlushTest, LinksThatAreTakenBackAreAsTheyWere) {
  const Key tag = Store(Data(entity("Tag")).Set("label", "t").Take());
  const Key sea = Store(Book("Sea", New(Author("Ann").Take())).Items("tags", kSet, ByKey(tag)).Take());
  const Key sky = Store(Book("Sky", New(Author("Bob").Take())).Take());
  EntityManager em = Fork();
  for (const auto& [type, key] : {std::pair("Book", sea), std::pair("Book", sky), std::pair("Tag", tag)}) {
    ASSERT_TRUE(em.FindByKey(entity(type), key, Options(type), kContext).ok());
  }
  em.BeginStaging();
  Tags(em, sea, kAdd, tag);
  Tags(em, sea, kSet, tag);
  Tags(em, sky, kRemove, tag);
  Tags(em, sky, kSet);
  em.RollbackStaging();
  EXPECT_THAT(NamesIn(em, "Book", sea, "tags", "label"), ElementsAre("t"));
  EXPECT_THAT(NamesIn(em, "Book", sky, "tags", "label"), IsEmpty());
  Tags(em, sea, kSet);
  Tags(em, sky, kSet, tag);
  Flush(em);
  EXPECT_THAT(Links(), ElementsAre("Sky/t"));
}

TEST_P(RelationFlushTest, TheKeyOfAnItemIsNotChangedByItsOwner) {
  const Key sea = Store(Book("Sea", New(Author("Ann").Take())).Take());
  const Key sky = Store(Book("Sky", New(Author("Bob").Take())).Take());
  const Key page = Store(Data(entity("Page")).Set("number", 1).Set("text", "p").Point("book", ByKey(sea)).Take());
  EntityManager em = Fork();
  const absl::Status status = em.Assign({&entity("Book"), sky, ""},
                                        Data(entity("Book")).Items("pages", kAdd, ByKey(page)).Take(), std::nullopt,
                                        kContext)
                                  .status();
  EXPECT_EQ(ReasonOf(status), Reason::kBadValue);
  EXPECT_EQ(ErrorOf(status).violations[0].field, "pages.book");
  Flush(em);
  EXPECT_THAT(Query("SELECT book_id FROM page"), ElementsAre(KeyText(sea)));
}

TEST_P(RelationFlushTest, WhatIsToBeRemovedIsNoItem) {
  const Key a = StoreShelf("A");
  const Key v = StoreVolume("v", a);
  EntityManager em = Fork();
  Remove(em, "Volume", v);
  const auto status = em.Assign({&entity("Shelf"), a, ""},
                                Data(entity("Shelf")).Items("volumes", kAdd, ByKey(v)).Take(), std::nullopt, kContext)
                          .status();
  EXPECT_EQ(ReasonOf(status), Reason::kEntityNotFound);
}

TEST_P(RelationFlushTest, ARowMayBeReplacedByOneWithALocalName) {
  Store(Data(entity("Category")).Set("code", "top").Take());
  Store(Data(entity("Category")).Set("code", "A").Take());
  const auto create = [&] {
    return std::move(Data(entity("Category")).Set("code", "A").Point("parent", ByKey({"top"}))).Take();
  };
  for (const bool read : {false, true}) {
    EntityManager em = Fork();
    if (read) {
      ASSERT_TRUE(em.FindByKey(entity("Category"), {"A"}, Options("Category"), kContext).ok());
    }
    ASSERT_TRUE(em.Declare(create(), "x", kContext).ok());
    Remove(em, "Category", {"A"});
    const auto created = em.Create(create(), "x", kContext);
    ASSERT_TRUE(created.ok()) << created.status();
    Flush(em);
    EXPECT_THAT(Query("SELECT coalesce(parent_code, '-') FROM category WHERE code = 'A'"), ElementsAre("top"));
    RunScript("UPDATE category SET parent_code = NULL");
  }
}

TEST_P(RelationFlushTest, WhatWasRemovedByItsLocalNameCannotBeMade) {
  EntityManager em = Fork();
  const auto create = [&] { return Data(entity("Category")).Set("code", "A").Take(); };
  ASSERT_TRUE(em.Declare(create(), "x", kContext).ok());
  ASSERT_TRUE(em.Remove({&entity("Category"), {}, "x"}, std::nullopt, "", kContext).ok());
  EXPECT_EQ(ReasonOf(em.Create(create(), "x", kContext).status()), Reason::kEntityNotFound);
}

TEST_P(RelationFlushTest, ARowThatIsToGoIsFoundAgainWhereItsReplacementIsTakenBack) {
  const Key key = Store(Data(entity("Category")).Set("code", "A").Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.FindByKey(entity("Category"), key, Options("Category"), kContext).ok());
  Remove(em, "Category", key);
  Create(em, std::move(Data(entity("Category")).Set("code", "A")));
  Remove(em, "Category", key);
  EXPECT_THAT(em.FindByKey(entity("Category"), key, Options("Category"), kContext)->roots, IsEmpty());
  Flush(em);
  EXPECT_THAT(em.FindByKey(entity("Category"), key, Options("Category"), kContext)->roots, IsEmpty());
  EXPECT_THAT(Query("SELECT count(*) FROM category"), ElementsAre("0"));
}

TEST_P(RelationFlushTest, AKeyAloneIsNoRow) {
  EntityManager em = Fork();
  FindOptions options = Options("Author");
  EXPECT_THAT(em.FindByKey(entity("Author"), {Value(99)}, options, kContext)->roots, IsEmpty());
  ASSERT_TRUE(em.GetReference(entity("Author"), {Value(99)}).ok());
  options.fields = {property("Author", "id").index};
  EXPECT_THAT(em.FindByKey(entity("Author"), {Value(99)}, options, kContext)->roots, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Databases, RelationFlushTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
