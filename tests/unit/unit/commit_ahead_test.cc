// Commits that go along with the last statements before them.
#include "orm/base/error.h"
#include "tests/unit/unit/transaction_fixture.h"

namespace ormd {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

auto IsGuarded(const std::string& write) {
  return AllOf(StartsWith("WITH written AS (" + write), HasSubstr(" 1 / ("));
}

class CommitAheadTest : public TransactionTest {
 protected:
  Entity* Find(EntityManager& em, const std::string& name, LockMode lock = LockMode::kNone) {
    FindOptions options = Where("Author", Value(Map{{"name", Value(name)}}));
    options.lock = lock;
    return em.Find(entity("Author"), options, kContext)->roots.at(0);
  }
  Entity* Lock(EntityManager& em, const std::string& name) { return Find(em, name, LockMode::kPessimisticWrite); }
  void Rename(EntityManager& em, const Entity* author, const std::string& name) {
    const EntityTarget target{&entity("Author"), author->key(), ""};
    EXPECT_TRUE(em.Assign(target, Data(entity("Author")).Set("name", name).Take(), std::nullopt, kContext).ok());
  }
  static bool TakesTheCommitAlong(EntityManager& em);
  void AddTrigger(const std::string& event, const std::string& body);
};

// Whether a flush of what is staged takes the commit along; then commits.
bool CommitAheadTest::TakesTheCommitAlong(EntityManager& em) {
  const absl::Status flushed = em.FlushBeforeCommit(kContext);
  EXPECT_TRUE(flushed.ok()) << flushed;
  const bool committed = em.committed();
  EXPECT_EQ(em.depth(), 1);
  const absl::Status status = em.Commit(0, kContext);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(em.depth(), 0);
  EXPECT_FALSE(em.committed());
  return committed;
}

TEST_P(CommitAheadTest, ACommitGoesAlongWithNewRowsAndWithChangesOfLockedOnes) {
  Store(Data(entity("Author")).Set("name", "Ann").Take());
  Store(Data(entity("Author")).Set("name", "Bob").Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  Entity* ann = Lock(em, "Ann");
  Rename(em, ann, "Anna");
  ASSERT_TRUE(Create(em, "Cid").ok());
  TakeSql();
  EXPECT_EQ(TakesTheCommitAlong(em), !is_sqlite());
  std::vector<std::string> sql = TakeSql();
  std::erase(sql, "RELEASE SAVEPOINT s1");  // SQLite's
  EXPECT_THAT(sql, ElementsAre("SAVEPOINT s1", StartsWith("INSERT"), StartsWith("UPDATE"), "COMMIT"));
  EXPECT_THAT(Names(), ElementsAre("Anna", "Bob", "Cid"));

  // Of another transaction nothing is locked, nor of one that is a flush's own.
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  Rename(em, ann, "Ann");
  TakeSql();
  EXPECT_EQ(TakesTheCommitAlong(em), !is_sqlite());
  if (!is_sqlite()) {
    EXPECT_THAT(TakeSql(), ElementsAre("SAVEPOINT s1", IsGuarded("UPDATE"), "COMMIT"));
  }
  EXPECT_THAT(Names(), ElementsAre("Ann", "Bob", "Cid"));
}

TEST_P(CommitAheadTest, ACommitWaitsUntilAllRowsAreSeenToHaveBeenMet) {
  Store(Data(entity("Author")).Set("name", "Ann").Take());
  Store(Data(entity("Author")).Set("name", "Bob").Take());
  EntityManager em = Fork();
  Entity* ann = Find(em, "Ann");
  Entity* bob = Find(em, "Bob");
  RunScript("DELETE FROM author WHERE name = 'Ann'");
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  Rename(em, bob, "Bert");
  Rename(em, ann, "Anna");
  EXPECT_EQ(ReasonOf(em.FlushBeforeCommit(kContext)), Reason::kEntityNotFound);
  EXPECT_EQ(em.depth(), 1);
  ASSERT_TRUE(em.Rollback(0, kContext).ok());
  EXPECT_THAT(Names(), ElementsAre("Bob"));
}

TEST_P(CommitAheadTest, BehindARemovalNoRowIsKnownToBeLocked) {
  Store(Data(entity("Author")).Set("name", "Ann").Take());
  Store(Data(entity("Author")).Set("name", "Bob").Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  Entity* ann = Lock(em, "Ann");
  Entity* bob = Lock(em, "Bob");
  ASSERT_TRUE(em.Remove({&entity("Author"), bob->key(), ""}, std::nullopt, "", kContext).ok());
  ASSERT_TRUE(em.Flush(kContext).ok());
  Rename(em, ann, "Anna");
  TakeSql();
  EXPECT_EQ(TakesTheCommitAlong(em), !is_sqlite());
  if (!is_sqlite()) {
    EXPECT_THAT(TakeSql(), ElementsAre("SAVEPOINT s1", IsGuarded("UPDATE"), "COMMIT"));
  }
  EXPECT_THAT(Names(), ElementsAre("Anna"));
}

TEST_P(CommitAheadTest, ACommitGoesAlongWithRemovals) {
  Store(Data(entity("Author")).Set("name", "Ann").Take());
  Store(Data(entity("Author")).Set("name", "Bob").Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  Rename(em, Lock(em, "Ann"), "Anna");
  ASSERT_TRUE(em.Remove({&entity("Author"), Lock(em, "Bob")->key(), ""}, std::nullopt, "", kContext).ok());
  TakeSql();
  EXPECT_EQ(TakesTheCommitAlong(em), !is_sqlite());
  if (!is_sqlite()) {
    EXPECT_THAT(TakeSql(), ElementsAre("SAVEPOINT s1", IsGuarded("UPDATE"), IsGuarded("DELETE"), "COMMIT"));
  }
  EXPECT_THAT(Names(), ElementsAre("Anna"));
}

TEST_P(CommitAheadTest, AFlushThatFailsTakesNoCommitAlong) {
  Store(Data(entity("Author")).Set("name", "Ann").Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  ASSERT_TRUE(Create(em, "Bob").ok());
  ASSERT_TRUE(em.Flush(kContext).ok());
  ASSERT_TRUE(Create(em, "Ann").ok());
  EXPECT_EQ(ReasonOf(em.FlushBeforeCommit(kContext)), Reason::kUniqueViolation);
  EXPECT_FALSE(em.committed());
  em.Clear();
  ASSERT_TRUE(Create(em, "Cid").ok());
  ASSERT_TRUE(em.Commit(0, kContext).ok());
  EXPECT_THAT(Names(), ElementsAre("Ann", "Bob", "Cid"));
}

TEST_P(CommitAheadTest, ACommitThatWentAlongAndFailsIsToldByCommit) {
  if (is_sqlite()) return;  // no commit goes along
  RunScript("ALTER TABLE author ADD CONSTRAINT one_name UNIQUE (name) DEFERRABLE INITIALLY DEFERRED;"
            "ALTER TABLE author DROP CONSTRAINT author_name_unique");
  Store(Data(entity("Author")).Set("name", "Ann").Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  ASSERT_TRUE(Create(em, "Ann").ok());
  ASSERT_TRUE(em.FlushBeforeCommit(kContext).ok());
  EXPECT_EQ(ReasonOf(em.Commit(0, kContext)), Reason::kUniqueViolation);
  EXPECT_EQ(em.depth(), 0);
  EXPECT_EQ(em.entity_count(), 0u);
  EXPECT_THAT(Names(), ElementsAre("Ann"));
}

// A trigger of PostgreSQL, before each row of author.
void CommitAheadTest::AddTrigger(const std::string& event, const std::string& body) {
  RunScript("CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + body + " RETURN NEW; END $$;" +
            "CREATE TRIGGER act BEFORE " + event + " ON author FOR EACH ROW EXECUTE FUNCTION act()");
}

TEST_P(CommitAheadTest, WhatATriggerLeavesOutOfACommitIsAnUnknownOne) {
  if (is_sqlite()) return;  // no commit goes along
  Store(Data(entity("Author")).Set("name", "Ann").Take());
  AddTrigger("UPDATE", "RETURN NULL;");
  for (const bool before : {false, true}) {
    EntityManager em = Fork();
    ASSERT_TRUE(em.Begin({}, kContext).ok());
    Rename(em, Lock(em, "Ann"), "Anna");
    ASSERT_TRUE(Create(em, before ? "before" : "by commit").ok());
    const absl::Status status = before ? em.FlushBeforeCommit(kContext) : em.Commit(0, kContext);
    EXPECT_EQ(ReasonOf(status), Reason::kCommitUnknown) << status;
    EXPECT_EQ(em.depth(), 0);
    EXPECT_EQ(em.entity_count(), 0u);
  }
  EXPECT_THAT(Names(), ElementsAre("Ann", "before", "by commit"));
}

TEST_P(CommitAheadTest, AFlushOfItsOwnIsCommittedOnceItsAnswersAreSeen) {
  if (is_sqlite()) return;  // its triggers leave no rows out
  AddTrigger("INSERT", "IF NEW.name = 'Skip' THEN RETURN NULL; END IF;");
  EntityManager em = Fork();
  ASSERT_TRUE(Create(em, "Ann").ok());
  ASSERT_TRUE(Create(em, "Skip").ok());
  EXPECT_EQ(ReasonOf(em.Flush(kContext)), Reason::kInternal);
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_P(CommitAheadTest, AFlushOfItsOwnTakesItsCommitAlongBehindGuards) {
  if (is_sqlite()) return;  // no commit goes along
  Store(Data(entity("Author")).Set("name", "Ann").Take());
  Store(Data(entity("Author")).Set("name", "Bob").Take());
  EntityManager em = Fork();
  Rename(em, Find(em, "Ann"), "Anna");
  Entity* const cid = *em.Create(Data(entity("Author")).Set("name", "Cid").Take(), "", kContext);
  ASSERT_TRUE(em.Remove({&entity("Author"), Find(em, "Bob")->key(), ""}, std::nullopt, "", kContext).ok());
  TakeSql();
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(TakeSql(), ElementsAre("BEGIN", IsGuarded("INSERT"), IsGuarded("UPDATE"), IsGuarded("DELETE"), "COMMIT"));
  EXPECT_TRUE(cid->has_key());
  EXPECT_THAT(Names(), ElementsAre("Anna", "Cid"));
}

TEST_P(CommitAheadTest, ManyRowsAreNotGuarded) {
  EntityManager em = Fork();
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(Create(em, std::to_string(i)).ok());
  TakeSql();
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(TakeSql(), testing::Contains(StartsWith("INSERT")));
  EXPECT_EQ(Names().size(), 300u);
}

TEST_P(CommitAheadTest, ARowThatAGuardMissesIsNamed) {
  if (is_sqlite()) return;  // has no guards
  for (const char* name : {"Ann", "Bob", "Cid"}) Store(Data(entity("Author")).Set("name", name).Take());
  EntityManager em = Fork();
  const Key bob = Find(em, "Bob")->key();
  for (const char* name : {"Ann", "Bob", "Cid"}) {
    const EntityTarget target{&entity("Author"), Find(em, name)->key(), ""};
    ASSERT_TRUE(em.Remove(target, std::nullopt, std::string("place of ") + name, kContext).ok());
  }
  RunScript("DELETE FROM author WHERE name = 'Bob'");
  const absl::Status status = em.Flush(kContext);
  EXPECT_EQ(ReasonOf(status), Reason::kEntityNotFound);
  ASSERT_EQ(ErrorOf(status).violations.size(), 1u);
  EXPECT_EQ(ErrorOf(status).violations[0].field, "place of Bob");
  EXPECT_THAT(Names(), ElementsAre("Ann", "Cid"));
}

TEST_P(CommitAheadTest, ATableWithRulesIsWrittenWithoutGuards) {
  if (is_sqlite()) return;  // has no rules
  RunScript("CREATE TABLE seen (name text);"
            "CREATE RULE see AS ON INSERT TO author DO ALSO INSERT INTO seen VALUES (NEW.name)");
  EntityManager em = Fork();
  ASSERT_TRUE(Create(em, "Ann").ok());
  ASSERT_TRUE(Create(em, "Bob").ok());
  const absl::Status status = em.Flush(kContext);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(Names(), ElementsAre("Ann", "Bob"));
}

// A constraint that is checked at the commit.
TEST_P(CommitAheadTest, AFlushOfItsOwnThatCannotBeCommittedIsAsItWas) {
  if (is_sqlite()) return;  // no commit goes along
  RunScript("ALTER TABLE author ADD CONSTRAINT one_name UNIQUE (name) DEFERRABLE INITIALLY DEFERRED;"
            "ALTER TABLE author DROP CONSTRAINT author_name_unique");
  Store(Data(entity("Author")).Set("name", "Ann").Take());
  EntityManager em = Fork();
  Entity* const ann = *em.Create(Data(entity("Author")).Set("name", "Ann").Take(), "", kContext);
  ASSERT_TRUE(Create(em, "Bob").ok());
  EXPECT_EQ(ReasonOf(em.Flush(kContext)), Reason::kUniqueViolation);
  EXPECT_FALSE(ann->has_key());
  EXPECT_EQ(ann->state(), Entity::State::kNew);
  RunScript("DELETE FROM author");
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(Names(), ElementsAre("Ann", "Bob"));
}

TEST_P(CommitAheadTest, ASessionThatEndsInFrontOfACommitHasCommittedNothing) {
  if (is_sqlite()) return;  // has no link
  AddTrigger("INSERT", "PERFORM pg_terminate_backend(pg_backend_pid());");
  EntityManager em = Fork();
  ASSERT_TRUE(em.Begin({}, kContext).ok());
  ASSERT_TRUE(Create(em, "Ann").ok());
  EXPECT_EQ(ReasonOf(em.Commit(0, kContext)), Reason::kDatabaseUnavailable);
  EXPECT_TRUE(em.Rollback(0, kContext).ok());
  EXPECT_TRUE(em.Begin({}, kContext).ok());
}

INSTANTIATE_TEST_SUITE_P(Databases, CommitAheadTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
