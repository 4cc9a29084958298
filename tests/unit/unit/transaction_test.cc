// Transactions and savepoints of an EntityManager, and staging that is taken back.
#include "orm/base/error.h"
#include "tests/unit/unit/transaction_fixture.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(TransactionTest, CommitFlushesAndWrites) {
  EntityManager em = Fork();
  EXPECT_EQ(*em.Begin({}, kContext), 1);
  ASSERT_TRUE(Create(em, "Ann").ok());
  ASSERT_TRUE(em.Commit(0, kContext).ok());
  EXPECT_THAT(Names(), ElementsAre("Ann"));
  EXPECT_EQ(em.depth(), 0);
}

TEST_P(TransactionTest, RollbackUndoesAndClears) {
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  ASSERT_TRUE(Create(em, "Ann").ok());
  ASSERT_TRUE(em.Flush(kContext).ok());
  ASSERT_TRUE(em.Rollback(0, kContext).ok());
  EXPECT_EQ(em.entity_count(), 0u);
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_P(TransactionTest, NestedTransactionsAreSavepoints) {
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  ASSERT_TRUE(Create(em, "outer").ok());
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_EQ(*em.Begin({}, kContext), 2);
  ASSERT_TRUE(Create(em, "inner").ok());
  ASSERT_TRUE(em.Flush(kContext).ok());
  ASSERT_TRUE(em.Rollback(2, kContext).ok());
  EXPECT_EQ(em.depth(), 1);
  ASSERT_TRUE(em.Commit(1, kContext).ok());
  EXPECT_THAT(Names(), ElementsAre("outer"));
}

TEST_P(TransactionTest, CommitOfTheOuterEndsTheInner) {
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  ASSERT_TRUE(Create(em, "Ann").ok());
  ASSERT_TRUE(em.Commit(1, kContext).ok());
  EXPECT_EQ(em.depth(), 0);
  EXPECT_THAT(Names(), ElementsAre("Ann"));
}

TEST_P(TransactionTest, AFailedFlushLeavesTheTransactionUsable) {
  Store(Data(entity("Author")).Set("name", "Ann").Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  ASSERT_TRUE(Create(em, "Ann").ok());
  EXPECT_EQ(ReasonOf(em.Flush(kContext)), Reason::kUniqueViolation);
  em.Clear();
  ASSERT_TRUE(Create(em, "Bob").ok());
  ASSERT_TRUE(em.Commit(0, kContext).ok());
  EXPECT_THAT(Names(), ElementsAre("Ann", "Bob"));
}

TEST_P(TransactionTest, CommitWithoutBeginIsRefused) {
  EntityManager em = Fork();
  EXPECT_EQ(ReasonOf(em.Commit(0, kContext)), Reason::kNoTransaction);
  EXPECT_EQ(ReasonOf(em.Rollback(0, kContext)), Reason::kNoTransaction);
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  EXPECT_EQ(ReasonOf(em.Commit(2, kContext)), Reason::kNoTransaction);
}

TEST_P(TransactionTest, AReadOnlyTransactionRefusesToFlush) {
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({Isolation::kDefault, true}, kContext).ok());
  ASSERT_TRUE(Create(em, "Ann").ok());
  EXPECT_EQ(ReasonOf(em.Flush(kContext)), Reason::kReadOnly);
}

TEST_P(TransactionTest, ASavepointTakesNoIsolation) {
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({Isolation::kSerializable, false}, kContext).ok());
  EXPECT_EQ(ReasonOf(em.Begin({Isolation::kSerializable, false}, kContext).status()), Reason::kBadRequest);
}

