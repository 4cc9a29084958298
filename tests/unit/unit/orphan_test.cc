// What becomes of items that are taken from the owner they belong to.
#include "orm/base/error.h"
#include "tests/unit/unit/relation_fixture.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using OrphanTest = RelationFlushTest;

TEST_P(OrphanTest, AnOrphanThatGetsAnOwnerStays) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  const Key v = StoreVolume("v", a), w = StoreVolume("w", a), x = StoreVolume("x", a);
  EntityManager em = Fork();
  Volumes(em, a, kRemove, v);
  Volumes(em, b, kAdd, v);
  Volumes(em, b, kAdd, w);
  Volumes(em, a, kRemove, w);
  Volumes(em, a, kSet);
  Volumes(em, a, kAdd, x);
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("v/B", "w/B", "x/A"));
  EXPECT_THAT(VolumesOf(em, b), ElementsAre("v", "w"));
}

TEST_P(OrphanTest, WhatIsNoItemIsNotTakenAway) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  const Key v = StoreVolume("v", a);
  EntityManager em = Fork();
  Volumes(em, b, kRemove, v);
  Volumes(em, b, kRemove, Key{Value(99)});
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("v/A"));
}

TEST_P(OrphanTest, AnOrphanGoesWithTheFlush) {
  const Key a = StoreShelf("A");
  const Key v = StoreVolume("v", a);
  StoreVolume("w", a);
  EntityManager em = Fork();
  Volumes(em, a, kRemove, v);
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("w/A"));
  EXPECT_THAT(VolumesOf(em, a), ElementsAre("w"));
}

TEST_P(OrphanTest, ADryRunLeavesAnOrphanToBeKept) {
  const Key a = StoreShelf("A");
  const Key v = StoreVolume("v", a);
  EntityManager em = Fork();
  Volumes(em, a, kRemove, v);
  const auto plan = em.DryRun(kContext);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->size(), 1u);
  Volumes(em, a, kAdd, v);
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("v/A"));
}

TEST_P(OrphanTest, AFailedFlushLeavesAnOrphanToBeKept) {
  const Key a = StoreShelf("A");
  const Key v = StoreVolume("v", a);
  Store(Author("Ann").Take());
  EntityManager em = Fork();
  Volumes(em, a, kRemove, v);
  Create(em, Author("Ann"), "twice");
  EXPECT_EQ(ReasonOf(em.Flush(kContext)), Reason::kUniqueViolation);
  const auto found = em.FindByKey(entity("Volume"), v, Options("Volume"), kContext);
  ASSERT_TRUE(found.ok() && found->roots.size() == 1u) << found.status();
  Volumes(em, a, kAdd, v);
  ASSERT_TRUE(em.Remove({&entity("Author"), {}, "twice"}, std::nullopt, "", kContext).ok());
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("v/A"));
}

TEST_P(OrphanTest, TheOnlyItemOfAnOwnerMayComeBack) {
  const Key a = StoreShelf("A");
  const Key lamp = Store(Data(entity("Lamp")).Point("shelf", ByKey(a)).Take());
  EntityManager em = Fork();
  Assign(em, "Shelf", a, std::move(Data(entity("Shelf")).Point("lamp", Null())));
  Entity* const shelf = Assign(em, "Shelf", a, std::move(Data(entity("Shelf")).Point("lamp", ByKey(lamp))));
  ASSERT_NE(shelf->reference(property("Shelf", "lamp")), nullptr);
  EXPECT_EQ(shelf->reference(property("Shelf", "lamp"))->key(), lamp);
  Remove(em, "Shelf", a);
  Flush(em);
  EXPECT_THAT(Query("SELECT count(*) FROM lamp"), ElementsAre("0"));
}

TEST_P(OrphanTest, ANewOnlyItemTakesThePlaceOfTheOld) {
  const Key a = StoreShelf("A");
  const Key lamp = Store(Data(entity("Lamp")).Point("shelf", ByKey(a)).Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.FindByKey(entity("Shelf"), a, Options("Shelf", {"lamp"}), kContext).ok());
  Create(em, std::move(Data(entity("Lamp")).Point("shelf", ByKey(a))));
  Flush(em);
  EXPECT_THAT(Query("SELECT id || '/' || shelf_id FROM lamp"), ElementsAre("2/" + KeyText(a)));
}

