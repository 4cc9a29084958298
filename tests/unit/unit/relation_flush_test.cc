// What a flush writes where both sides of a relation, or one of them twice, were changed.
#include "orm/base/error.h"
#include "tests/unit/unit/flush_fixture.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto kSet = CollectionOperation::kSet;
constexpr auto kAdd = CollectionOperation::kAdd;
constexpr auto kRemove = CollectionOperation::kRemove;

class RelationFlushTest : public FlushTest {
 protected:
  Key StoreShelf(const std::string& name) { return Store(Data(entity("Shelf")).Set("name", name).Take()); }
  Key StoreVolume(const std::string& name, const Key& shelf) {
    return Store(Data(entity("Volume")).Set("name", name).Point("shelf", ByKey(shelf)).Take());
  }
  template <typename... Targets>
  void Volumes(EntityManager& em, const Key& shelf, CollectionOperation operation, Targets... volumes) {
    Assign(em, "Shelf", shelf, std::move(Data(entity("Shelf")).Items("volumes", operation, ByKey(volumes)...)));
  }
  template <typename... Targets>
  void Tags(EntityManager& em, const Key& book, CollectionOperation operation, Targets... tags) {
    Assign(em, "Book", book, std::move(Data(entity("Book")).Items("tags", operation, ByKey(tags)...)));
  }
  void Flush(EntityManager& em) {
    const absl::Status status = em.Flush(kContext);
    EXPECT_TRUE(status.ok()) << status;
  }
  // Of the items, in the collection's order.
  std::vector<std::string> NamesIn(EntityManager& em, const std::string& type, const Key& key,
                                   const std::string& collection, const std::string& name) {
    const auto found = em.FindByKey(entity(type), key, Options(type, {collection}), kContext);
    EXPECT_TRUE(found.ok() && found->roots.size() == 1u) << found.status();
    std::vector<std::string> names;
    const PropertyMetadata& relation = property(type, collection);
    for (const Entity* item : found->roots[0]->collection(relation).items()) {
      names.push_back(ValueText(item->value(property(relation.target->short_name, name))));
    }
    return names;
  }
  std::vector<std::string> VolumesOf(EntityManager& em, const Key& shelf) {
    return NamesIn(em, "Shelf", shelf, "volumes", "name");
  }
  // "name/shelf" of the rows.
  std::vector<std::string> Stored() {
    return Query("SELECT v.name || '/' || coalesce(s.name, '-') FROM volume v LEFT JOIN shelf s ON s.id = v.shelf_id "
                 "ORDER BY v.id");
  }
  std::vector<std::string> Links() {
    return Query("SELECT b.title || '/' || t.label FROM book_tags l JOIN book b ON b.id = l.book_id "
                 "JOIN tag t ON t.id = l.tag_id ORDER BY 1");
  }
};

TEST_P(RelationFlushTest, AnOrphanThatGetsAnOwnerStays) {
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

TEST_P(RelationFlushTest, WhatIsNoItemIsNotTakenAway) {
  const Key a = StoreShelf("A"), b = StoreShelf("B");
  const Key v = StoreVolume("v", a);
  EntityManager em = Fork();
  Volumes(em, b, kRemove, v);
  Volumes(em, b, kRemove, Key{Value(99)});
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("v/A"));
}

TEST_P(RelationFlushTest, AnOrphanGoesWithTheFlush) {
  const Key a = StoreShelf("A");
  const Key v = StoreVolume("v", a);
  StoreVolume("w", a);
  EntityManager em = Fork();
  Volumes(em, a, kRemove, v);
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("w/A"));
  EXPECT_THAT(VolumesOf(em, a), ElementsAre("w"));
}