TEST_P(TransactionTest, EndingTheEntityManagerRollsBack) {
  {
    EntityManager em = Fork();
    ASSERT_TRUE(em.Begin({}, kContext).ok());
    ASSERT_TRUE(Create(em, "Ann").ok());
    ASSERT_TRUE(em.Flush(kContext).ok());
  }
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_P(TransactionTest, StagingThatFailsHalfWayIsTakenBack) {
  EntityManager em = Fork();
  ASSERT_TRUE(Create(em, "Ann").ok());
  EntityData data = Data(entity("Book"))
                        .Set("title", "x")
                        .Point("author", New(Data(entity("Author")).Set("name", "Bob").Take()))
                        .Items("tags", CollectionOperation::kSet, Local("nobody"))
                        .Take();
  EXPECT_EQ(ReasonOf(em.Create(std::move(data), "book", kContext).status()), Reason::kBadValue);
  EXPECT_EQ(em.FindLocal("book"), nullptr);
  EXPECT_EQ(em.entity_count(), 1u);
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(Names(), ElementsAre("Ann"));
}

TEST_P(TransactionTest, BracketedStagingIsTakenBackAsAWhole) {
  const Key ann = Store(Data(entity("Author")).Set("name", "Ann").Take());
  EntityManager em = Fork();
  em.BeginStaging();
  ASSERT_TRUE(Create(em, "Bob").ok());
  ASSERT_TRUE(
      em.Assign({&entity("Author"), ann, ""}, Data(entity("Author")).Set("name", "Zoe").Take(), std::nullopt, kContext)
          .ok());
  ASSERT_TRUE(em.Remove({&entity("Author"), ann, ""}, std::nullopt, "", kContext).ok());
  em.RollbackStaging();
  TakeSql();
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(TakeSql(), IsEmpty());
  EXPECT_THAT(Names(), ElementsAre("Ann"));
}

TEST_P(TransactionTest, EveryChangeOfABracketIsTakenBack) {
  const Key ann = Store(Data(entity("Author")).Set("name", "Ann").Set("bio", "old").Take());
  EntityManager em = Fork();
  const auto assign = [&](Data data) {
    ASSERT_TRUE(em.Assign({&entity("Author"), ann, ""}, data.Take(), std::nullopt, kContext).ok());
  };
  assign(std::move(Data(entity("Author")).Set("bio", "staged")));
  em.BeginStaging();
  assign(std::move(Data(entity("Author")).Set("name", "Bob").Set("bio", "new")));
  assign(std::move(Data(entity("Author")).Set("name", "Zoe").Set("bio", "newer")));
  assign(std::move(Data(entity("Author")).Set("name", "Ann").Set("bio", "old")));
  em.RollbackStaging();
  const Entity* author = *em.GetReference(entity("Author"), ann);
  EXPECT_EQ(author->value(property("Author", "name")), Value("Ann"));
  EXPECT_FALSE(author->dirty(property("Author", "name").index));
  EXPECT_EQ(author->value(property("Author", "bio")), Value("staged"));
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(Query("SELECT bio FROM author"), ElementsAre("staged"));
}

TEST_P(TransactionTest, AFlushWhoseContextEndsBehindItsLastStatementIsTakenBack) {
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  ASSERT_TRUE(Create(em, "Ann").ok());
  const Context context{absl::InfiniteFuture(), std::make_shared<Cancellation>()};
  observer().set_hook([&context](std::string_view sql) {
    if (sql.starts_with("INSERT")) context.cancellation->Cancel();
  });
  EXPECT_EQ(ReasonOf(em.Flush(context)), Reason::kStatementCancelled);
  observer().set_hook(nullptr);
  EXPECT_EQ(em.depth(), 1);
  ASSERT_TRUE(em.Commit(0, kContext).ok());  // what is staged still is flushed now, once
  EXPECT_EQ(em.depth(), 0);
  EXPECT_THAT(Names(), ElementsAre("Ann"));
}

TEST_P(TransactionTest, CollectionsOfACreateThatIsTakenBackAreUnknownAgain) {
  const Key ann = Store(Data(entity("Author")).Set("name", "Ann").Take());
  const Key tag = Store(Data(entity("Tag")).Set("label", "t").Take());
  Store(Data(entity("Book"))
            .Set("title", "Sea")
            .Point("author", ByKey(ann))
            .Items("tags", CollectionOperation::kSet, ByKey(tag))
            .Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.GetReference(entity("Tag"), tag).ok());
  em.BeginStaging();
  ASSERT_TRUE(em.Create(Data(entity("Tag")).Set("id", tag[0]).Set("label", "u").Take(), "", kContext).ok());
  em.RollbackStaging();
  const FindResult found = *em.FindByKey(entity("Tag"), tag, Options("Tag", {"books"}), kContext);
  ASSERT_EQ(found.roots.size(), 1u);
  EXPECT_EQ(found.roots[0]->collection(property("Tag", "books")).items().size(), 1u);
}

// What is read while something is staged stays with those that were known before; what it read of others goes.
TEST_P(TransactionTest, AReferenceThatWasReadInABracketOutlivesIt) {
  const Key bob = Store(Data(entity("Author")).Set("name", "Bob").Take());
  const Key ann = Store(Data(entity("Author")).Set("name", "Ann").Point("mentor", ByKey(bob)).Take());
  const Key cid = Store(Data(entity("Author")).Set("name", "Cid").Take());
  EntityManager em = Fork();
  Entity* const known = *em.GetReference(entity("Author"), ann);
  em.BeginStaging();
  const auto assigned = em.Assign({&entity("Author"), ann, ""}, Data(entity("Author")).Set("bio", "x").Take(),
                                  std::nullopt, kContext);
  ASSERT_EQ(assigned.value(), known);
  ASSERT_TRUE(Create(em, "Dan").ok());
  em.RollbackStaging();
  EXPECT_EQ(em.entity_count(), 2u);  // Ann, and her mentor by his key
  ASSERT_TRUE(em.GetReference(entity("Author"), cid).ok());
  const PropertyMetadata& mentor = property("Author", "mentor");
  EXPECT_TRUE(known->loaded(mentor.index));
  ASSERT_NE(known->reference(mentor), nullptr);
  EXPECT_EQ(known->reference(mentor), *em.GetReference(entity("Author"), bob));
  const FindResult found = *em.FindByKey(entity("Author"), ann, Options("Author", {"mentor"}), kContext);
  ASSERT_EQ(found.nodes.size(), 2u);
  EXPECT_EQ(found.nodes[1].entity->value(property("Author", "name")), Value("Bob"));
}

TEST_P(TransactionTest, ACollectionThatWasReadInABracketIsReadAgainBehindIt) {
  const Key ann = Store(Data(entity("Author")).Set("name", "Ann").Take());
  const Key bob = Store(Data(entity("Author")).Set("name", "Bob").Take());
  const Key sea = Store(Data(entity("Book")).Set("title", "Sea").Point("author", ByKey(ann)).Take());
  for (int number = 1; number <= 2; ++number) {
    Store(Data(entity("Page")).Set("number", number).Set("text", "p").Point("book", ByKey(sea)).Take());
  }
  EntityManager em = Fork();
  const FindResult before = *em.FindByKey(entity("Book"), sea, Options("Book"), kContext);
  em.BeginStaging();
  ASSERT_TRUE(em.Assign({&entity("Book"), sea, ""},
                        Data(entity("Book")).Items("pages", CollectionOperation::kSet).Take(), std::nullopt, kContext)
                  .ok());
  em.RollbackStaging();
  EXPECT_FALSE(before.roots[0]->collection(property("Book", "pages")).initialized());
  // Others come to stand where the pages stood.
  for (const Key& author : {ann, bob}) {
    ASSERT_TRUE(em.FindByKey(entity("Author"), author, Options("Author"), kContext).ok());
  }
  const FindResult found = *em.FindByKey(entity("Book"), sea, Options("Book", {"pages"}), kContext);
  EXPECT_EQ(found.nodes.size(), 3u);
  ASSERT_TRUE(em.Remove({&entity("Book"), sea, ""}, std::nullopt, "", kContext).ok());
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(Names(), ElementsAre("Ann", "Bob"));
  EXPECT_THAT(Query("SELECT count(*) FROM page"), ElementsAre("0"));
}

TEST_P(TransactionTest, WhatRefersToACreateThatIsTakenBackIsReadAgain) {
  const Key top = Store(Data(entity("Category")).Set("code", "top").Take());
  const Key sub = Store(Data(entity("Category")).Set("code", "sub").Point("parent", ByKey(top)).Take());
  EntityManager em = Fork();
  const Entity* const known = *em.GetReference(entity("Category"), sub);
  const PropertyMetadata& parent = property("Category", "parent");
  em.BeginStaging();
  ASSERT_TRUE(em.Create(Data(entity("Category")).Set("code", "top").Take(), "", kContext).ok());
  ASSERT_TRUE(em.Assign({&entity("Category"), sub, ""}, Data(entity("Category")).Point("parent", Null()).Take(),
                        std::nullopt, kContext)
                  .ok());
  EXPECT_EQ(known->reference(parent), nullptr);
  em.RollbackStaging();
  EXPECT_FALSE(known->dirty());
  EXPECT_FALSE(known->loaded(parent.index));
  const FindResult found = *em.FindByKey(entity("Category"), sub, Options("Category"), kContext);
  ASSERT_NE(known->reference(parent), nullptr);
  EXPECT_EQ(known->reference(parent)->key(), top);
}

TEST_P(TransactionTest, AReferenceIsItsKey) {
  EntityManager em = Fork();
  const Entity* const page = *em.GetReference(entity("Page"), {Value(7), Value(3)});
  EXPECT_TRUE(page->loaded(property("Page", "book").index));
  EXPECT_EQ(page->reference(property("Page", "book")), *em.GetReference(entity("Book"), {Value(7)}));
  EXPECT_EQ(page->value(property("Page", "number")), Value(3));
  EXPECT_FALSE(page->loaded(property("Page", "text").index));
  EXPECT_TRUE(page->value(property("Page", "text")).is_null());
}

INSTANTIATE_TEST_SUITE_P(Databases, TransactionTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
