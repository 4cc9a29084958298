// What is staged stands in what is read later, and is there as before where that is taken back.
#include "orm/base/error.h"
#include "tests/unit/unit/relation_fixture.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using StagedRelationsTest = RelationFlushTest;

TEST_P(StagedRelationsTest, AnItemThatMovedOnIsNotAddedToTheFirst) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  const Key v = Store(Data(entity("Volume")).Set("name", "v").Take());
  EntityManager em = Fork();
  Volumes(em, a, kAdd, v);
  Volumes(em, b, kAdd, v);
  EXPECT_THAT(VolumesOf(em, a), IsEmpty());
  EXPECT_THAT(VolumesOf(em, b), ElementsAre("v"));
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("v/B"));
}

TEST_P(StagedRelationsTest, AnItemThatCameBackOverItsOwnSideIsAnItem) {
  const Key a = StoreShelf("A");
  const Key v = StoreVolume("v", a);
  EntityManager em = Fork();
  Volumes(em, a, kRemove, v);
  Assign(em, "Volume", v, std::move(Data(entity("Volume")).Point("shelf", ByKey(a))));
  EXPECT_THAT(VolumesOf(em, a), ElementsAre("v"));
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("v/A"));
}

TEST_P(StagedRelationsTest, WhatIsReadLaterHasWhatIsStaged) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  const Key v = StoreVolume("v", a);
  EntityManager em = Fork();
  Create(em, std::move(Data(entity("Volume")).Set("name", "new").Point("shelf", ByKey(b))));
  Assign(em, "Volume", v, std::move(Data(entity("Volume")).Point("shelf", ByKey(b))));
  EXPECT_THAT(VolumesOf(em, a), IsEmpty());
  EXPECT_THAT(VolumesOf(em, b), ::testing::UnorderedElementsAre("new", "v"));
  Remove(em, "Shelf", b);
  Flush(em);
  EXPECT_THAT(Stored(), IsEmpty());
}

TEST_P(StagedRelationsTest, WhatIsReadBetweenStagingAndItsEndIsTakenBackToo) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  const Key v = StoreVolume("v", a);
  const Key lamp = Store(Data(entity("Lamp")).Point("shelf", ByKey(a)).Take());
  EntityManager em = Fork();
  for (const auto& [type, key] : {std::pair("Volume", v), std::pair("Lamp", lamp), std::pair("Shelf", b)}) {
    ASSERT_TRUE(em.FindByKey(entity(type), key, Options(type), kContext).ok());
  }
  em.BeginStaging();
  Assign(em, "Volume", v, std::move(Data(entity("Volume")).Point("shelf", ByKey(b))));
  Assign(em, "Lamp", lamp, std::move(Data(entity("Lamp")).Point("shelf", ByKey(b))));
  EXPECT_THAT(VolumesOf(em, a), IsEmpty());
  EXPECT_THAT(VolumesOf(em, b), ElementsAre("v"));
  ASSERT_TRUE(em.FindByKey(entity("Shelf"), a, Options("Shelf", {"lamp"}), kContext).ok());
  em.RollbackStaging();
  EXPECT_THAT(VolumesOf(em, a), ElementsAre("v"));
  EXPECT_THAT(VolumesOf(em, b), IsEmpty());
  const FindResult shelf = *em.FindByKey(entity("Shelf"), a, Options("Shelf", {"lamp"}), kContext);
  ASSERT_NE(shelf.roots[0]->reference(property("Shelf", "lamp")), nullptr);
  EXPECT_EQ(shelf.roots[0]->reference(property("Shelf", "lamp"))->key(), lamp);
}

TEST_P(StagedRelationsTest, AnInverseSideThatIsReadLaterHasTheStagedLinks) {
  const Key tag = Store(Data(entity("Tag")).Set("label", "t").Take());
  const Key book = Store(Book("Sea", New(Author("Ann").Take())).Take());
  EntityManager em = Fork();
  Tags(em, book, kAdd, tag);
  Assign(em, "Tag", tag, std::move(Data(entity("Tag")).Items("books", kSet)));
  Flush(em);
  EXPECT_THAT(Links(), IsEmpty());
}

TEST_P(StagedRelationsTest, ARefreshMovesTheItemBack) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  const Key v = StoreVolume("v", a);
  EntityManager em = Fork();
  ASSERT_THAT(VolumesOf(em, a), ElementsAre("v"));
  ASSERT_THAT(VolumesOf(em, b), IsEmpty());
  Assign(em, "Volume", v, std::move(Data(entity("Volume")).Point("shelf", ByKey(b))));
  ASSERT_TRUE(em.Refresh(entity("Volume"), v, Options("Volume"), kContext).ok());
  EXPECT_THAT(VolumesOf(em, a), ElementsAre("v"));
  EXPECT_THAT(VolumesOf(em, b), IsEmpty());
  Remove(em, "Shelf", b);
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("v/A"));
}