TEST_P(OrphanTest, WhoWasDisplacedComesBackWhereThePlaceIsFreeAgain) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  const Key lamp = Store(Data(entity("Lamp")).Point("shelf", ByKey(a)).Take());
  for (const bool removed : {false, true}) {
    EntityManager em = Fork();
    const auto found = em.FindByKey(entity("Shelf"), a, Options("Shelf", {"lamp"}), kContext);
    ASSERT_TRUE(found.ok()) << found.status();
    Create(em, std::move(Data(entity("Lamp")).Point("shelf", ByKey(a))), "new");
    EXPECT_NE(found->roots[0]->reference(property("Shelf", "lamp"))->key(), lamp);
    if (removed) {
      ASSERT_TRUE(em.Remove({&entity("Lamp"), {}, "new"}, std::nullopt, "", kContext).ok());
    } else {
      Data moved(entity("Lamp"));
      moved.Point("shelf", ByKey(b));
      ASSERT_TRUE(em.Assign({&entity("Lamp"), {}, "new"}, moved.Take(), std::nullopt, kContext).ok());
    }
    EXPECT_EQ(found->roots[0]->reference(property("Shelf", "lamp"))->key(), lamp);
    Flush(em);
    EXPECT_THAT(Query("SELECT name FROM lamp JOIN shelf ON shelf.id = shelf_id ORDER BY name"), ElementsAre("A", "B"));
  }
}

TEST_P(OrphanTest, ARefreshLeavesThePlaceToWhoHasTakenIt) {
  const Key a = StoreShelf("A");
  Store(Data(entity("Lamp")).Point("shelf", ByKey(a)).Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.FindByKey(entity("Shelf"), a, Options("Shelf", {"lamp"}), kContext).ok());
  Create(em, std::move(Data(entity("Lamp")).Point("shelf", ByKey(a))));
  ASSERT_TRUE(em.Refresh(entity("Shelf"), a, Options("Shelf", {"lamp"}), kContext).ok());
  Flush(em);
  EXPECT_THAT(Query("SELECT id FROM lamp"), ElementsAre("2"));
}

TEST_P(OrphanTest, WhoWasGivenUpDoesNotComeBack) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  Store(Data(entity("Lamp")).Point("shelf", ByKey(a)).Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.FindByKey(entity("Shelf"), a, Options("Shelf", {"lamp"}), kContext).ok());
  Create(em, std::move(Data(entity("Lamp")).Point("shelf", ByKey(a))), "second");
  Assign(em, "Shelf", a, std::move(Data(entity("Shelf")).Point("lamp", Null())));
  Create(em, std::move(Data(entity("Lamp")).Point("shelf", ByKey(a))), "third");
  Data moved(entity("Lamp"));
  moved.Point("shelf", ByKey(b));
  ASSERT_TRUE(em.Assign({&entity("Lamp"), {}, "third"}, moved.Take(), std::nullopt, kContext).ok());
  Flush(em);
  EXPECT_THAT(Query("SELECT name FROM lamp JOIN shelf ON shelf.id = shelf_id"), ElementsAre("B"));
}

TEST_P(OrphanTest, WhoHasComeBackAndWasGivenUpDoesNotComeBackAgain) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  Store(Data(entity("Lamp")).Point("shelf", ByKey(a)).Take());
  EntityManager em = Fork();
  const auto found = em.FindByKey(entity("Shelf"), a, Options("Shelf", {"lamp"}), kContext);
  ASSERT_TRUE(found.ok()) << found.status();
  const auto move_to_b = [&] {
    Data moved(entity("Lamp"));
    moved.Point("shelf", ByKey(b));
    ASSERT_TRUE(em.Assign({&entity("Lamp"), {}, "new"}, moved.Take(), std::nullopt, kContext).ok());
  };
  Create(em, std::move(Data(entity("Lamp")).Point("shelf", ByKey(a))), "new");
  move_to_b();
  Assign(em, "Shelf", a, std::move(Data(entity("Shelf")).Point("lamp", Local("new"))));
  move_to_b();
  EXPECT_EQ(found->roots[0]->reference(property("Shelf", "lamp")), nullptr);
  Flush(em);
  EXPECT_THAT(Query("SELECT name FROM lamp JOIN shelf ON shelf.id = shelf_id"), ElementsAre("B"));
}

