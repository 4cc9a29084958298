// Values that the database computes: defaults, generated columns, formulas.
#include "orm/base/error.h"
#include "tests/unit/unit/unit_fixture.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr const char* kProto = R"proto(
syntax = "proto3";
package computed;
import "orm/options.proto";
import "google/protobuf/timestamp.proto";

message Offer {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  google.protobuf.Timestamp since = 2 [(orm.property).default_raw = "CURRENT_TIMESTAMP"];
  string fee = 3 [(orm.property) = {type: DECIMAL precision: 10 scale: 2 default_raw: "0.5"}];
  string price = 4 [(orm.property) = {type: DECIMAL precision: 10 scale: 2}];
  string half = 5 [(orm.property) = {type: DECIMAL precision: 10 scale: 2 generated: {sql: "price * 0.335"}}];
  string gross = 6 [(orm.property) = {type: DECIMAL precision: 10 scale: 2 formula: {sql: "price * 1.155"}}];
  repeated Label labels = 7 [(orm.property).many_to_many = {}];
}

message Label {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  optional int64 offer_id = 2;
  int64 place = 3 [(orm.property).formula.sql = "coalesce(offer_id, 0)"];
  Label above = 4 [(orm.property) = {nullable: true many_to_one: {}}];
}

message Ticket {
  option (orm.entity) = {};
  string id = 1 [(orm.property) = {
    type: UUID primary: {} default_raw: "'A0EEBC999C0B4EF8BB6D6BB9BD380A11'"}];
  Ticket next = 2 [(orm.property) = {nullable: true many_to_one: {}}];
}

message Late {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  google.protobuf.Timestamp until = 2 [(orm.property).default_raw = "'infinity'"];
}
)proto";

class ComputedTest : public UnitTest {
 protected:
  ComputedTest() : UnitTest(kProto) {}

  size_t Found(std::string_view name, Map where) {
    EntityManager em = Fork();
    const auto found = em.Find(entity(name), Where(name, Value(std::move(where))), kContext);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() ? found->roots.size() : 99;
  }

  Entity* Create(EntityManager& em, EntityData data) {
    const auto created = em.Create(std::move(data), "", kContext);
    EXPECT_TRUE(created.ok()) << created.status();
    const absl::Status flushed = em.Flush(kContext);
    EXPECT_TRUE(flushed.ok()) << flushed;
    return *created;
  }
};

TEST_P(ComputedTest, DefaultsOfTheDatabaseAreFoundAgain) {
  EntityManager em = Fork();
  const Entity* offer =
      Create(em, Data(entity("Offer")).Set("id", int64_t{1}).Set("price", std::string("20.01")).Take());
  const Value since = offer->value(property("Offer", "since"));
  EXPECT_EQ(offer->value(property("Offer", "fee")), Value(std::string("0.50")));
  EXPECT_EQ(Found("Offer", {{"since", since}}), 1u);
  EXPECT_EQ(Found("Offer", {{"since", Value(Map{{"$lt", since}})}}), 0u);
  EXPECT_EQ(Found("Offer", {{"fee", Value(std::string("0.50"))}}), 1u);
}

TEST_P(ComputedTest, SeveralRowsGetTheirDefaults) {
  EntityManager em = Fork();
  for (int64_t id = 1; id <= 3; ++id) {
    Data data(entity("Offer"));
    ASSERT_TRUE(em.Create(data.Set("id", id).Set("price", std::string("1.00")).Take(), "", kContext).ok());
  }
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(TakeWrites(), SizeIs(1));
  EXPECT_EQ(Found("Offer", {{"fee", Value(std::string("0.5"))}}), 3u);
}

TEST_P(ComputedTest, AKeyThatTheDatabaseMakesIsTheOneThatIsAnswered) {
  EntityManager em = Fork();
  const Entity* ticket = Create(em, Data(entity("Ticket")).Take());
  EXPECT_EQ(ticket->key().front(), Value(std::string("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")));
  EXPECT_THAT(Query("SELECT id FROM ticket"), ElementsAre("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
}

TEST_P(ComputedTest, DecimalsAreRoundedToTheirScale) {
  EntityManager em = Fork();
  const Entity* offer =
      Create(em, Data(entity("Offer")).Set("id", int64_t{1}).Set("price", std::string("20.01")).Take());
  EXPECT_EQ(offer->value(property("Offer", "half")), Value(std::string("6.70")));
  EntityManager other = Fork();
  const auto found = other.Find(entity("Offer"), Options("Offer"), kContext);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->roots[0]->value(property("Offer", "half")), Value(std::string("6.70")));
  EXPECT_EQ(found->roots[0]->value(property("Offer", "gross")), Value(std::string("23.11")));
  for (const char* name : {"half", "gross"}) {
    EXPECT_EQ(Found("Offer", {{name, Value(Map{{"$gt", Value(std::string("5"))}})}}), 1u) << name;
    EXPECT_EQ(Found("Offer", {{name, Value(Map{{"$lt", Value(std::string("5"))}})}}), 0u) << name;
  }
}

TEST_P(ComputedTest, AFormulaKeepsToItsOwnRowBesideAPivotTable) {
  Store(Data(entity("Label")).Set("id", int64_t{5}).Take());
  Store(Data(entity("Offer"))
            .Set("id", int64_t{1})
            .Set("price", std::string("1.00"))
            .Items("labels", CollectionOperation::kAdd, ByKey({Value(int64_t{5})}))
            .Take());
  EntityManager em = Fork();
  const auto found = em.Find(entity("Offer"), Options("Offer", {"labels"}), kContext);
  ASSERT_TRUE(found.ok()) << found.status();
  const Collection& labels = found->roots[0]->collection(property("Offer", "labels"));
  ASSERT_THAT(labels.items(), SizeIs(1));
  EXPECT_EQ((*labels.items().begin())->value(property("Label", "place")), Value(int64_t{0}));
  EXPECT_EQ(Found("Offer", {{"labels", Value(Map{{"place", Value(int64_t{0})}})}}), 1u);
  // There is no row above, and nothing that it computes.
  EXPECT_EQ(Found("Label", {{"above", Value(Map{{"place", Value(int64_t{0})}})}}), 0u);
}

// A row alone is written without a transaction around it.
TEST_P(ComputedTest, ARowThatStandsButCannotBeReadIsNotWrittenAgain) {
  EntityManager em = Fork();
  Data data(entity("Late"));
  ASSERT_TRUE(em.Create(data.Set("id", int64_t{1}).Take(), "", kContext).ok());
  EXPECT_EQ(ReasonOf(em.Flush(kContext)), Reason::kCommitUnknown);
  EXPECT_EQ(em.entity_count(), 0u);
  EXPECT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(Query("SELECT id FROM late"), ElementsAre("1"));
}

INSTANTIATE_TEST_SUITE_P(All, ComputedTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