TEST_P(RelationFlushTest, ADryRunLeavesAnOrphanToBeKept) {
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

TEST_P(RelationFlushTest, AFailedFlushLeavesAnOrphanToBeKept) {
  const Key a = StoreShelf("A");
  const Key v = StoreVolume("v", a);
  Store(Author("Ann").Take());
  EntityManager em = Fork();
  Volumes(em, a, kRemove, v);
  Create(em, Author("Ann"));
  EXPECT_EQ(ReasonOf(em.Flush(kContext)), Reason::kUniqueViolation);
  const auto found = em.FindByKey(entity("Volume"), v, Options("Volume"), kContext);
  ASSERT_TRUE(found.ok() && found->roots.size() == 1u) << found.status();
  Volumes(em, a, kAdd, v);
}

TEST_P(RelationFlushTest, TheOnlyItemOfAnOwnerMayComeBack) {
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

TEST_P(RelationFlushTest, ANewOnlyItemTakesThePlaceOfTheOld) {
  const Key a = StoreShelf("A");
  const Key lamp = Store(Data(entity("Lamp")).Point("shelf", ByKey(a)).Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.FindByKey(entity("Shelf"), a, Options("Shelf", {"lamp"}), kContext).ok());
  Create(em, std::move(Data(entity("Lamp")).Point("shelf", ByKey(a))));
  Flush(em);
  EXPECT_THAT(Query("SELECT id || '/' || shelf_id FROM lamp"), ElementsAre("2/" + KeyText(a)));
}

TEST_P(RelationFlushTest, AnItemThatMovedOnIsNotAddedToTheFirst) {
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

TEST_P(RelationFlushTest, ANewItemThatWasTakenAwayIsNone) {
  const Key a = StoreShelf("A");
  EntityManager em = Fork();
  Create(em, std::move(Data(entity("Volume")).Set("name", "n").Point("shelf", ByKey(a))), "n");
  Assign(em, "Shelf", a, std::move(Data(entity("Shelf")).Items("volumes", kRemove, Local("n"))));
  EXPECT_THAT(VolumesOf(em, a), IsEmpty());
  Flush(em);
  EXPECT_THAT(Stored(), IsEmpty());
}

TEST_P(RelationFlushTest, AnItemThatCameBackOverItsOwnSideIsAnItem) {
  const Key a = StoreShelf("A");
  const Key v = StoreVolume("v", a);
  EntityManager em = Fork();
  Volumes(em, a, kRemove, v);
  Assign(em, "Volume", v, std::move(Data(entity("Volume")).Point("shelf", ByKey(a))));
  EXPECT_THAT(VolumesOf(em, a), ElementsAre("v"));
  Flush(em);
  EXPECT_THAT(Stored(), ElementsAre("v/A"));
}

TEST_P(RelationFlushTest, TheOnlyItemOfAnOwnerMayMove) {
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

TEST_P(RelationFlushTest, RemovalsThatAreTakenBackHarmNobody) {
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

TEST_P(RelationFlushTest, WhatIsReadLaterHasWhatIsStaged) {
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

TEST_P(RelationFlushTest, WhatIsReadBetweenStagingAndItsEndIsTakenBackToo) {
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

TEST_P(RelationFlushTest, AnInverseSideThatIsReadLaterHasTheStagedLinks) {
  const Key tag = Store(Data(entity("Tag")).Set("label", "t").Take());
  const Key book = Store(Book("Sea", New(Author("Ann").Take())).Take());
  EntityManager em = Fork();
  Tags(em, book, kAdd, tag);
  Assign(em, "Tag", tag, std::move(Data(entity("Tag")).Items("books", kSet)));
  Flush(em);
  EXPECT_THAT(Links(), IsEmpty());
}

TEST_P(RelationFlushTest, ARefreshMovesTheItemBack) {
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

TEST_P(RelationFlushTest, WhatPointsToARowThatWillNotBeMadeIsAnsweredWithoutItAndNotWritten) {
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

TEST_P(RelationFlushTest, WhatAFailedBracketReadKeepsWhatWasStagedBefore) {
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

TEST_P(RelationFlushTest, WhatPointsToARowBeforeItIsMadeIsItsItem) {
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
    EXPECT_EQ(items.items().front()->key(), v);
    ASSERT_TRUE(em.Remove({&entity("Shelf"), {}, "x"}, std::nullopt, "", kContext).ok());
    EXPECT_THAT(em.DryRun(kContext)->size(), 1u) << "the volume goes too";
  }
}

TEST_P(RelationFlushTest, ItemsThatWereStagedByTheirKeysAreRead) {
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

TEST_P(RelationFlushTest, LinksThatAFailedBracketReadKeepWhatWasStagedBefore) {
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

INSTANTIATE_TEST_SUITE_P(Databases, RelationFlushTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