TEST_P(StagedRelationsTest, WhatPointsToARowThatWillNotBeMadeIsAnsweredWithoutItAndNotWritten) {
  const Key ann = Store(Author("Ann").Take());
  EntityManager em = Fork();
  Create(em, Author("Bob"), "bob");
  Assign(em, "Author", ann, std::move(Data(entity("Author")).Point("mentor", Local("bob"))));
  ASSERT_TRUE(em.Remove({&entity("Author"), {}, "bob"}, std::nullopt, "", kContext).ok());
  const auto found = em.FindByKey(entity("Author"), ann, Options("Author", {"mentor"}), kContext);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->nodes.size(), 1u);
  EXPECT_EQ(ReasonOf(em.Flush(kContext)), Reason::kEntityNotFound);
}

TEST_P(StagedRelationsTest, WhatAFailedBracketReadKeepsWhatWasStagedBefore) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  const Key v = StoreVolume("v", a);
  EntityManager em = Fork();
  Create(em, std::move(Data(entity("Volume")).Set("name", "n").Point("shelf", ByKey(a))));
  Create(em, std::move(Data(entity("Lamp")).Point("shelf", ByKey(a))));
  Assign(em, "Volume", v, std::move(Data(entity("Volume")).Point("shelf", ByKey(b))));
  const auto check = [&] {
    EXPECT_THAT(VolumesOf(em, a), ElementsAre("n"));
    EXPECT_THAT(VolumesOf(em, b), ElementsAre("v"));
    const auto found = em.FindByKey(entity("Shelf"), a, Options("Shelf", {"lamp"}), kContext);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_NE(found->roots[0]->reference(property("Shelf", "lamp")), nullptr);
  };
  em.BeginStaging();
  check();
  em.RollbackStaging();
  check();
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("v/B", "n/A"));
}

TEST_P(StagedRelationsTest, WhatPointsToARowBeforeItIsMadeIsItsItem) {
  const Key v = Store(Data(entity("Volume")).Set("name", "v").Take());
  for (const bool declared : {true, false}) {
    EntityManager em = Fork();
    const Key shelf{Value(declared ? 7 : 8)};
    const auto make = [&] {
      Data data(entity("Shelf"));
      data.Set("name", "new");
      if (!declared) data.Set("id", shelf.front());
      return data;
    };
    if (declared) {
      ASSERT_TRUE(em.Declare(make().Take(), "x", kContext).ok());
    }
    Assign(em, "Volume", v, std::move(Data(entity("Volume")).Point("shelf", declared ? Local("x") : ByKey(shelf))));
    Entity* const created = Create(em, make(), "x");
    ASSERT_NE(created, nullptr);
    ASSERT_TRUE(em.Find(entity("Volume"), Options("Volume", {"shelf.volumes"}), kContext).ok());
    const Collection& items = created->collection(property("Shelf", "volumes"));
    ASSERT_TRUE(items.initialized());
    ASSERT_EQ(items.items().size(), 1u);
    EXPECT_EQ((*items.items().begin())->key(), v);
    ASSERT_TRUE(em.Remove({&entity("Shelf"), {}, "x"}, std::nullopt, "", kContext).ok());
    EXPECT_THAT(em.DryRun(kContext)->size(), 1u) << "the volume goes too";
  }
}

TEST_P(StagedRelationsTest, ItemsThatWereStagedByTheirKeysAreRead) {
  const Key a = StoreShelf("A");
  const Key v = Store(Data(entity("Volume")).Set("name", "v").Take());
  const Key lamp = Store(Data(entity("Lamp")).Take());
  EntityManager em = Fork();
  Volumes(em, a, kSet, v);
  Assign(em, "Shelf", a, std::move(Data(entity("Shelf")).Point("lamp", ByKey(lamp))));
  for (const bool flushed : {false, true}) {
    const auto found = em.FindByKey(entity("Shelf"), a, Options("Shelf", {"volumes", "lamp"}), kContext);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_EQ(found->nodes.size(), 3u) << flushed;
    if (!flushed) Flush(em);
  }
}

TEST_P(StagedRelationsTest, LinksThatAFailedBracketReadKeepWhatWasStagedBefore) {
  const Key book = Store(Book("Sea", New(Author("Ann").Take())).Take());
  const Key tag = Store(Data(entity("Tag")).Set("label", "t").Take());
  EntityManager em = Fork();
  Tags(em, book, kAdd, tag);
  for (const auto end : {&EntityManager::RollbackStaging, &EntityManager::EndStaging}) {
    em.BeginStaging();
    EXPECT_THAT(NamesIn(em, "Tag", tag, "books", "title"), ElementsAre("Sea"));
    (em.*end)();
    EXPECT_THAT(NamesIn(em, "Tag", tag, "books", "title"), ElementsAre("Sea"));
  }
  Flush(em);
  EXPECT_THAT(Links(), ElementsAre("Sea/t"));
}

INSTANTIATE_TEST_SUITE_P(Databases, StagedRelationsTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