TEST_P(OrphanTest, ARefreshKeepsTheItems) {
  const Key a = StoreShelf("A");
  const Key v = StoreVolume("v", a);
  const Key lamp = Store(Data(entity("Lamp")).Point("shelf", ByKey(a)).Take());
  EntityManager em = Fork();
  Volumes(em, a, kRemove, v);
  Assign(em, "Shelf", a, std::move(Data(entity("Shelf")).Point("lamp", Null())));
  ASSERT_TRUE(em.Refresh(entity("Shelf"), a, Options("Shelf", {"volumes", "lamp"}), kContext).ok());
  EXPECT_THAT(VolumesOf(em, a), ElementsAre("v"));
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("v/A"));
  EXPECT_THAT(Query("SELECT id FROM lamp"), ElementsAre(KeyText(lamp)));
}

TEST_P(OrphanTest, WhatWasAddedToAnOwnerThatIsRemovedGoesWithIt) {
  const Key a = StoreShelf("A");
  EntityManager em = Fork();
  Assign(em, "Shelf", a,
         std::move(Data(entity("Shelf")).Items("volumes", kAdd, New(Data(entity("Volume")).Set("name", "n").Take()))));
  Remove(em, "Shelf", a);
  Flush(em);
  EXPECT_THAT(Stored(), IsEmpty());
}

TEST_P(OrphanTest, ANewItemThatWasTakenAwayIsNone) {
  const Key a = StoreShelf("A");
  EntityManager em = Fork();
  Create(em, std::move(Data(entity("Volume")).Set("name", "n").Point("shelf", ByKey(a))), "n");
  Assign(em, "Shelf", a, std::move(Data(entity("Shelf")).Items("volumes", kRemove, Local("n"))));
  EXPECT_THAT(VolumesOf(em, a), IsEmpty());
  Flush(em);
  EXPECT_THAT(Stored(), IsEmpty());
}

TEST_P(OrphanTest, TheOnlyItemOfAnOwnerMayMove) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  const Key lamp = Store(Data(entity("Lamp")).Point("shelf", ByKey(a)).Take());
  EntityManager em = Fork();
  Assign(em, "Shelf", a, std::move(Data(entity("Shelf")).Point("lamp", Null())));
  Assign(em, "Shelf", b, std::move(Data(entity("Shelf")).Point("lamp", ByKey(lamp))));
  Flush(em);
  EXPECT_THAT(Query("SELECT s.name FROM lamp l JOIN shelf s ON s.id = l.shelf_id"), ElementsAre("B"));
  ASSERT_TRUE(em.FindByKey(entity("Shelf"), b, Options("Shelf", {"lamp"}), kContext).ok());
  Remove(em, "Shelf", b);
  Flush(em);
  EXPECT_THAT(Query("SELECT count(*) FROM lamp"), ElementsAre("0"));
}

TEST_P(OrphanTest, RemovalsThatAreTakenBackHarmNobody) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  const Key v = StoreVolume("v", a);
  EntityManager em = Fork();
  for (const auto& [type, key] : {std::pair("Volume", v), std::pair("Shelf", b)}) {
    ASSERT_TRUE(em.FindByKey(entity(type), key, Options(type), kContext).ok());
  }
  em.BeginStaging();
  Volumes(em, b, kRemove, v);
  Volumes(em, b, kSet);
  em.RollbackStaging();
  Remove(em, "Shelf", b);
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("v/A"));
}

INSTANTIATE_TEST_SUITE_P(Databases, OrphanTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
