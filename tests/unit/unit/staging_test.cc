// Staging itself, before there is any statement.
#include "orm/base/error.h"
#include "tests/unit/unit/flush_fixture.h"

namespace ormd {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class StagingTest : public FlushTest {
 protected:
  static constexpr int64_t kMany = 20'000;

  // A book with so many tags, of which nothing but the key is known.
  Data Tagged(int64_t tags) {
    Data book(entity("Book"));
    book.Set("title", "x");
    for (int64_t i = 1; i <= tags; ++i) book.Items("tags", CollectionOperation::kAdd, ByKey({Value(i)}));
    return book;
  }
};

TEST_P(StagingTest, EndsWithItsContextAndLeavesNothing) {
  Context context;
  context.cancellation = std::make_shared<Cancellation>();
  context.cancellation->Cancel();
  EntityManager em = Fork();
  const auto staged = em.Create(Tagged(kMany).Take(), "", context);
  EXPECT_EQ(ReasonOf(staged.status()), Reason::kStatementCancelled);
  EXPECT_THAT(*em.DryRun(kContext), IsEmpty());
}

// What the request says behind that is not looked at.
TEST_P(StagingTest, EndsSoonOnceThereAreTooManyEntities) {
  LimitEntities(100);
  Data book = Tagged(kMany);
  book.Items("tags", CollectionOperation::kAdd, Local("nobody"));
  EntityManager em = Fork();
  EXPECT_EQ(ReasonOf(em.Create(book.Take(), "", kContext).status()), Reason::kLimitExceeded);
  EXPECT_THAT(*em.DryRun(kContext), IsEmpty());
}

TEST_P(StagingTest, ARowIsFoundAgainByItsKeyHoweverOftenItsReplacementIsTakenBack) {
  std::vector<Key> authors;
  for (const char* name : {"a", "b", "c"}) authors.push_back(Store(Author(name).Take()));
  EntityManager em = Fork();
  const auto replace = [&](const Key& key) {
    ASSERT_NE(Create(em, std::move(Author("new").Set("id", key.front()))), nullptr);
    Remove(em, "Author", key);
  };
  Remove(em, "Author", authors[0]);
  replace(authors[0]);
  em.BeginStaging();
  Remove(em, "Author", authors[1]);
  replace(authors[1]);
  em.RollbackStaging();
  Remove(em, "Author", authors[2]);
  replace(authors[2]);
  replace(authors[0]);
  // Removed already: nothing more happens to it.
  for (const Key& key : {authors[0], authors[2]}) Remove(em, "Author", key);
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(Query("SELECT name FROM author"), testing::ElementsAre("b"));
}

INSTANTIATE_TEST_SUITE_P(, StagingTest, testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
