// Transactions and savepoints of an EntityManager, and staging that is taken back.
#include "orm/base/error.h"
#include "tests/unit/unit/unit_fixture.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TransactionTest : public UnitTest {
 protected:
  absl::Status Create(EntityManager& em, const std::string& name) {
    return em.Create(Data(entity("Author")).Set("name", name).Take(), "", kContext).status();
  }
  std::vector<std::string> Names() { return Query("SELECT name FROM author ORDER BY name"); }
};

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

INSTANTIATE_TEST_SUITE_P(Databases, TransactionTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
